import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import path from 'node:path';
import { run } from '../support/process';

export const member = 'logs-es-main-0';
export const logIndex = '.ds-filebeat-9.1.3-2026.01.31-000001';

/** Answers to requests that the privileges of `elasticsearchExporterRole` permit. */
const answers: Readonly<Record<string, object>> = {
  '/': { cluster_name: 'logs', cluster_uuid: 'x', version: { lucene_version: '10.2.2', number: '9.1.3' } },
  '/_all/_stats': {
    indices: { [logIndex]: { primaries: {}, total: { indexing: { index_total: 250 } } } },
  },
  '/_cat/shards': [{ index: logIndex, node: member, prirep: 'p', shard: '0', state: 'STARTED' }],
  '/_cluster/health': { cluster_name: 'logs', number_of_nodes: 6, status: 'green' },
  '/_nodes/stats': {
    cluster_name: 'logs',
    nodes: {
      x: {
        fs: { data: [{ available_in_bytes: 50, mount: '/data', path: '/data', total_in_bytes: 100 }] },
        host: '10.0.0.1',
        name: member,
        roles: ['data', 'ingest', 'master'],
        thread_pool: { write: { completed: 9, rejected: 3 } },
      },
    },
  },
};

/** An Elasticsearch on the loopback, with a certificate of an authority of its own and one user. */
export class FakeElasticsearch {
  /** Paths of requests, in the order in which they came. */
  readonly requests: string[] = [];
  /** False if it has no elected master: it then answers 503. */
  hasMaster = true;
  private server: Server | undefined;

  constructor(
    private readonly folder: string,
    private readonly log: string,
    private readonly user: { readonly username: string; readonly password: string },
  ) {}

  /** File with the certificate of the authority. */
  get authority(): string {
    return path.join(this.folder, 'ca.crt');
  }

  async start(port: number): Promise<void> {
    await run({
      program: 'openssl',
      arguments: [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
        ...['-subj', '/CN=logs', '-addext', 'subjectAltName=IP:127.0.0.1'],
        ...['-keyout', path.join(this.folder, 'tls.key'), '-out', this.authority],
      ],
      folder: this.folder,
      log: this.log,
      seconds: 30,
    });
    const { password, username } = this.user;
    const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const files = { cert: readFileSync(this.authority), key: readFileSync(path.join(this.folder, 'tls.key')) };
    this.server = createServer(files, ({ headers, method, url = '/' }, response) => {
      const { pathname } = new URL(url, 'https://localhost');
      this.requests.push(`${method} ${pathname}`);
      const answer = answers[pathname];
      const status = headers.authorization === expected ? (answer ? (this.hasMaster ? 200 : 503) : 403) : 401;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status === 200 ? answer : { error: status }));
    });
    await new Promise<void>((resolve) => this.server?.listen(port, '127.0.0.1', resolve));
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
