import {
  filesOf,
  findingsOf,
  type GroupProps,
  type Json,
  nodeGroup,
  only,
  resources,
  terraformOf,
} from '../../../support/terraform';

const written = (props: GroupProps = {}): Json => terraformOf((stack) => nodeGroup(stack, props));
const template = (props: GroupProps = {}): Json => only(written(props), 'aws_launch_template');
const group = (props: GroupProps = {}): Json => only(written(props), 'aws_autoscaling_group');
const tagsOf = (props: GroupProps) =>
  Object.fromEntries(
    group(props).tag.map(({ key, value, propagate_at_launch }: Json) => [key, [value, propagate_at_launch]]),
  );

describe('a machine of a node group', () => {
  it('gives its credentials to no pod: tokens are required, and reach one hop', () => {
    expect(template().metadata_options).toMatchObject({
      http_endpoint: 'enabled',
      http_put_response_hop_limit: 1,
      http_tokens: 'required',
    });
  });

  it('keeps instance tags out of the metadata service, which refuses keys with a slash', () => {
    expect(template().metadata_options).not.toHaveProperty('instance_metadata_tags', 'enabled');
  });

  it('has one encrypted gp3 volume of the size that was asked for, which goes with it', () => {
    expect(template({ rootVolume: '80Gi' }).block_device_mappings).toEqual([
      {
        device_name: '/dev/sda1',
        ebs: { delete_on_termination: 'true', encrypted: 'true', volume_size: 80, volume_type: 'gp3' },
      },
    ]);
  });

  it('is tagged with its volumes and interfaces, which default tags do not reach', () => {
    const tags = {
      'Name': 'lab-general',
      'kubernetes.io/cluster/lab': 'owned',
      'kubernetes_version': '1.34.2',
      'node-group': 'general',
    };
    expect(template().tag_specifications).toEqual([
      { resource_type: 'instance', tags },
      { resource_type: 'volume', tags },
      { resource_type: 'network-interface', tags },
    ]);
  });

  it('is reached by Session Manager and not by SSH', () => {
    expect(template()).not.toHaveProperty('key_name');
    expect(template().iam_instance_profile).toEqual({ name: 'lab-node' });
    expect(template().vpc_security_group_ids).toEqual(['${aws_security_group.nodes-of-general.id}']);
  });

  it('runs the image that was checked', () => {
    expect(template().image_id).toBe('${data.aws_ami.image-of-general.image_id}');
  });

  it('is told its cluster, group, labels, taints and hooks in a file of its own, and no secret', () => {
    const files = filesOf((stack) => nodeGroup(stack, { taints: { dedicated: 'transfer:NoSchedule' } }));
    expect(files.get('user-data/general.sh')).toBe(`#!/bin/bash
set -euo pipefail
install -d -m 0755 /etc/adamant
cat >/etc/adamant/node.json <<'END'
{
  "cluster": "lab",
  "group": "general",
  "labels": {
    "node.adamant.dev/group": "general"
  },
  "launchingHook": "ready",
  "taints": {
    "dedicated": "transfer:NoSchedule"
  },
  "terminatingHook": "drain"
}
END
systemctl start --no-block adamant-node.service
`);
    expect(template().user_data).toBe('${filebase64("${path.module}/user-data/general.sh")}');
  });
});

