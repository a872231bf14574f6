import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Cluster } from './cluster';
import { cachePath, filesBelow, emptyFolder, writeFiles } from '../support/project';
import { expect } from '../support/report';

const label = 'adamant.dev/prune';

/** Hashes that no content has. */
const nextHash = 'fffffffff0';
const orphanHash = 'eeeeeeeee0';

/**
 * Rolls a Deployment to a new ConfigMap, rolls it back with `kubectl rollout undo`, and runs the pruning script. The new
 * ConfigMap and Deployment are copies of the applied manifests with another hash.
 *
 * @param folder the applied manifests of an environment
 * @param workload the name of the Deployment
 */
export async function rollBackConfiguration(cluster: Cluster, folder: string, workload: string): Promise<void> {
  const files = filesBelow(folder, '.yaml');
  const text = (kind: string) => {
    const file = files.find((file) => path.basename(file).startsWith(`${kind}.${workload}`));
    expect(file !== undefined, `there is no ${kind} of ${workload}`);
    return readFileSync(file, 'utf8');
  };
  const [deployment, config] = [text('Deployment'), text('ConfigMap')];
  const { metadata } = parse(config) as {
    metadata: { name: string; namespace: string };
  };
  const { name, namespace } = metadata;
  const withHash = (hash: string) => (manifest: string) => manifest.replaceAll(name, `${workload}-${hash}`);
  const apply = async (hash: string, ...manifests: readonly string[]): Promise<void> => {
    const target = emptyFolder(cachePath('kubernetes', 'work', `${namespace}-${hash}`));
    const written = manifests.map((manifest, index): [string, string] => [
      `new/${index}.yaml`,
      withHash(hash)(manifest),
    ]);
    writeFiles(new Map(written), 'new', target);
    await cluster.apply(target);
  };
  const rollout = (...args: readonly string[]) =>
    cluster.kubectl(['rollout', ...args, `deployment/${workload}`, '-n', namespace]);

  await apply(nextHash, config, deployment);
  await rollout('status', '--timeout=100s');
  await rollout('undo');
  await rollout('status', '--timeout=100s');
  expect(
    (await configMapInUse(cluster, namespace, workload)) === name,
    'the Deployment uses another ConfigMap after the rollback',
  );

  await apply(orphanHash, config);
  await cluster.script('scripts/prune.sh', [namespace]);
  const { stdout } = await cluster.kubectl(['get', 'configmaps', '-n', namespace, '-l', label, '-o', 'name']);
  const remaining = stdout.split('\n').map((line) => line.replace('configmap/', ''));
  expect(remaining.includes(name), 'the ConfigMap in use was pruned');
  expect(
    remaining.includes(`${workload}-${nextHash}`),
    'the ConfigMap of a ReplicaSet revision for rollback was pruned',
  );
  expect(!remaining.includes(`${workload}-${orphanHash}`), 'an unused ConfigMap was not pruned');
}

async function configMapInUse(cluster: Cluster, namespace: string, workload: string): Promise<string> {
  const field = '{.spec.template.spec.containers[0].envFrom[0].configMapRef.name}';
  const { stdout } = await cluster.kubectl(['get', 'deployment', workload, '-n', namespace, '-o', `jsonpath=${field}`]);
  return stdout.trim();
}
