import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Cluster } from './cluster';
import type { Node } from './nodes';
import { filesBelow, sharedPath, writeJson } from '../support/project';
import { waitFor } from '../support/process';
import { expect } from '../support/report';

/** Folders of all waves, in the order of application. */
export function readWaves(folder: string): string[] {
  const index = filesBelow(folder, 'WAVES')[0];
  expect(index !== undefined, 'there is no WAVES');
  const waves = readFileSync(index, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const inWaves = waves.flatMap((wave) => filesBelow(path.join(folder, wave), '.yaml'));
  expect(inWaves.length === filesBelow(folder, '.yaml').length, 'some objects are in no wave of WAVES');
  return waves;
}

/** Manifests of a wave's Jobs, which must complete before the next wave. */
export function jobFiles(wave: string): string[] {
  return filesBelow(wave, '.yaml').filter((file) => path.basename(file).startsWith('Job.'));
}

/** Creates nodes, waits until they are ready, and renews their leases from then on. */
export async function addNodes(cluster: Cluster, folder: string, nodes: readonly Node[]): Promise<void> {
  const file = path.join(folder, 'nodes.json');
  writeJson(file, { apiVersion: 'v1', kind: 'List', items: nodes });
  await cluster.kubectl(['create', '-f', file]);
  cluster.startHeartbeat(nodes.map(({ metadata }) => metadata.name));
  await cluster.kubectl(['wait', 'nodes', '--all', '--for=condition=Ready', '--timeout=60s']);
}

/** Applies the upstream custom resource definitions that the manifests of a folder use. */
export async function addCustomResourceDefinitions(cluster: Cluster, objects: string): Promise<void> {
  const folder = sharedPath('crds');
  expect(folder !== undefined, 'there are no custom resource definitions');
  const usedKinds = filesBelow(objects, '.yaml').map((file) =>
    readGroupKind(file, /^apiVersion: (.+)\/.+\nkind: (.+)$/m),
  );
  const needed = filesBelow(folder, '.yaml').filter((file) => {
    const defined = readGroupKind(file, /^ {2}group: (.+)\n {2}names:\n(?: {4}.*\n)*? {4}kind: (.+)$/m);
    return defined !== undefined && usedKinds.includes(defined) && !isOwn(objects, file);
  });
  if (needed.length === 0) return;
  const files = needed.flatMap((file) => ['-f', file]);
  await cluster.kubectl(['apply', '--server-side', '--field-manager=upstream', ...files]);
  await waitForDefinitions(cluster);
}

/** Waits until the API server serves every custom resource. */
export async function waitForDefinitions(cluster: Cluster): Promise<void> {
  // `kubectl wait` fails for a definition without conditions, so the command is repeated.
  await waitFor('every custom resource is established', 60, async () => {
    const given = ['wait', 'crds', '--all', '--for=condition=Established', '--timeout=60s'];
    const { code } = await cluster.kubectl(given, { allow: [0, 1] });
    return code === 0 ? true : undefined;
  });
}

/** True if the manifests contain the definition: an addon has it at its own version. */
function isOwn(objects: string, definition: string): boolean {
  const [, group = '', plural = ''] = /^([^_]+)_(.+)\.yaml$/.exec(path.basename(definition)) ?? [];
  return filesBelow(objects, `CustomResourceDefinition.${plural}.${group}.yaml`).length > 0;
}

/** Creates the StorageClass gp3, unless the manifests of a wave contain it. */
export async function addStorageClass(cluster: Cluster, folder: string): Promise<void> {
  if (filesBelow(folder, 'StorageClass.gp3.yaml').length > 0) return;
  const file = path.join(folder, 'storage-class.json');
  writeJson(file, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'gp3' },
    provisioner: 'ebs.csi.aws.com',
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  await cluster.kubectl(['create', '-f', file]);
}

/** Reads the API group and kind of a manifest. */
function readGroupKind(file: string, pattern: RegExp): string | undefined {
  const [, group, kind] = pattern.exec(readFileSync(file, 'utf8')) ?? [];
  return group !== undefined && kind !== undefined ? `${group}/${kind}` : undefined;
}
