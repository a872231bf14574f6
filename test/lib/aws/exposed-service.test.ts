import { ExposedService } from '../../../lib/aws/exposed-service';
import { SecurityGroup } from '../../../lib/aws/security-group';
import type { Stack } from '../../../lib/aws/stack';
import type { Exposure } from '../../../lib/core/contract';
import { findingsOf, type Json, loadBalancer, nodeGroup, only, resources, terraformOf } from './support';

const api: Exposure = {
  drain: '60s',
  healthPath: '/health/ready',
  host: 'api.lab.imp.example',
  nodePort: 30_081,
  path: '/v1/*',
  priority: 20,
  service: 'api',
};

function exposed(exposure: Partial<Exposure> = {}, groups: readonly string[] = ['general']) {
  return (stack: Stack) => {
    const balancer = loadBalancer(stack);
    new ExposedService(stack, 'service', {
      exposure: { ...api, ...exposure },
      loadBalancer: balancer,
      nodeGroups: Object.fromEntries(groups.map((name) => [name, nodeGroup(stack, { name })])),
      nodes: new SecurityGroup(stack, 'nodes', { label: 'nodes', name: 'lab-nodes', vpcId: balancer.vpcId }),
    });
  };
}

const terraform = terraformOf(exposed());
const target = (exposure: Partial<Exposure> = {}): Json => only(terraformOf(exposed(exposure)), 'aws_lb_target_group');

describe('an exposed service', () => {
  it('is asked for by host and path, in its order among the rules of the HTTPS listener', () => {
    expect(only(terraform, 'aws_lb_listener_rule')).toMatchObject({
      action: [{ target_group_arn: '${aws_lb_target_group.service_target-group.arn}', type: 'forward' }],
      condition: [{ host_header: { values: ['api.lab.imp.example'] } }, { path_pattern: { values: ['/v1/*'] } }],
      listener_arn: '${aws_lb_listener.load-balancer_listener-https.arn}',
      priority: 20,
    });
  });

  it('is reached on its node port of machines, which answer where the kubelet asks too', () => {
    expect(target()).toMatchObject({
      health_check: { matcher: '200', path: '/health/ready', port: 'traffic-port', protocol: 'HTTP' },
      port: 30_081,
      protocol: 'HTTP',
      target_type: 'instance',
    });
  });

  it('gives requests in flight the time of its drain', () => {
    expect(target().deregistration_delay).toBe('60');
    expect(target({ drain: '5m' }).deregistration_delay).toBe('300');
  });

  it('has its new target group before the old one goes, under a name of at most 32 characters', () => {
    expect(target().lifecycle).toEqual({ create_before_destroy: true });
    expect(target().name).toMatch(/^lab-public-api-[0-9a-f]{6}$/);
    expect(target({ service: 'a-service-with-quite-a-long-name' }).name).toMatch(/^.{1,32}$/);
  });

  it('has another name where the target group is replaced, and the same where it is changed', () => {
    expect(target({ nodePort: 30_082 }).name).not.toBe(target().name);
    const changed = target({ drain: '5m', healthPath: '/', host: 'x.example', path: '/*', priority: 1 });
    expect(changed.name).toBe(target().name);
  });

  it('keeps another name for another port even where the service has a long one', () => {
    const service = 'a-service-with-quite-a-long-name';
    expect(target({ nodePort: 30_082, service }).name).not.toBe(target({ service }).name);
  });

  it('is attached to each of its groups, and to none when it has none', () => {
    const two = terraformOf(exposed({}, ['general', 'transfer']));
    expect(resources(two, 'aws_autoscaling_traffic_source_attachment')).toEqual(
      Object.fromEntries(
        ['general', 'transfer'].map((group) => [
          `service_attachment-${group}`,
          {
            autoscaling_group_name: `\${aws_autoscaling_group.node-group-${group}_auto-scaling-group.name}`,
            traffic_source: { identifier: '${aws_lb_target_group.service_target-group.arn}', type: 'elbv2' },
          },
        ]),
      ),
    );
    expect(resources(terraformOf(exposed({}, [])), 'aws_autoscaling_traffic_source_attachment')).toEqual({});
  });

  it('opens its node port from the load balancer to the machines, on both sides, and nothing else', () => {
    const ports = { from_port: 30_081, ip_protocol: 'tcp', to_port: 30_081 };
    const [balancer, nodes] = [
      '${aws_security_group.load-balancer_security-group.id}',
      '${aws_security_group.nodes.id}',
    ];
    expect(resources(terraform, 'aws_vpc_security_group_egress_rule')).toEqual({
      service_connection_egress: {
        ...ports,
        description: 'requests for api, to nodes',
        referenced_security_group_id: nodes,
        security_group_id: balancer,
      },
    });
    const ingress = Object.entries<Json>(resources(terraform, 'aws_vpc_security_group_ingress_rule'));
    expect(ingress.filter(([, { security_group_id }]) => security_group_id === nodes)).toEqual([
      [
        'service_connection_ingress',
        {
          ...ports,
          description: 'requests for api, from load balancer',
          referenced_security_group_id: balancer,
          security_group_id: nodes,
        },
      ],
    ]);
  });
});

describe('an exposure with a mistake', () => {
  const free = 'choose a free one from the range';
  const long = `/${'a'.repeat(128)}`;

  it.each<[string, Partial<Exposure>, [string, string, string]]>([
    ['a low node port', { nodePort: 29_999 }, ['nodePort', 'a node port is from 30000 to 32767, got 29999', free]],
    ['a high node port', { nodePort: 32_768 }, ['nodePort', 'a node port is from 30000 to 32767, got 32768', free]],
    ['no priority', { priority: 0 }, ['priority', "a listener rule's priority is from 1 to 50000, got 0", free]],
    [
      'a high priority',
      { priority: 50_001 },
      ['priority', "a listener rule's priority is from 1 to 50000, got 50001", free],
    ],
    [
      'a path without a slash',
      { path: '*' },
      ['path', "a path starts with / and has at most 128 characters, got '*'", "write '/*' for everything"],
    ],
    [
      'a long path',
      { path: long },
      ['path', `a path starts with / and has at most 128 characters, got '${long}'`, "write '/*' for everything"],
    ],
  ])('such as %s says so', (_, exposure, finding) => {
    expect(findingsOf(exposed(exposure, []))).toEqual([finding]);
  });

  it.each<[number, number]>([
    [30_000, 1],
    [32_767, 50_000],
  ])('is none at the ends of the ranges: port %i, priority %i', (nodePort, priority) => {
    expect(findingsOf(exposed({ nodePort, path: '/*', priority }, []))).toEqual([]);
  });
});
