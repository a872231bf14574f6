import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cluster } from './cluster';
import { parse } from 'yaml';
import { cachePath, root, writeJson } from '../support/project';
import { expect } from '../support/report';

/** Runs the commands of the page on operations that stop and start the writers of a namespace. */
export async function stopAndStartWriters(cluster: Cluster, namespace: string): Promise<void> {
  const [, section = ''] = readFileSync('docs/operations.md', 'utf8').split('### Stop and start the writers');
  const [text = ''] = section.split('\n### ');
  const [stop = '', ...start] = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
    block.replace('NAMESPACE=lab\n', ''),
  );
  const run = (...commands: readonly string[]) => {
    const file = cachePath('kubernetes', 'work', `${namespace}-writers.sh`);
    writeFileSync(file, ['#!/bin/sh', `NAMESPACE=${namespace}`, ...commands].join('\n'));
    chmodSync(file, 0o755);
    return cluster.script(path.relative(root, file), [], { seconds: 120 });
  };
  const cronJob = (...args: readonly string[]) => cluster.kubectl(['-n', namespace, ...args]);
  await cronJob('create', 'cronjob', 'paused', '--image=pause', '--schedule=0 5 * * *');
  await cronJob('label', 'cronjob', 'paused', 'app.kubernetes.io/managed-by=adamant');
  await cronJob('patch', 'cronjob', 'paused', '--patch', '{"spec":{"suspend":true}}');
  const before = await writers(cluster, namespace);

  await run(stop);
  // The numbers of pods are 0 now, and must not be recorded.
  await run(stop);
  const stopped = await writers(cluster, namespace);
  const running = stopped.filter((writer) => !/ (?:0|true)$/.test(writer));
  expect(running.length === 0, `still running: ${running.join(', ')}`);
  await run(...start);
  const after = await writers(cluster, namespace);
  expect(after.join() === before.join(), `before: ${before.join(', ')}; after: ${after.join(', ')}`);
  await cronJob('delete', 'cronjob', 'paused');
}

/** Returns the number of pods of each service, and whether each CronJob is suspended. */
async function writers(cluster: Cluster, namespace: string): Promise<string[]> {
  const found = await cluster.get<{
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: { readonly replicas?: number; readonly suspend?: boolean };
  }>('deployments', 'cronjobs');
  return found
    .filter(({ metadata }) => metadata.namespace === namespace)
    .map(({ metadata, spec }) => `${metadata.name} ${spec.replicas ?? spec.suspend}`)
    .sort();
}

/** Creates the pod of psql as the page on operations says: Pod Security and the quota of the namespace admit it. */
export async function admitPsql(cluster: Cluster, namespace: string): Promise<void> {
  const [, section = ''] = readFileSync('docs/operations.md', 'utf8').split('### Create users of the database');
  const [, manifest = ''] = /<<EOF\n([\s\S]*?)\n {3}EOF/.exec(section) ?? [];
  const file = cachePath('kubernetes', 'work', `${namespace}-psql.json`);
  writeJson(file, parse(manifest.replaceAll('$NAMESPACE', namespace).replaceAll('$host', 'host')) as object);
  await cluster.kubectl(['apply', '--warnings-as-errors', '-f', file]);
  await cluster.kubectl(['wait', 'pods', 'psql', '-n', namespace, '--for', 'condition=Ready', '--timeout', '60s']);
  await cluster.kubectl(['delete', '-f', file]);
}