describe('a node group', () => {
  it('rolls itself when its template changes: new machines first, never fewer than there are, and never back', () => {
    expect(group().instance_refresh.strategy).toBe('Rolling');
    expect(group().instance_refresh.preferences).toMatchObject({
      max_healthy_percentage: 110,
      min_healthy_percentage: 100,
    });
    expect(group().instance_refresh.preferences).not.toHaveProperty('auto_rollback');
    expect(group().launch_template.version).toBe(
      '${aws_launch_template.node-group-general_launch-template.latest_version}',
    );
  });

  it('counts a machine only when that says itself that it is ready, from the first machine on', () => {
    expect(group().initial_lifecycle_hook).toEqual([
      {
        default_result: 'ABANDON',
        heartbeat_timeout: 900,
        lifecycle_transition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
        name: 'ready',
      },
    ]);
  });

  it.each([
    ['60s', 360],
    ['5m', 600],
    ['0s', 300],
  ] as const)(
    'waits for a drain of %s for %i seconds before a machine goes, and lets it go then',
    (drainTimeout, heartbeat) => {
      expect(only(written({ drainTimeout }), 'aws_autoscaling_lifecycle_hook')).toEqual({
        autoscaling_group_name: '${aws_autoscaling_group.node-group-general_auto-scaling-group.name}',
        default_result: 'CONTINUE',
        heartbeat_timeout: heartbeat,
        lifecycle_transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        name: 'drain',
      });
    },
  );

  it.each([
    ['60s', '30m'],
    ['15m', '35m'],
    ['115m', '135m'],
  ] as const)('is given longer to go than a machine with a drain of %s may take: %s', (drainTimeout, timeout) => {
    expect(group({ drainTimeout }).timeouts.delete).toBe(timeout);
    expect(Number.parseInt(timeout) * 60).toBeGreaterThan(
      only(written({ drainTimeout }), 'aws_autoscaling_lifecycle_hook').heartbeat_timeout,
    );
  });

  it('can be emptied before it is removed, which drains it', () => {
    expect(findingsOf((stack) => nodeGroup(stack, { maxSize: 0, minSize: 0 }))).toEqual([]);
    expect(group({ maxSize: 0, minSize: 0 })).toMatchObject({ max_size: 0, min_size: 0 });
  });

  it('is not touched itself when the drain changes: that would replace it', () => {
    expect(group({ drainTimeout: '10m' })).toEqual(group({ drainTimeout: '60s' }));
  });

  it('says how few and how many, and leaves the number between to its autoscaler', () => {
    expect(group({ maxSize: 9, minSize: 2 })).toMatchObject({
      max_size: 9,
      min_size: 2,
      suspended_processes: ['AZRebalance'],
    });
    expect(group()).not.toHaveProperty('desired_capacity');
  });

  it('asks EC2 for the health of machines, so that one bad service cannot kill nodes', () => {
    expect(group().health_check_type).toBe('EC2');
  });

  it('names no target group and keeps those that services attach', () => {
    expect(group()).not.toHaveProperty('target_group_arns');
    expect(group().lifecycle.ignore_changes).toEqual(['load_balancers', 'target_group_arns', 'traffic_source']);
  });

  it('has its machines there under another name before the old ones go', () => {
    for (const type of ['aws_autoscaling_group', 'aws_launch_template'])
      expect(only(written(), type).lifecycle.create_before_destroy).toBe(true);
  });

  it('stands in the subnets of every zone', () => {
    expect(group().vpc_zone_identifier).toEqual(
      ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.network-of-general_subnet-private-${zone}.id}`),
    );
  });

  it('tells the autoscaler what a node would be like, which is no tag of a machine', () => {
    expect(tagsOf({ labels: { disk: 'fast' }, taints: { dedicated: 'transfer:NoSchedule' } })).toEqual({
      'Name': ['lab-general', true],
      'k8s.io/cluster-autoscaler/enabled': ['true', false],
      'k8s.io/cluster-autoscaler/lab': ['owned', false],
      'k8s.io/cluster-autoscaler/node-template/label/disk': ['fast', false],
      'k8s.io/cluster-autoscaler/node-template/taint/dedicated': ['transfer:NoSchedule', false],
      'kubernetes.io/cluster/lab': ['owned', true],
      'kubernetes_version': ['1.34.2', true],
      'node-group': ['general', true],
    });
  });
});

describe('a new image', () => {
  it('changes the lines that hold its id, and nothing else', () => {
    const [before, after] = [{}, { imageId: 'ami-0fedcba9876543210' }].map((props) =>
      filesOf((stack) => nodeGroup(stack, props)),
    );
    expect([...(after?.keys() ?? [])]).toEqual([...(before?.keys() ?? [])]);
    const changed = [...(before ?? [])].flatMap(([path, text]) => {
      const now = (after?.get(path) ?? '').split('\n');
      return text.split('\n').flatMap((line, index) => (line === now[index] ? [] : [[line, now[index]]]));
    });
    expect(changed).toHaveLength(4);
    for (const [old, now] of changed)
      expect(old?.replaceAll('ami-0123456789abcdef0', 'ami-0fedcba9876543210')).toBe(now);
  });
});

describe('another node group', () => {
  it('changes nothing of the first', () => {
    const alone = written();
    const both = terraformOf((stack) => {
      nodeGroup(stack, { name: 'a-transfer' });
      nodeGroup(stack);
    });
    for (const type of ['aws_launch_template', 'aws_autoscaling_group', 'aws_autoscaling_lifecycle_hook']) {
      expect(Object.keys(resources(both, type))).toHaveLength(2);
      expect(resources(both, type)).toMatchObject(resources(alone, type));
    }
  });
});

describe('a node group with a mistake', () => {
  const volume = (size: string) => `a root volume is from 8Gi to 16384Gi, got ${size}`;

  it.each<[string, GroupProps, [string, string, string]]>([
    [
      'more machines at least than at most',
      { maxSize: 3, minSize: 4 },
      ['min', 'min must be at most max (3), got 4', 'lower min to 3 or less, or raise max'],
    ],
    [
      'fewer than no machines',
      { minSize: -1 },
      ['min', 'min must be a whole number from 0, got -1', 'write 0 or more'],
    ],
    ['half a machine', { minSize: 1.5 }, ['min', 'min must be a whole number from 0, got 1.5', 'write 0 or more']],
    ['a volume without room', { rootVolume: '7Gi' }, ['rootVolume', volume('7Gi'), "write it as '40Gi'"]],
    ['too large a volume', { rootVolume: '16385Gi' }, ['rootVolume', volume('16385Gi'), "write it as '40Gi'"]],
    ['another unit', { rootVolume: '40G' as '40Gi' }, ['rootVolume', volume('40G'), "write it as '40Gi'"]],
    [
      'a bad name',
      { name: 'my group' },
      [
        'name',
        "a launch-template name is letters, digits and ().-/_, at least 3, got 'lab-my group'",
        "rename it, for example to 'lab-my-group'",
      ],
    ],
  ])('such as %s says so', (_, props, finding) => {
    expect(findingsOf((stack) => nodeGroup(stack, { ...props, name: props.name ?? 'general' }))).toEqual([finding]);
  });

  it('has all of its mistakes told at once, and none when they are mended', () => {
    expect(findingsOf((stack) => nodeGroup(stack, { maxSize: 1, minSize: 2, rootVolume: '1Gi' }))).toHaveLength(2);
    expect(findingsOf((stack) => nodeGroup(stack, { maxSize: 2, minSize: 2, rootVolume: '8Gi' }))).toEqual([]);
    expect(findingsOf((stack) => nodeGroup(stack, { maxSize: 1, minSize: 0, rootVolume: '16384Gi' }))).toEqual([]);
  });
});
