import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import { NetworkLoadBalancer } from '../../../../lib/aws/load-balancing/network-load-balancer';
import {
  ListenerProtocol,
  type NetworkListenerProps,
} from '../../../../lib/aws/load-balancing/network-load-balancer-props';
import { Network } from '../../../../lib/aws/network/network';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { nodes, openPorts } from '../../../support/open-ports';
import { type Json, networkProps, resources, terraformJson } from '../../../support/terraform';

const listener: NetworkListenerProps = {
  deregistrationDelay: '30s',
  healthCheck: HealthCheck.tcp(),
  nodeGroups: { general: { groupNames: { a: 'lab-general-a-1' }, maxSize: 3 } },
  protocol: ListenerProtocol.tcp(5671),
  targetPort: 5671,
};

const connections = (listeners: Readonly<Record<string, NetworkListenerProps>>): Json =>
  terraformJson((stack) => {
    new NetworkLoadBalancer(stack, 'queue', {
      deletionProtection: true,
      listeners,
      name: 'lab-queue',
      network: Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['private'] }),
      nodes,
      scheme: 'internal',
      securityGroups: [{ displayName: 'clients', groupId: 'sg-clients' }],
      tier: 'private',
    });
    expect(collectDiagnostics(stack)).toEqual([]);
  });

describe('ports of a network load balancer', () => {
  it.each<[string, Readonly<Record<string, NetworkListenerProps>>, number[]]>([
    ['of the traffic', { amqps: listener }, [5671]],
    [
      'of a health check',
      { amqps: { ...listener, healthCheck: HealthCheck.http({ path: '/', port: 15_672 }) } },
      [15_672, 5671],
    ],
    ['that listeners share', { amqps: listener, tls: { ...listener, protocol: ListenerProtocol.tcp(443) } }, [5671]],
    ['of node groups only', { amqps: { ...listener, nodeGroups: {} } }, []],
  ])('security group rules: open the port %s', (_, listeners, ports) => {
    expect(openPorts(connections(listeners), 'sg-clients')).toEqual(ports);
  });

  it('TLS listener: has the certificates of further domains', () => {
    const certificate = (name: string) => ({ certificateArn: `arn:${name}`, domain: `${name}.example` });
    const protocol = ListenerProtocol.tls(443, certificate('a'), { shop: certificate('b') });
    expect(resources(connections({ amqps: { ...listener, protocol } }), 'aws_lb_listener_certificate')).toEqual({
      'queue_listener-amqps_certificate-shop': {
        certificate_arn: 'arn:b',
        listener_arn: '${aws_lb_listener.queue_listener-amqps.arn}',
      },
    });
  });
});
