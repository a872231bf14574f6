import { parse } from 'yaml';
import { kustomization, sourceAddress } from '../../../lib/addons/kustomization';
import { addonProps, sampleRelease } from '../../support/addons';

describe('kustomization', () => {
  it('source: is the folder of the repository at its commit', () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    expect(sourceAddress(sampleRelease)).toBe(`https://github.com/example/queue-operator//config?ref=${commit}`);
    const { repository, tag } = sampleRelease;
    expect(sourceAddress({ commit, repository, tag })).toBe(`https://github.com/example/queue-operator?ref=${commit}`);
  });

  it('images: by digest, from the registry of the platform', () => {
    expect(kustomization(addonProps).images).toEqual([
      {
        name: 'ghcr.io/example/queue-operator',
        newName: 'registry.example.com/queue-operator',
        digest: `sha256:${'ab'.repeat(32)}`,
      },
    ]);
  });

  it('patches: set resources of init containers in their own list', () => {
    const workload = {
      ...sampleRelease.workloads['queue-operator']!,
      initContainers: { setup: 'ghcr.io/example/setup' },
    };
    const [, patch] = kustomization({
      ...addonProps,
      pods: {
        'queue-operator': {
          containers: { manager: { cpu: '100m', memory: '256Mi' }, setup: { cpu: '50m', memory: '64Mi' } },
        },
      },
      release: { ...sampleRelease, workloads: { 'queue-operator': workload } },
    }).patches;
    const { containers, initContainers } = parse(patch?.patch ?? '').spec.template.spec;
    const names = (list: { name: string }[]) => list.map(({ name }) => name);
    expect([names(containers), names(initContainers)]).toEqual([['manager'], ['setup']]);
  });

  it('patches: remove the namespace, and set number, nodes, priority and resources of the pods', () => {
    const placement = { labels: { group: 'system' }, taints: { dedicated: 'system:NoSchedule' } };
    const [namespace, workload] = kustomization({ ...addonProps, placement, priorityClass: 'high' }).patches;
    expect(namespace?.target).toEqual({ kind: 'Namespace' });
    expect(parse(namespace?.patch ?? '')).toMatchObject({ $patch: 'delete', kind: 'Namespace' });
    expect(workload?.target).toEqual({ kind: 'Deployment', name: 'queue-operator' });
    expect(parse(workload?.patch ?? '').spec).toEqual({
      replicas: 2,
      template: {
        spec: {
          containers: [
            {
              name: 'manager',
              resources: {
                $patch: 'replace',
                limits: { 'ephemeral-storage': '512Mi', 'memory': '256Mi' },
                requests: { 'cpu': '100m', 'ephemeral-storage': '512Mi', 'memory': '256Mi' },
              },
            },
          ],
          nodeSelector: { group: 'system' },
          priorityClassName: 'high',
          tolerations: [{ effect: 'NoSchedule', key: 'dedicated', operator: 'Equal', value: 'system' }],
        },
      },
    });
  });

  it('patches: replace an argument that is an image, if it is that of the release', () => {
    const workload = {
      ...sampleRelease.workloads['queue-operator']!,
      imageArguments: [{ path: 'containers/0/args/1', flag: '--agent', image: 'ghcr.io/example/agent' }],
    };
    const digest = `sha256:${'cd'.repeat(32)}`;
    const [, patch] = kustomization({
      ...addonProps,
      images: { ...addonProps.images, 'ghcr.io/example/agent': { digest, repository: 'registry.example.com/agent' } },
      release: { ...sampleRelease, workloads: { 'queue-operator': workload } },
    }).patches;
    const path = '/spec/template/spec/containers/0/args/1';
    expect(parse(patch?.patch ?? '')).toEqual([
      { op: 'test', path, value: '--agent=ghcr.io/example/agent:v1.2.0' },
      { op: 'replace', path, value: `--agent=registry.example.com/agent@${digest}` },
    ]);
  });
});
