import fc from 'fast-check';
import type { NodeGroupProps } from '../../../../lib/aws/compute/node-group-props';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { stackFiles } from '../../../../lib/aws/stack/render';
import { nodeGroup, only, resources, stackProps, testStack, type Json } from '../../../support/terraform';

function ids(props: Partial<NodeGroupProps>): string[] {
  const stack = testStack();
  nodeGroup(stack, props);
  return collectDiagnostics(stack).map(({ id }) => id);
}

const label = (key: string, value = 'true') => ids({ labels: { [key]: value } });

describe('labels of node groups', () => {
  it.each([
    'node-role.kubernetes.io/worker',
    'node-role.kubernetes.io/control-plane',
    'node-restriction.kubernetes.io/group',
    'kubernetes.io/hostname',
    'kubernetes.io/arch',
    'topology.kubernetes.io/zone',
    'failure-domain.beta.kubernetes.io/region',
    'node.kubernetes.io/instance-type',
    'example.k8s.io/x',
    'k8s.io/x',
    'kops.k8s.io/instancegroup',
  ])('%s: keeps a kubelet from starting, or is its own', (key) => {
    expect(label(key)).toEqual(['node-label-kubelet']);
  });

  it.each([
    'role',
    'example.com/role',
    'node.kubernetes.io/exclude-from-external-load-balancers',
    'team.node.kubernetes.io/role',
    'kubelet.kubernetes.io/role',
    'notkubernetes.io/role',
    'notk8s.io/role',
  ])('%s: is accepted', (key) => {
    expect(label(key)).toEqual([]);
  });

  it.each(['a..b/x', '.a/x', 'a./x', '-a/x', 'A/x', `${'a'.repeat(64)}.b/x`, '/x', 'a/', 'a/b/c', 'a/-b'])(
    '%s: is no key of a label or taint',
    (key) => {
      expect([label(key), ids({ taints: { [key]: 'x:NoSchedule' } })]).toEqual([['node-label'], ['node-taint']]);
    },
  );

  it('keys: are as long as the tags of the cluster autoscaler permit', () => {
    const key = (length: number) => `${'a'.repeat(20)}.${'b'.repeat(length - 25)}/x${'c'.repeat(2)}`;
    expect([key(82).length, label(key(82)), label(key(83))]).toEqual([82, [], ['node-label-tags']]);
    expect([82, 83].map((length) => ids({ taints: { [key(length)]: 'x:NoSchedule' } }))).toEqual([
      [],
      ['node-label-tags'],
    ]);
  });

  it('accepted labels and taints: become tags that EC2 Auto Scaling accepts', () => {
    const name = fc.stringMatching(/^[a-z0-9](?:[a-z0-9_.-]{0,61}[a-z0-9])?$/);
    const keys = fc.oneof(
      name,
      fc.tuple(fc.domain(), name).map((parts) => parts.join('/')),
    );
    fc.assert(
      fc.property(fc.dictionary(keys, name), fc.dictionary(keys, name), (labels, values) => {
        const stack = testStack({ ...stackProps, tags: { team: 'platform' } });
        const taints = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, `${value}:NoSchedule`]));
        nodeGroup(stack, { labels, taints });
        if (collectDiagnostics(stack).length > 0) return;
        const group = Object.values(resources(terraform(stack), 'aws_autoscaling_group'))[0];
        expect(group.tag.length).toBeLessThanOrEqual(50);
        for (const tag of group.tag) {
          expect(tag.key.length).toBeLessThanOrEqual(128);
          expect(tag.value.length).toBeLessThanOrEqual(256);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('tags of node groups', () => {
  it('tags of the stack: reach instances, volumes and network interfaces', () => {
    const stack = testStack({ ...stackProps, tags: { team: 'payments' } });
    nodeGroup(stack, {});
    const tags = { 'environment': 'lab', 'managed-by': 'adamant', 'stack': 'cluster', 'team': 'payments' };
    const template = only(terraform(stack), 'aws_launch_template');
    expect(template.tag_specifications.map(({ resource_type }: Json) => resource_type)).toEqual([
      'instance',
      'volume',
      'network-interface',
    ]);
    for (const specification of template.tag_specifications) expect(specification.tags).toMatchObject(tags);
    for (const group of Object.values<Json>(resources(terraform(stack), 'aws_autoscaling_group'))) {
      for (const [key, value] of Object.entries(tags))
        expect(group.tag).toContainEqual({ key, propagate_at_launch: true, value });
    }
  });
});

function terraform(stack: ReturnType<typeof testStack>): Json {
  return JSON.parse(stackFiles(stack).get('main.tf.json') ?? '{}');
}
