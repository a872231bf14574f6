import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { addonsIn } from '../../../apps/platform';
import { verifyAddons } from '../../../cli/addons/verify';
import { ValidationError } from '../../../lib/core/diagnostics';
import { clusterOperatorReleases } from '../../../lib/operators/rabbitmq/releases';
import { sampleEnvironment } from '../../support/platform-samples';
import { removeTemporary, temporary } from '../../support/project-copy';

// Each test starts processes.
jest.setTimeout(30_000);

const { PATH: searchPath = '' } = process.env;
afterEach(() => {
  process.env['PATH'] = searchPath;
});
afterAll(removeTemporary);

/** A folder with a copy of the repository, and a kubectl that prints these objects. */
function withKubectl(objects: readonly object[], code = 0): string {
  const root = temporary();
  mkdirSync(path.join(root, 'sources/rabbitmq/cluster-operator/config/installation'), { recursive: true });
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  writeFileSync(path.join(root, 'objects'), text);
  writeFileSync(
    path.join(root, 'kubectl'),
    `#!/bin/sh\ncp "$2/kustomization.yaml" ${root}/kustomization.yaml\ncat ${root}/objects\necho reason >&2\nexit ${code}\n`,
  );
  chmodSync(path.join(root, 'kubectl'), 0o755);
  process.env['PATH'] = `${root}:${searchPath}`;
  return path.join(root, 'sources');
}

const { crds, objects, workloads } = clusterOperatorReleases['2.20.0'];
const environment = sampleEnvironment();
const addons = addonsIn(environment).filter(({ props }) => props.name === 'rabbitmq-cluster-operator');
const pin = environment.containerImages['rabbitmq-cluster-operator'];
const [name = '', { containers, podLabels }] = Object.entries(workloads)[0] ?? ['', {}];
const rendered = [
  ...crds.map((crd) => ({ kind: 'CustomResourceDefinition', metadata: { name: crd } })),
  ...objects.map((object) => ({ kind: object.split(' ')[0], metadata: { name: object.split(' ')[1] } })),
  {
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 1,
      template: {
        metadata: { labels: podLabels },
        spec: {
          containers: Object.keys(containers ?? {}).map((container) => ({
            name: container,
            image: `${pin?.repository}@${pin?.digest}`,
          })),
        },
      },
    },
  },
];

async function verify(sources: string) {
  const lines: string[] = [];
  try {
    await verifyAddons([...addons, ...addons], { report: (line) => lines.push(line), sources });
    return { lines, found: [] };
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return { lines, found: error.diagnostics.map(({ id, source }) => [id, source]) };
  }
}

describe('adamant addons verify', () => {
  it('accepts a source that is as declared, and compares equal addons once', async () => {
    expect(await verify(withKubectl(rendered))).toEqual({
      found: [],
      lines: ['rabbitmq-cluster-operator v2.20.0: 9 objects, as declared'],
    });
  });

  it('reports what differs, with the setting of the release', async () => {
    const { found, lines } = await verify(
      withKubectl([...rendered.slice(1), { kind: 'ClusterRole', metadata: { name: 'all' } }]),
    );
    const addon = 'sample-20-operators/rabbitmq-cluster-operator';
    expect(found).toEqual([
      ['addon-missing', `${addon} → release.crds`],
      ['addon-undeclared', `${addon} → release.objects`],
    ]);
    expect(lines).toEqual(['rabbitmq-cluster-operator v2.20.0: 9 objects, which differ']);
  });

  it('explains a kubectl that fails or is missing, and a copy that does not exist', async () => {
    await expect(verify(withKubectl([], 1))).rejects.toThrow('kubectl fails: reason');
    const sources = withKubectl(rendered);
    await expect(verify(path.join(sources, 'other'))).rejects.toThrow(/must be a folder; .* does not exist$/);
    process.env['PATH'] = '/nowhere';
    await expect(verify(sources)).rejects.toThrow(/^kubectl is not on the PATH/);
  });
});
