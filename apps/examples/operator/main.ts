import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { importJobServer } from './server';
import { imageVariable, paths, port } from './settings';

// The program of the webhook's image. It runs in the cluster, or here for a try: synthesis does not load it.

/** A request as Metacontroller sends it for a new ImportJob. */
const sample = 'apps/examples/operator/sync-request.json';

/** Serves the hooks until the process is terminated. */
function serve(image: string, host: string): void {
  const server = importJobServer({ image });
  // Requests in flight are answered; Kubernetes has removed the pod from the Service before.
  process.once('SIGTERM', () => server.close()).once('SIGINT', () => server.close());
  server.listen(port, host);
}

/** Serves the hooks on the loopback, and prints the answer to a sample request. */
async function tryOut(wanted: number): Promise<void> {
  const server = importJobServer({ image: `registry.example.com/import@sha256:${'0'.repeat(64)}` });
  process.once('SIGTERM', () => server.close()).once('SIGINT', () => server.close());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(wanted, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${paths.sync}`;
  const response = await fetch(url, { body: readFileSync(sample), headers, method: 'POST' });
  console.log(`${JSON.stringify(await response.json(), null, 2)}\n`);
  console.log(`curl -s -H 'content-type: application/json' -d @${sample} ${url}`);
  console.log('Listening until Ctrl+C.');
}

const headers = { 'connection': 'close', 'content-type': 'application/json' };

// eslint-disable-next-line no-restricted-syntax -- a program of the cluster, not of synthesis
const { [imageVariable]: image, PORT } = process.env;
if (image === undefined) void tryOut(Number(PORT ?? port));
else serve(image, '0.0.0.0');
