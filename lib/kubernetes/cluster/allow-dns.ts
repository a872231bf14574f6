import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { BlockList, isIPv6 } from 'node:net';
import { byCodePoint } from '../../core/canonical';
import { addFindings, type Finding } from '../../core/diagnostics';
import { canonicalRange } from '../pod/endpoint-checks';
import { managedBy } from '../pod/labels';
import { inNamespace } from '../pod/network-policy';

export interface AllowDnsProps {
  /**
   * Namespace of the policy.
   *
   * @replaces the policy
   */
  readonly namespace: string;
  /**
   * Addresses of a DNS cache that runs on every node, such as NodeLocal DNSCache, whose pods use the network of their node.
   *
   * @default none: pods query the pods of `kube-dns`
   * @inPlace
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   */
  readonly nodeLocalAddresses?: readonly string[];
}

/**
 * A NetworkPolicy that permits every pod of a namespace to query the cluster's DNS.
 *
 * @example
 * new AllowDns(scope, 'allow-dns', { namespace: 'shop' });
 */
export class AllowDns extends Construct {
  constructor(scope: Construct, id: string, { namespace, nodeLocalAddresses = [] }: AllowDnsProps) {
    super(scope, id);
    addFindings(this, nodeLocalAddresses.flatMap(checkNodeLocalAddress));
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'allow-dns', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [dnsEgress(nodeLocalAddresses)] },
    });
  }
}

function dnsEgress(nodeLocalAddresses: readonly string[]): k8s.NetworkPolicyEgressRule {
  const port = k8s.IntOrString.fromNumber(53);
  return {
    to: [
      {
        ...inNamespace('kube-system'),
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
      // A pod with the network of its node has no address that a podSelector selects.
      ...[...nodeLocalAddresses]
        .sort(byCodePoint)
        .map((address) => ({ ipBlock: { cidr: isIPv6(address) ? `${address}/128` : `${address}/32` } })),
    ],
    // A client repeats a query over TCP if the answer does not fit into a datagram.
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
}

/** Addresses that no cache listens on: those of no host, of the pod itself, of groups, and of AWS' services on every instance. */
const reserved = new BlockList();
for (const [range, prefix] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.169.0', 24],
  ['169.254.170.0', 24],
  ['224.0.0.0', 3],
] as const) {
  reserved.addSubnet(range, prefix, 'ipv4');
}
for (const [range, prefix] of [
  ['::', 127],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
] as const) {
  reserved.addSubnet(range, prefix, 'ipv6');
}

function isCanonical(address: string): boolean {
  const range = `${address}/${isIPv6(address) ? 128 : 32}`;
  return canonicalRange(range) === range;
}

function checkNodeLocalAddress(address: string): Finding[] {
  // The API server rejects an address with a zone, and warns of other notations and of IPv4 addresses as IPv6.
  if (isCanonical(address) && !reserved.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return [];
  return [
    {
      id: 'dns-address',
      setting: 'nodeLocalAddresses',
      message: `nodeLocalAddresses must contain IP addresses in their shortest notation, without a prefix length or a zone, and none of loopback, multicast, AWS' own services or no host; got '${address}'`,
      hint: "write the address that the cache listens on, such as '169.254.20.10'",
    },
  ];
}
