import type { IConstruct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkPort } from '../../core/ports';
import { checkCertificates, checkUniqueName } from './application-load-balancer-checks';
import type { NetworkListenerProps, NetworkLoadBalancerProps } from './network-load-balancer-props';

/** Returns findings about the props of a network load balancer. */
export function checkNetworkLoadBalancer(construct: IConstruct, props: NetworkLoadBalancerProps): Finding[] {
  const found = [
    ...checkName('load-balancer', props.name),
    ...checkUniqueName(construct, props.network, props.name),
    ...checkNodes(props),
  ];
  if (props.securityGroups.length === 0) {
    found.push({
      id: 'network-load-balancer-security-groups',
      setting: 'securityGroups',
      message: 'securityGroups must have at least one security group; got none',
      hint: 'add one now: adding the first one later replaces the load balancer and its address',
    });
  }
  const listeners = sortedEntries(props.listeners);
  if (props.accessLogs && listeners.every(([, { protocol }]) => protocol.protocol === 'TCP')) {
    found.push({
      id: 'network-load-balancer-logs',
      setting: 'accessLogs',
      message: 'accessLogs must be absent without a TLS listener; got TCP listeners only',
      hint: 'remove accessLogs: VPC flow logs record TCP connections',
    });
  }
  return [
    ...found,
    ...listeners.flatMap(([key, listener]) => checkListener(key, listener, props.scheme)),
    ...checkUniquePorts(props),
  ];
}

/** A listener with targets in node groups forwards nothing if their security group does not admit the load balancer. */
function checkNodes({ listeners, nodes }: NetworkLoadBalancerProps): Finding[] {
  const withTargets = sortedEntries(listeners).filter(([, { nodeGroups = {} }]) => Object.keys(nodeGroups).length > 0);
  if (nodes !== undefined || withTargets.length === 0) return [];
  const names = withTargets.map(([key]) => key).join(', ');
  return [
    {
      id: 'network-load-balancer-nodes',
      setting: 'nodes',
      message: `nodes must be the security group of the node groups of ${names}; got none`,
      hint: 'set nodes to the security group of the instances',
    },
  ];
}

function checkUniquePorts({ listeners }: NetworkLoadBalancerProps): Finding[] {
  const owners = new Map<number, string>();
  return sortedEntries(listeners).flatMap(([key, { protocol }]) => {
    const owner = owners.get(protocol.port);
    if (owner === undefined) {
      owners.set(protocol.port, key);
      return [];
    }
    return [
      {
        id: 'listener-port',
        setting: ['listeners', key, 'protocol'],
        message: `protocol must have a port that is unique on the load balancer; got ${protocol.port} for ${owner} and ${key}`,
        hint: 'choose another port',
      },
    ];
  });
}

function checkListener(key: string, props: NetworkListenerProps, scheme: 'internet-facing' | 'internal'): Finding[] {
  const { protocol, preserveClientIp = false, targetProtocol, targetType = 'instance' } = props;
  const setting = `listeners.${key}.protocol`;
  const found = [
    ...checkPort(protocol.port, setting, 'listener-port'),
    ...checkCertificates(setting, protocol.certificate, protocol.additionalCertificates),
  ];
  if (protocol.protocol === 'TCP' && targetProtocol === 'TLS') {
    found.push({
      id: 'listener-protocol',
      setting: ['listeners', key, 'targetProtocol'],
      message: 'targetProtocol must be TCP for a TCP listener; got TLS',
      hint: 'remove it (TLS is forwarded unchanged), or use ListenerProtocol.tls',
    });
  }
  if (scheme === 'internal' && preserveClientIp && targetType === 'instance') {
    found.push({
      id: 'load-balancer-hairpin',
      setting: ['listeners', key, 'preserveClientIp'],
      message: 'preserveClientIp must be false for instances behind an internal load balancer; got true',
      hint: 'remove preserveClientIp, or waive this check if no target ever connects to itself',
    });
  }
  return found;
}
