import {
  renderedFiles,
  addressed,
  type GroupProps,
  type Json,
  nodeGroup,
  only,
  resources,
  terraformJson,
} from '../../../support/terraform';
import { inStack } from '../../../support/mistakes';

const render = (props: GroupProps = {}): Json => terraformJson((stack) => nodeGroup(stack, props));
const template = (props: GroupProps = {}): Json => only(render(props), 'aws_launch_template');
const group = (props: GroupProps = {}): Json => only(render(props), 'aws_autoscaling_group');
const groupTags = (props: GroupProps) =>
  Object.fromEntries(
    group(props).tag.map(({ key, value, propagate_at_launch }: Json) => [key, [value, propagate_at_launch]]),
  );

describe('launch template', () => {
  it('launch template: requires IMDSv2 with a hop limit of 1', () => {
    expect(template().metadata_options).toMatchObject({
      http_endpoint: 'enabled',
      http_put_response_hop_limit: 1,
      http_tokens: 'required',
    });
  });

  it('launch template: does not expose instance tags in the metadata service, which rejects keys with a slash', () => {
    expect(template().metadata_options).not.toHaveProperty('instance_metadata_tags', 'enabled');
  });

  it('launch template: tags instances, volumes and network interfaces', () => {
    const tags = {
      'Name': 'lab-general',
      'kubernetes.io/cluster/lab': 'owned',
      'kubernetes_version': '1.34.2',
      'node-group': 'general',
      'environment': 'lab',
      'managed-by': 'adamant',
      'stack': 'cluster',
    };
    expect(template().tag_specifications).toEqual([
      { resource_type: 'instance', tags },
      { resource_type: 'volume', tags },
      { resource_type: 'network-interface', tags },
    ]);
  });

  it('launch template: has an instance profile, security groups and no SSH key', () => {
    expect(template()).not.toHaveProperty('key_name');
    expect(template().iam_instance_profile).toEqual({ name: 'lab-node' });
    expect(template().vpc_security_group_ids).toEqual(['${aws_security_group.nodes-of-general.id}']);
  });

  it('launch template: uses the verified image', () => {
    expect(template().image_id).toBe('${data.aws_ami.image-of-general.image_id}');
  });

  it('user data: holds cluster, group, labels, taints and hooks, and no secret', () => {
    const files = renderedFiles((stack) => nodeGroup(stack, { taints: { dedicated: 'transfer:NoSchedule' } }));
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

describe('node group', () => {
  it('instance refresh: launches before terminating, without auto rollback', () => {
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

  it('launch hook: abandons an instance that does not complete it within 15 minutes', () => {
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
    ['60s', 720],
    ['5m', 960],
    ['0s', 660],
  ] as const)(
    'terminating hook: with a drain timeout of %s has a heartbeat of %i seconds',
    (drainTimeout, heartbeat) => {
      expect(only(render({ drainTimeout }), 'aws_autoscaling_lifecycle_hook')).toEqual({
        autoscaling_group_name: '${aws_autoscaling_group.node-group-general_auto-scaling-group-a.name}',
        default_result: 'CONTINUE',
        heartbeat_timeout: heartbeat,
        lifecycle_transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        name: 'drain',
      });
    },
  );

  it.each([
    ['60s', '30m'],
    ['15m', '41m'],
    ['109m', '135m'],
  ] as const)(
    'delete timeout: with a drain timeout of %s is %s, longer than the heartbeat',
    (drainTimeout, timeout) => {
      expect(group({ drainTimeout }).timeouts.delete).toBe(timeout);
      expect(Number.parseInt(timeout) * 60).toBeGreaterThan(
        only(render({ drainTimeout }), 'aws_autoscaling_lifecycle_hook').heartbeat_timeout,
      );
    },
  );

  it('size: may be 0, to drain a group before its removal', () => {
    expect(inStack((stack) => nodeGroup(stack, { maxSizePerZone: 0, minSizePerZone: 0 }))()).toEqual([]);
    expect(group({ maxSizePerZone: 0, minSizePerZone: 0 })).toMatchObject({ max_size: 0, min_size: 0 });
  });

  it('drain timeout: changes only the terminating hook', () => {
    expect(group({ drainTimeout: '4m' })).toEqual(group({ drainTimeout: '60s' }));
  });

  it('size: sets minimum and maximum, and leaves the desired capacity to the cluster autoscaler', () => {
    expect(group({ maxSizePerZone: 9, minSizePerZone: 2 })).toMatchObject({
      max_size: 9,
      min_size: 2,
    });
    expect(group()).not.toHaveProperty('desired_capacity');
  });

  it('health check: is of type EC2', () => {
    expect(group().health_check_type).toBe('EC2');
  });

  it('target groups: are attached by services and ignored by the group', () => {
    expect(group()).not.toHaveProperty('target_group_arns');
    expect(group().lifecycle.ignore_changes).toEqual(['load_balancers', 'target_group_arns', 'traffic_source']);
  });

  it('lifecycle: creates a replacement before destroying', () => {
    for (const type of ['aws_autoscaling_group', 'aws_launch_template'])
      expect(only(render(), type).lifecycle.create_before_destroy).toBe(true);
  });

  it('zones: each has a group of its own, which differs in its subnet and names', () => {
    const zones = { a: { cidr: '10.10.0.0/24', id: 'subnet-a' }, b: { cidr: '10.10.1.0/24', id: 'subnet-b' } } as const;
    const terraform = render({ subnets: zones });
    const text = (zone: string) =>
      JSON.stringify(resources(terraform, 'aws_autoscaling_group')[`node-group-general_auto-scaling-group-${zone}`]);
    expect(JSON.parse(text('a'))).toMatchObject({ name_prefix: 'lab-general-a-', vpc_zone_identifier: ['subnet-a'] });
    expect(text('a').replaceAll('general-a', 'general-b').replace('subnet-a', 'subnet-b')).toBe(text('b'));
    expect(Object.keys(resources(terraform, 'aws_autoscaling_lifecycle_hook'))).toHaveLength(2);
    expect(Object.keys(resources(terraform, 'aws_launch_template'))).toHaveLength(1);
  });

  it('zones: one that is added changes nothing of the others', () => {
    const [a, b] = [
      { cidr: '10.10.0.0/24', id: 'subnet-a' },
      { cidr: '10.10.1.0/24', id: 'subnet-b' },
    ] as const;
    expect(addressed(render({ subnets: { a, b } }))).toMatchObject(addressed(render({ subnets: { b } })));
  });

  it('creation: waits for no instance, and collides with no earlier group', () => {
    expect(group()).toMatchObject({ name_prefix: 'lab-general-a-', wait_for_capacity_timeout: '0' });
    expect(group()).not.toHaveProperty('name');
  });

  it('warmup: of the group is in the preferences of the instance refresh too', () => {
    expect(group()).not.toHaveProperty('default_instance_warmup');
    const delayed = group({ defaultInstanceWarmup: '2m' });
    expect(delayed).toMatchObject({ default_instance_warmup: 120 });
    expect(delayed.instance_refresh.preferences.instance_warmup).toBe('120');
  });

  it('tags: describe a node to the cluster autoscaler without being propagated to instances', () => {
    expect(groupTags({ labels: { disk: 'fast' }, taints: { dedicated: 'transfer:NoSchedule' } })).toEqual({
      'Name': ['lab-general-a', true],
      'environment': ['lab', true],
      'managed-by': ['adamant', true],
      'stack': ['cluster', true],
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

describe('image of a node group', () => {
  it('image: changes only the lines with its id', () => {
    const [before, after] = [{}, { imageId: 'ami-0fedcba9876543210' }].map((props) =>
      renderedFiles((stack) => nodeGroup(stack, props)),
    );
    expect([...(after?.keys() ?? [])]).toEqual([...(before?.keys() ?? [])]);
    const changed = [...(before ?? [])].flatMap(([path, text]) => {
      const now = (after?.get(path) ?? '').split('\n');
      return text.split('\n').flatMap((line, index) => (line === now[index] ? [] : [[line, now[index]]]));
    });
    expect(changed).toHaveLength(5);
    for (const [old, now] of changed)
      expect(old?.replaceAll('ami-0123456789abcdef0', 'ami-0fedcba9876543210')).toBe(now);
  });
});

describe('second node group', () => {
  it('node group: is not changed by another group', () => {
    const alone = render();
    const both = terraformJson((stack) => {
      nodeGroup(stack, { name: 'a-transfer' });
      nodeGroup(stack);
    });
    for (const type of ['aws_launch_template', 'aws_autoscaling_group', 'aws_autoscaling_lifecycle_hook']) {
      expect(Object.keys(resources(both, type))).toHaveLength(2);
      expect(resources(both, type)).toMatchObject(resources(alone, type));
    }
  });
});

describe('node group diagnostics', () => {
  const findings = (props: GroupProps) => inStack((stack) => nodeGroup(stack, props))();

  it('findings: are reported all at once', () => {
    expect(findings({ maxSizePerZone: 1, minSizePerZone: 2, rootVolume: '1Gi' }).map(({ id }) => id)).toEqual([
      'node-group-size',
      'root-volume',
    ]);
  });
});
