import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { endGroup, freePorts, serve } from '../support/process';
import { cachePath, root, writeJson } from '../support/project';

/** The name of the run. */
export const runName = 'metacontroller';

/** A controller of the ImportJobs. */
export interface Controller {
  /** Works once through all ImportJobs. A program that works by itself does nothing here. */
  pass(): Promise<void>;
  stop(): Promise<void>;
}

interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

/** Starts Metacontroller's own program with the permissions of an account. It finds the webhook through a proxy. */
export async function startMetacontroller(program: string, hooks: number, account: string): Promise<Controller> {
  const kubeconfig = load(readFileSync(cachePath(runName, 'clusters', 'operator', 'kubeconfig'), 'utf8')) as Kubeconfig;
  const file = cachePath(runName, 'metacontroller.kubeconfig');
  writeJson(file, {
    ...kubeconfig,
    users: kubeconfig.users.map(({ name, user }) => ({ name, user: { ...user, as: account } })),
  });
  const port = await freePorts(2);
  const group = serve({
    program,
    arguments: [
      `--kubeconfig=${file}`,
      '--discovery-interval=2s',
      `--health-probe-bind-address=127.0.0.1:${port}`,
      `--metrics-address=127.0.0.1:${port + 1}`,
    ],
    // The name of the webhook's Service is known in a cluster with DNS only.
    env: { HTTP_PROXY: `http://127.0.0.1:${hooks}` },
    folder: root,
    log: cachePath(runName, 'metacontroller.log'),
  });
  return { pass: () => Promise.resolve(), stop: () => endGroup(group) };
}
