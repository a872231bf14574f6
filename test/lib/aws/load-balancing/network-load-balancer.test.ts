import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import { Network } from '../../../../lib/aws/network/network';
import {
  ListenerProtocol,
  NetworkLoadBalancer,
  type NetworkListenerProps,
  type NetworkLoadBalancerProps,
} from '../../../../lib/aws/load-balancing/network-load-balancer';
import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import {
  addressed,
  findingsOf,
  networkProps,
  nodeGroup,
  only,
  resources,
  terraformOf,
  testStack,
} from '../../../support/terraform';

const kube: NetworkListenerProps = {
  deregistrationDelay: '30s',
  healthCheck: HealthCheck.https({ path: '/readyz' }),
  protocol: ListenerProtocol.tcp(6443),
  targetPort: 6443,
};
const certificate = { certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/1', domain: 'lab.imp.example' };
const logs = { bucketName: 'imp-lab-access-logs' };

function balancer(props: Partial<NetworkLoadBalancerProps> = {}) {
  return (stack: Stack) => {
    const network = Network.existing(stack, 'network', { ...networkProps, use: ['private'] });
    new NetworkLoadBalancer(stack, 'api', {
      deletionProtection: true,
      scheme: 'internal',
      listeners: { kube },
      name: 'lab-api',
      network,
      securityGroups: [
        new SecurityGroup(stack, 'api-sg', { displayName: 'API', name: 'lab-api', vpcId: network.vpcId }),
      ],
      tier: 'private',
      ...props,
    });
  };
}

const terraform = terraformOf(balancer());

describe('a network load balancer', () => {
  it('stands in every zone with a security group from its first day, for private links too', () => {
    expect(only(terraform, 'aws_lb')).toEqual({
      enable_cross_zone_load_balancing: true,
      enable_deletion_protection: true,
      enforce_security_group_inbound_rules_on_private_link_traffic: 'on',
      internal: true,
      ip_address_type: 'ipv4',
      load_balancer_type: 'network',
      name: 'lab-api',
      security_groups: ['${aws_security_group.api-sg.id}'],
      subnets: ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.network_subnet-private-${zone}.id}`),
      tags: { Name: 'lab-api' },
    });
  });

  it('passes connections on as they are, to machines that may reach themselves', () => {
    expect(only(terraform, 'aws_lb_listener')).toEqual({
      default_action: [
        { target_group_arn: '${aws_lb_target_group.api_listener-kube_target-group.arn}', type: 'forward' },
      ],
      load_balancer_arn: '${aws_lb.api.arn}',
      port: 6443,
      protocol: 'TCP',
    });
    expect(only(terraform, 'aws_lb_target_group')).toMatchObject({
      connection_termination: true,
      deregistration_delay: '30',
      health_check: { path: '/readyz', protocol: 'HTTPS' },
      port: 6443,
      preserve_client_ip: 'false',
      protocol: 'TCP',
      target_type: 'instance',
    });
  });

  it('ends TLS where it is given a certificate', () => {
    const tls = terraformOf(
      balancer({ listeners: { web: { ...kube, protocol: ListenerProtocol.tls(443, certificate) } } }),
    );
    expect(only(tls, 'aws_lb_listener')).toMatchObject({
      certificate_arn: certificate.certificateArn,
      port: 443,
      protocol: 'TLS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
  });

  it('can face the internet, stay within its zones, and log below its name', () => {
    const told = terraformOf(
      balancer({
        accessLogs: logs,
        crossZone: false,
        deletionProtection: false,
        scheme: 'internet-facing',
        listeners: { web: { ...kube, protocol: ListenerProtocol.tls(443, certificate) } },
      }),
    );
    expect(only(told, 'aws_lb')).toMatchObject({
      access_logs: { bucket: 'imp-lab-access-logs', enabled: true, prefix: 'lab-api' },
      enable_cross_zone_load_balancing: false,
      enable_deletion_protection: false,
      internal: false,
    });
  });

  it('attaches each listener to its node groups, and a listener more moves none of the others', () => {
    const described = (more: Readonly<Record<string, NetworkListenerProps>>) =>
      terraformOf((stack) => {
        const masters = nodeGroup(stack, { name: 'master-a' });
        balancer({ listeners: { kube: { ...kube, nodeGroups: { 'master-a': masters } }, ...more } })(stack);
      });
    const one = described({});
    expect(Object.keys(resources(one, 'aws_autoscaling_traffic_source_attachment'))).toEqual([
      'api_listener-kube_attachment-master-a',
    ]);
    const two = described({ join: { ...kube, protocol: ListenerProtocol.tcp(3988), targetPort: 3988 } });
    expect(addressed(two)).toMatchObject(addressed(one));
    expect(Object.keys(addressed(two)).length).toBe(Object.keys(addressed(one)).length + 2);
  });
});

describe('a network load balancer with a mistake', () => {
  it.each<[string, Partial<NetworkLoadBalancerProps>, [string, string, string]]>([
    [
      'no security group',
      { securityGroups: [] },
      [
        'securityGroups',
        'a network load balancer has at least one security group, got none',
        'give it one now: the first one added later replaces it, and its address with it',
      ],
    ],
    [
      'a long name',
      { name: 'a'.repeat(33) },
      ['name', `a load-balancer name has at most 32 characters, got '${'a'.repeat(33)}' (33)`, 'shorten it by 1'],
    ],
    [
      'logs of TCP',
      { accessLogs: logs },
      [
        'accessLogs',
        'access logs of a network load balancer tell of TLS listeners only, got none',
        'leave accessLogs out: flow logs of the network tell of TCP',
      ],
    ],
    [
      'two listeners on one port',
      { listeners: { kube, other: kube } },
      [
        'listeners.other.on',
        'listeners must have ports of their own, got 6443 for kube and other',
        'listen on another port',
      ],
    ],
    [
      'a port that is none',
      { listeners: { kube: { ...kube, protocol: ListenerProtocol.tcp(65_536) } } },
      ['listeners.kube.on', 'a port is from 1 to 65535, got 65536', 'choose one from the range'],
    ],
    [
      'TLS behind TCP',
      { listeners: { kube: { ...kube, targetProtocol: 'TLS' } } },
      [
        'listeners.kube.targetProtocol',
        'a TCP listener has TCP targets, got TLS',
        'leave it out: TLS passes as it is; or listen with Listening.tls',
      ],
    ],
    [
      'a hairpin',
      { listeners: { kube: { ...kube, preserveClientIp: true } } },
      [
        'listeners.kube.preserveClientIp',
        'targets that see client addresses must not reach themselves through the load balancer, got preserveClientIp on an internal one',
        'leave preserveClientIp out, or waive this where no target ever connects to itself',
      ],
    ],
  ])('such as %s says so', (_, props, finding) => {
    const said = findingsOf(balancer(props));
    expect(said.filter(([, rule]) => !rule.startsWith('a security-group'))).toEqual([finding]);
  });

  it('is none as it should be, nor where the hairpin cannot be', () => {
    const seen = { ...kube, preserveClientIp: true };
    expect(findingsOf(balancer())).toEqual([]);
    expect(findingsOf(balancer({ scheme: 'internet-facing', listeners: { kube: seen } }))).toEqual([]);
    expect(findingsOf(balancer({ listeners: { kube: { ...seen, targetType: 'ip' } } }))).toEqual([]);
  });

  it('can be waived where it is a hairpin, by the id of the rule', () => {
    const stack = testStack();
    balancer({ listeners: { kube: { ...kube, preserveClientIp: true } } })(stack);
    expect(collectDiagnostics(stack).map(({ id }) => id)).toEqual(['load-balancer-hairpin']);
  });
});
