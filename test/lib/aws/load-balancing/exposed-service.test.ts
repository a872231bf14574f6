import { ExposedService } from '../../../../lib/aws/load-balancing/exposed-service';
import type { ExposedServiceProps } from '../../../../lib/aws/load-balancing/exposed-service-props';
import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { type Exposure, grpcHealthMethod } from '../../../../lib/core/contract';
import {
  comesFirst,
  findingsOf,
  type Json,
  loadBalancer,
  nodeGroup,
  only,
  resources,
  terraformOf,
} from '../../../support/terraform';

const api: Exposure = {
  host: 'api.lab.imp.example',
  nodePort: 30_081,
  paths: ['/v1/*'],
  priority: 20,
};

type Settings = Partial<Exposure> &
  Partial<Pick<ExposedServiceProps, 'drainTimeout' | 'healthPath' | 'protocol' | 'serviceName'>>;

function exposed(
  { drainTimeout, healthPath, protocol, serviceName, ...exposure }: Settings = {},
  groups: readonly string[] = ['general'],
) {
  return (stack: Stack) => {
    const balancer = loadBalancer(stack);
    new ExposedService(stack, 'service', {
      drainTimeout: drainTimeout ?? '60s',
      exposure: { ...api, ...exposure },
      healthPath: healthPath ?? '/health/ready',
      loadBalancer: balancer,
      nodeGroups: Object.fromEntries(groups.map((name) => [name, nodeGroup(stack, { name })])),
      nodes: new SecurityGroup(stack, 'nodes', { displayName: 'nodes', name: 'lab-nodes', vpcId: balancer.vpcId }),
      ...(protocol && { protocol }),
      serviceName: serviceName ?? 'api',
    });
  };
}

