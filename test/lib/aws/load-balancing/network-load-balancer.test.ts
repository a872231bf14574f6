import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import { Network } from '../../../../lib/aws/network/network';
import { NetworkLoadBalancer } from '../../../../lib/aws/load-balancing/network-load-balancer';
import {
  ListenerProtocol,
  type NetworkListenerProps,
  type NetworkLoadBalancerProps,
} from '../../../../lib/aws/load-balancing/network-load-balancer-props';
import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { addressed, networkProps, nodeGroup, only, resources, terraformJson } from '../../../support/terraform';

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
    const network = Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['private'] });
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

const terraform = terraformJson(balancer());

describe('network load balancer', () => {
  it('load balancer: is in every zone and applies its security groups to PrivateLink', () => {
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

  it('TCP listener: forwards connections unchanged, with hidden client addresses', () => {
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

  it('TLS listener: terminates TLS with the certificate', () => {
    const tls = terraformJson(
      balancer({ listeners: { web: { ...kube, protocol: ListenerProtocol.tls(443, certificate) } } }),
    );
    expect(only(tls, 'aws_lb_listener')).toMatchObject({
      certificate_arn: certificate.certificateArn,
      port: 443,
      protocol: 'TLS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
  });

  it('options: scheme, cross-zone, deletion protection and access logs', () => {
    const written = terraformJson(
      balancer({
        accessLogs: logs,
        crossZone: false,
        deletionProtection: false,
        scheme: 'internet-facing',
        listeners: { web: { ...kube, protocol: ListenerProtocol.tls(443, certificate) } },
      }),
    );
    expect(only(written, 'aws_lb')).toMatchObject({
      access_logs: { bucket: 'imp-lab-access-logs', enabled: true, prefix: 'lab-api' },
      enable_cross_zone_load_balancing: false,
      enable_deletion_protection: false,
      internal: false,
    });
  });

  it('listeners: are attached to their node groups and independent of each other', () => {
    const described = (more: Readonly<Record<string, NetworkListenerProps>>) =>
      terraformJson((stack) => {
        const masters = nodeGroup(stack, { name: 'master-a' });
        balancer({ listeners: { kube: { ...kube, nodeGroups: { 'master-a': masters } }, ...more } })(stack);
      });
    const one = described({});
    expect(Object.keys(resources(one, 'aws_autoscaling_traffic_source_attachment'))).toEqual([
      'api_listener-kube_attachment-master-a_attachment-a',
    ]);
    const two = described({ join: { ...kube, protocol: ListenerProtocol.tcp(3988), targetPort: 3988 } });
    expect(addressed(two)).toMatchObject(addressed(one));
    expect(Object.keys(addressed(two)).length).toBe(Object.keys(addressed(one)).length + 2);
  });
});
