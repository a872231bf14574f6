import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Cluster } from './cluster';
import { cache, filesBelow, fresh, writeFiles } from '../support/project';
import { expect } from '../support/report';

const label = 'adamant.dev/config';

/** A hash that no content has. */
const next = 'fffffffff0';
const orphan = 'eeeeeeeee0';

/**
 * A new configuration, the way back with `kubectl rollout undo`, and what the pruning script leaves. Nothing here is ours
 * but the files: what they are named after is what a new variant would be named after.
 *
 * @param folder the applied files of an environment, of which one workload is taken
 */
export async function rollBackConfiguration(cluster: Cluster, folder: string, workload: string): Promise<void> {
  const files = filesBelow(folder, '.yaml');
  const text = (kind: string) => {
    const found = files.find((file) => path.basename(file).startsWith(`${kind}.${workload}`));
    expect(found !== undefined, `${workload} has no ${kind}`);
    return readFileSync(found, 'utf8');
  };
  const [deployment, config] = [text('Deployment'), text('ConfigMap')];
  const { metadata } = parse(config) as {
    metadata: { name: string; namespace: string; labels: Record<string, string> };
  };
  const { name, namespace } = metadata;
  const revised = (hash: string) => (manifest: string) =>
    manifest.replaceAll(name, `${workload}-${hash}`).replaceAll(metadata.labels[label] ?? name, hash);
  const apply = async (hash: string, ...manifests: readonly string[]): Promise<void> => {
    const target = fresh(cache('kubernetes', 'work', `${namespace}-${hash}`));
    const written = manifests.map((manifest, index): [string, string] => [
      `new/${index}.yaml`,
      revised(hash)(manifest),
    ]);
    writeFiles(new Map(written), 'new', target);
    await cluster.apply(target);
  };
  const rollout = (...given: readonly string[]) =>
    cluster.kubectl(['rollout', ...given, `deployment/${workload}`, '-n', namespace]);

  await apply(next, config, deployment);
  await rollout('status', '--timeout=100s');
  await rollout('undo');
  await rollout('status', '--timeout=100s');
  expect((await configOf(cluster, namespace, workload)) === name, 'the rollback reads another configuration');

  await apply(orphan, config);
  await cluster.script('scripts/prune-config.sh', namespace);
  const { stdout } = await cluster.kubectl(['get', 'configmaps', '-n', namespace, '-l', label, '-o', 'name']);
  const left = stdout.split('\n').map((line) => line.replace('configmap/', ''));
  expect(left.includes(name), 'the configuration that is read was pruned');
  expect(left.includes(`${workload}-${next}`), 'the configuration of a variant that can be gone back to was pruned');
  expect(!left.includes(`${workload}-${orphan}`), 'a configuration that no variant reads was left');
}

async function configOf(cluster: Cluster, namespace: string, workload: string): Promise<string> {
  const field = '{.spec.template.spec.containers[0].envFrom[0].configMapRef.name}';
  const { stdout } = await cluster.kubectl(['get', 'deployment', workload, '-n', namespace, '-o', `jsonpath=${field}`]);
  return stdout.trim();
}