const terraform = terraformOf(exposed());
const target = (exposure: Settings = {}): Json => only(terraformOf(exposed(exposure)), 'aws_lb_target_group');

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
    expect(target({ drainTimeout: '5m' }).deregistration_delay).toBe('300');
  });

  it('has its new target group before the old one goes, under a name of at most 32 characters', () => {
    expect(target().lifecycle).toEqual({ create_before_destroy: true });
    expect(target().name).toMatch(/^lab-public-api-[0-9a-f]{6}$/);
    expect(target({ serviceName: 'a-service-with-quite-a-long-name' }).name).toMatch(/^.{1,32}$/);
  });

  it('has another name where the target group is replaced, and the same where it is changed', () => {
    expect(target({ nodePort: 30_082 }).name).not.toBe(target().name);
    const changed = target({
      drainTimeout: '5m',
      healthPath: '/',
      host: 'x.lab.imp.example',
      paths: ['/*'],
      priority: 1,
    });
    expect(changed.name).toBe(target().name);
  });

  it('keeps another name for another port even where the service has a long one', () => {
    const serviceName = 'a-service-with-quite-a-long-name';
    expect(target({ nodePort: 30_082, serviceName }).name).not.toBe(target({ serviceName }).name);
  });

  it('is attached to each of its groups, and to none when it has none', () => {
    const two = terraformOf(exposed({}, ['general', 'transfer']));
    expect(resources(two, 'aws_autoscaling_traffic_source_attachment')).toEqual(
      Object.fromEntries(
        ['general', 'transfer'].map((group) => [
          `service_attachment-${group}`,
          {
            ...comesFirst,
            autoscaling_group_name: `\${aws_autoscaling_group.node-group-${group}_auto-scaling-group.name}`,
            traffic_source: { identifier: '${aws_lb_target_group.service_target-group.arn}', type: 'elbv2' },
          },
        ]),
      ),
    );
    expect(resources(terraformOf(exposed({}, [])), 'aws_autoscaling_traffic_source_attachment')).toEqual({});
  });

  it('opens its node port from the load balancer to the machines, on both sides, and nothing else', () => {
    const ports = { ...comesFirst, from_port: 30_081, ip_protocol: 'tcp', to_port: 30_081 };
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

describe('an exposed service that speaks gRPC', () => {
  const grpc: Settings = { healthPath: grpcHealthMethod, paths: ['/orders.v1.Orders/*'], protocol: 'grpc' };

  it('is spoken to and asked in gRPC, for what the kubelet asks too', () => {
    expect(target(grpc)).toMatchObject({
      health_check: { matcher: '0', path: '/grpc.health.v1.Health/Check', protocol: 'HTTP' },
      protocol: 'HTTP',
      protocol_version: 'GRPC',
    });
    expect(findingsOf(exposed(grpc))).toEqual([]);
  });

  it('has a target group of another name than one that speaks HTTP, because it takes its place', () => {
    expect(target(grpc).name).not.toBe(target().name);
  });
});

describe('an exposure with a mistake', () => {
  const free = 'choose a free one from the range';
  const long = `/${'a'.repeat(128)}`;
  const everything = "write '/*' for everything; a query is no part of a path";
  const notPath = (path: string) =>
    `a path starts with / and has at most 128 letters, digits, _-.$/~"'@:+;& and wildcards * ?, got '${path}'`;

  it.each<[string, Settings, [string, string, string]]>([
    ['a low node port', { nodePort: 29_999 }, ['nodePort', 'a node port is from 30000 to 32767, got 29999', free]],
    ['a high node port', { nodePort: 32_768 }, ['nodePort', 'a node port is from 30000 to 32767, got 32768', free]],
    ['no priority', { priority: 0 }, ['priority', "a listener rule's priority is from 1 to 50000, got 0", free]],
    [
      'a high priority',
      { priority: 50_001 },
      ['priority', "a listener rule's priority is from 1 to 50000, got 50001", free],
    ],
    ['a path without a slash', { paths: ['*'] }, ['paths.0', notPath('*'), everything]],
    ['a long path', { paths: [long] }, ['paths.0', notPath(long), everything]],
    ['a query in a path', { paths: ['/find?q=*'] }, ['paths.0', notPath('/find?q=*'), everything]],
    [
      'no path',
      { paths: [] },
      [
        'paths',
        'a listener rule compares with 1 to 3 paths, got 0',
        "write ['/*'] for everything, or a pattern that joins some of them",
      ],
    ],
    [
      'four paths',
      { paths: ['/a', '/b', '/c', '/d'] },
      [
        'paths',
        'a listener rule compares with 1 to 3 paths, got 4',
        "write ['/*'] for everything, or a pattern that joins some of them",
      ],
    ],
    [
      'six wildcards',
      { paths: ['/a/*/*/*', '/b/*/?/*'] },
      [
        'paths',
        'the paths of a listener rule have at most 5 wildcards, got 6',
        'write fewer patterns, or simpler ones',
      ],
    ],
    [
      'a path within another',
      { paths: ['/v1/*', '/v1/orders'] },
      ['paths.1', "each path adds something, got '/v1/orders' beside '/v1/*'", 'leave it out'],
    ],
    [
      'a path twice',
      { paths: ['/v1', '/v1'] },
      ['paths.1', "each path adds something, got '/v1' beside '/v1'", 'leave it out'],
    ],
    [
      'a path that no gRPC call has',
      { healthPath: grpcHealthMethod, paths: ['/v1/orders/*'], protocol: 'grpc' },
      [
        'paths.0',
        "a path of gRPC is /package.Service/Method, got '/v1/orders/*', which no call has",
        "write '/orders.v1.Orders/*' for a service, '/*' for all of them",
      ],
    ],
    [
      'gRPC that is asked by HTTP',
      { paths: ['/*'], protocol: 'grpc' },
      [
        'healthCheck.path',
        "a gRPC service is asked by a method, /package.Service/Method, got '/health/ready'",
        "write '/grpc.health.v1.Health/Check', which the kubelet calls too",
      ],
    ],
    [
      'a host of another domain',
      { host: 'api.elsewhere.example' },
      [
        'host',
        "a host must be the certificate's domain (lab.imp.example) or one label below it, got 'api.elsewhere.example'",
        "write it as 'app.lab.imp.example'",
      ],
    ],
    [
      'a host that the wildcard of the certificate does not reach',
      { host: 'v1.api.lab.imp.example' },
      [
        'host',
        "a host must be the certificate's domain (lab.imp.example) or one label below it, got 'v1.api.lab.imp.example'",
        "write it as 'app.lab.imp.example'",
      ],
    ],
    [
      'an internal one at a public load balancer',
      { scheme: 'internal' },
      [
        'facing',
        'an exposure faces whom its load balancer faces (internet), got internal',
        'bring it to a load balancer that is internal',
      ],
    ],
    [
      'connections that are silent for longer than the load balancer waits',
      { idleTimeout: '10m' },
      [
        'idleTimeout',
        'a connection may say nothing for as long as the load balancer waits (60s), got 10m',
        "raise the load balancer's idleTimeout to 10m",
      ],
    ],
  ])('such as %s says so', (_, exposure, finding) => {
    expect(findingsOf(exposed(exposure, []))).toEqual([finding]);
  });

  it.each<[number, number]>([
    [30_000, 1],
    [32_767, 50_000],
  ])('is none at the ends of the ranges: port %i, priority %i', (nodePort, priority) => {
    expect(findingsOf(exposed({ nodePort, paths: ['/*'], priority }, []))).toEqual([]);
  });

  it('is none at the ends of what a rule may compare with', () => {
    const most = { host: 'lab.imp.example', paths: ['/a/*/?', '/b/*', `/c/${'d'.repeat(123)}/?*`.slice(0, 128)] };
    expect(findingsOf(exposed(most, []))).toEqual([]);
  });
});
