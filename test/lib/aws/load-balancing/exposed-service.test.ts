import { ExposedService } from '../../../../lib/aws/load-balancing/exposed-service';
import type { ExposedServiceProps } from '../../../../lib/aws/load-balancing/exposed-service-props';
import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { type Exposure, grpcHealthMethod } from '../../../../lib/core/contract';
import {
  comesFirst,
  type Json,
  loadBalancer,
  nodeGroup,
  only,
  resources,
  terraformJson,
} from '../../../support/terraform';
import { inStack } from '../../../support/mistakes';

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

const terraform = terraformJson(exposed());
const target = (exposure: Settings = {}): Json => only(terraformJson(exposed(exposure)), 'aws_lb_target_group');

describe('exposed service', () => {
  it('listener rule: has host, paths and priority', () => {
    expect(only(terraform, 'aws_lb_listener_rule')).toMatchObject({
      action: [{ target_group_arn: '${aws_lb_target_group.service_target-group.arn}', type: 'forward' }],
      condition: [{ host_header: { values: ['api.lab.imp.example'] } }, { path_pattern: { values: ['/v1/*'] } }],
      listener_arn: '${aws_lb_listener.load-balancer_listener-https.arn}',
      priority: 20,
    });
  });

  it('target group: has the node port and the health path', () => {
    expect(target()).toMatchObject({
      health_check: { matcher: '200', path: '/health/ready', port: 'traffic-port', protocol: 'HTTP' },
      port: 30_081,
      protocol: 'HTTP',
      target_type: 'instance',
    });
  });

  it('deregistration delay: is the drain timeout', () => {
    expect(target().deregistration_delay).toBe('60');
    expect(target({ drainTimeout: '5m' }).deregistration_delay).toBe('300');
  });

  it('target group name: has at most 32 characters, and a new group is created before the old one is destroyed', () => {
    expect(target().lifecycle).toEqual({ create_before_destroy: true });
    expect(target().name).toMatch(/^lab-public-api-[0-9a-f]{6}$/);
    expect(target({ serviceName: 'a-service-with-quite-a-long-name' }).name).toMatch(/^.{1,32}$/);
  });

  it('target group name: changes with the settings that replace the group only', () => {
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

  it('target group name: differs for another port of a service with a long name', () => {
    const serviceName = 'a-service-with-quite-a-long-name';
    expect(target({ nodePort: 30_082, serviceName }).name).not.toBe(target({ serviceName }).name);
  });

  it('attachments: one for each node group', () => {
    const two = terraformJson(exposed({}, ['general', 'transfer']));
    expect(resources(two, 'aws_autoscaling_traffic_source_attachment')).toEqual(
      Object.fromEntries(
        ['general', 'transfer'].map((group) => [
          `service_attachment-${group}_attachment-a`,
          {
            ...comesFirst,
            autoscaling_group_name: `\${aws_autoscaling_group.node-group-${group}_auto-scaling-group-a.name}`,
            traffic_source: { identifier: '${aws_lb_target_group.service_target-group.arn}', type: 'elbv2' },
          },
        ]),
      ),
    );
    expect(resources(terraformJson(exposed({}, [])), 'aws_autoscaling_traffic_source_attachment')).toEqual({});
  });

  it('security group rules: allow the node port from the load balancer to the nodes only', () => {
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

describe('exposed gRPC service', () => {
  const grpc: Settings = { healthPath: grpcHealthMethod, paths: ['/orders.v1.Orders/*'], protocol: 'grpc' };

  it('target group: uses gRPC for requests and health checks', () => {
    expect(target(grpc)).toMatchObject({
      health_check: { matcher: '0', path: '/grpc.health.v1.Health/Check', protocol: 'HTTP' },
      protocol: 'HTTP',
      protocol_version: 'GRPC',
    });
  });

  it('target group name: differs from that of an HTTP service', () => {
    expect(target(grpc).name).not.toBe(target().name);
  });
});

describe('exposed service diagnostics', () => {
  const findings = (settings: Settings) => inStack(exposed(settings, []))();

  it.each<[number, number]>([
    [30_000, 1],
    [32_767, 50_000],
  ])('node port and priority: accept %i and %i', (nodePort, priority) => {
    expect(findings({ nodePort, paths: ['/*'], priority })).toEqual([]);
  });

  it('host and paths: accept the maximum of a rule', () => {
    const paths = ['/a/*/?', '/b/*', `/c/${'d'.repeat(123)}/?*`.slice(0, 128)];
    expect(findings({ host: 'lab.imp.example', paths })).toEqual([]);
  });
});
