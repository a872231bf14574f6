import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cluster } from './cluster';
import type { Node } from './nodes';
import { filesBelow, shared, writeJson } from '../support/project';
import { eventually } from '../support/process';
import { expect } from '../support/report';

/** The folders below which every object is, in the order in which they are applied. */
export function wavesIn(folder: string): string[] {
  const index = filesBelow(folder, 'WAVES')[0];
  expect(index !== undefined, 'there is no WAVES');
  const waves = readFileSync(index, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const inWaves = waves.flatMap((wave) => filesBelow(path.join(folder, wave), '.yaml'));
  expect(inWaves.length === filesBelow(folder, '.yaml').length, 'some object is in no wave that WAVES lists');
  return waves;
}

/** The files of the jobs of a wave: the next one needs what they did. */
export function jobsIn(wave: string): string[] {
  return filesBelow(wave, '.yaml').filter((file) => path.basename(file).startsWith('Job.'));
}

/** Machines as they come up: they are ready soon, and renew their leases from then on. */
export async function addNodes(cluster: Cluster, folder: string, nodes: readonly Node[]): Promise<void> {
  const file = path.join(folder, 'nodes.json');
  writeJson(file, { apiVersion: 'v1', kind: 'List', items: nodes });
  await cluster.kubectl(['create', '-f', file]);
  cluster.keepAlive(nodes.map(({ metadata }) => metadata.name));
  await cluster.kubectl(['wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=60s']);
}

/** What operators bring that are not ours, as far as the objects of a folder need it. */
export async function addDefinitions(cluster: Cluster, objects: string): Promise<void> {
  const folder = shared('crds');
  expect(folder !== undefined, 'there are no custom resource definitions');
  const used = filesBelow(objects, '.yaml').map((file) => kindIn(file, /^apiVersion: (.+)\/.+\nkind: (.+)$/m));
  const needed = filesBelow(folder, '.yaml').filter((file) => {
    const defined = kindIn(file, /^ {2}group: (.+)\n {2}names:\n(?: {4}.*\n)*? {4}kind: (.+)$/m);
    return defined !== undefined && used.includes(defined);
  });
  if (needed.length === 0) return;
  const files = needed.flatMap((file) => ['-f', file]);
  await cluster.kubectl(['apply', '--server-side', '--field-manager=upstream', ...files]);
  // One that has no condition yet is no reason to wait for kubectl, but to fail.
  await eventually('every custom resource is established', 60, async () => {
    const given = ['wait', 'crds', '--all', '--for=condition=Established', '--timeout=60s'];
    const { code } = await cluster.kubectl(given, { allow: [0, 1] });
    return code === 0 ? true : undefined;
  });
}

/** The environment's own, where it has one, is applied with its wave. */
export async function addStorageClass(cluster: Cluster, folder: string): Promise<void> {
  if (filesBelow(folder, 'StorageClass.gp3.yaml').length > 0) return;
  const file = path.join(folder, 'storage-class.json');
  writeJson(file, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'gp3' },
    provisioner: 'ebs.csi.aws.com',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  await cluster.kubectl(['create', '-f', file]);
}

/** The API group and kind that a file is about. */
function kindIn(file: string, form: RegExp): string | undefined {
  const [, group, kind] = form.exec(readFileSync(file, 'utf8')) ?? [];
  return group !== undefined && kind !== undefined ? `${group}/${kind}` : undefined;
}
