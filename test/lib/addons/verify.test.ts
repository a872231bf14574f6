import type { AddonProps } from '../../../lib/addons/props';
import type { RenderedObject } from '../../../lib/addons/rendered-object';
import { compareWithSource } from '../../../lib/addons/verify';
import { addonProps, sampleImage, sampleObjects, sampleRelease } from '../../support/addons';

const { 'queue-operator': workload } = sampleRelease.workloads;
const found = (objects: readonly RenderedObject[], release: Partial<AddonProps['release']> = {}) =>
  compareWithSource({ ...addonProps, release: { ...sampleRelease, ...release } }, objects, objects).map(
    ({ id, setting }) => [id, [setting].flat().join('.')],
  );
const withWorkload = (own: Partial<typeof workload>) => ({
  workloads: { 'queue-operator': { ...workload!, ...own } },
});

describe('comparison of an addon with its source', () => {
  it('accepts what is declared', () => {
    expect(found(sampleObjects())).toEqual([]);
  });

  it.each([
    ['an object', { kind: 'ClusterRole', metadata: { name: 'all' } }, 'release.objects'],
    ['a custom resource definition', { kind: 'CustomResourceDefinition', metadata: { name: 'x.y' } }, 'release.crds'],
    ['a namespace', { kind: 'Namespace', metadata: { name: 'queues' } }, 'release.objects'],
    ['a workload', { kind: 'Job', metadata: { name: 'install' } }, 'release.workloads'],
  ])('rejects %s that is not declared', (_title, object, setting) => {
    expect(found([...sampleObjects(), object])).toEqual([['addon-undeclared', setting]]);
  });

  it('rejects what the source does not have', () => {
    expect(found(sampleObjects(), { objects: [...sampleRelease.objects, 'Role other'] })).toEqual([
      ['addon-missing', 'release.objects'],
    ]);
    expect(found(sampleObjects().slice(1))).toEqual([['addon-missing', 'release.crds']]);
  });

  it('rejects another image, such as one by its tag', () => {
    expect(found(sampleObjects({ image: 'ghcr.io/example/queue-operator:latest' }))).toEqual([
      ['addon-undeclared', 'release.images'],
      ['addon-missing', 'release.images'],
    ]);
  });

  it('compares images in arguments', () => {
    const agent = withWorkload({
      imageArguments: [{ path: 'containers/0/args/0', flag: '--agent', image: 'ghcr.io/example/queue-operator' }],
    });
    const { digest, repository } = sampleImage;
    expect(found(sampleObjects({ args: [`--agent=${repository}@${digest}`] }), agent)).toEqual([]);
    expect(found(sampleObjects({ args: ['--agent=ghcr.io/example/agent:v1'] }), agent)).toEqual([
      ['addon-undeclared', 'release.images'],
    ]);
  });

  it.each([
    ['containers', { containers: { operator: 'ghcr.io/example/queue-operator' } }],
    ['initContainers', { initContainers: { manager: 'ghcr.io/example/queue-operator' } }],
    ['podLabels', { podLabels: { app: 'queues' } }],
    ['podLabels', { podLabels: {} }],
    ['metricsPort', { metricsPort: 9090 }],
    ['webhookPort', { webhookPort: 443 }],
  ])('rejects other %s', (setting, own) => {
    expect(found(sampleObjects(), withWorkload(own))).toEqual([
      ['addon-workload', `release.workloads.queue-operator.${setting}`],
    ]);
  });

  it('rejects another number of pods', () => {
    const pods = { 'queue-operator': { ...addonProps.pods['queue-operator']!, replicas: 3 } };
    expect(compareWithSource({ ...addonProps, pods }, sampleObjects(), []).map(({ id }) => id)).toEqual([
      'addon-workload',
    ]);
  });

  it('rejects a webhook whose port no policy opens', () => {
    const { containers, kind, podLabels } = workload!;
    const closed = { containers, kind, podLabels };
    expect(found(sampleObjects(), { workloads: { 'queue-operator': closed } })).toEqual([
      ['addon-webhook-port', 'release.workloads'],
    ]);
  });
});
