import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import { contentHash } from '../../core/content-hash';
import type { Cidr } from '../../core/cidr';
import type { Endpoint, PodLabels, PodPeer } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { checkEndpointPorts, checkEndpoints } from './endpoint-checks';
import { managedBy, prunedLabel } from './labels';
import { addressPeers, egressTo, ingressFrom, podPeers, type PolicyPort } from './network-policy';

/**
 * Annotation of pod templates with the names of the NetworkPolicies that their pods connect through. `scripts/prune.sh`
 * deletes a connection's policies when no pod template names them any more.
 */
export const connectionsAnnotation = 'adamant.dev/connections';

/** Pods that open or accept connections. */
interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: PodLabels;
}

/** Peers that connect to pods. */
export interface AdmittedPeers {
  /** Ports that the pods listen on. */
  readonly ports?: readonly PolicyPort[];
  /** Pods that may connect to these ports, besides the workloads whose `connectsTo` contains them. */
  readonly allowedFrom?: readonly Endpoint[] | undefined;
  /**
   * Setting that contains `allowedFrom`, for its mistakes.
   *
   * @default 'allowedFrom'
   */
  readonly setting?: string;
  /** Addresses that may connect to these ports. */
  readonly allowedAddresses?: readonly Cidr[];
}

/**
 * Creates the NetworkPolicies of a workload's connections: one for its egress, one for the ingress that it admits itself, and
 * one for the ingress of each isolated target. NetworkPolicies add up, and these are named by the hash of their content, so
 * another release creates other objects. The pods of the previous one keep their connections until they are gone, and
 * `kubectl rollout undo` finds them again.
 *
 * @returns the names of the policies, in order
 */
export function createConnections(
  scope: Construct,
  workload: Workload,
  admitted: readonly AdmittedPeers[],
  connectsTo: readonly Endpoint[] = [],
): readonly string[] {
  addFindings(scope, [
    ...checkEndpoints(connectsTo, 'connectsTo'),
    ...checkEndpointPorts(connectsTo, 'connectsTo'),
    ...admitted.flatMap(({ allowedFrom = [], setting = 'allowedFrom' }) => checkEndpoints(allowedFrom, setting)),
  ]);
  const policies = new Map(
    [
      ...egressPolicies(workload, connectsTo),
      ...ingressPolicies(workload, admitted),
      ...connectsTo.flatMap((endpoint) => targetPolicies(workload, endpoint)),
    ].map((policy) => [`${policy.namespace}/${policy.name}`, policy]),
  );
  for (const [id, { name, namespace, spec }] of policies) {
    new k8s.KubeNetworkPolicy(scope, `Connection-${id.replace('/', '-')}`, {
      metadata: { name, namespace, labels: { ...managedBy, ...prunedLabel } },
      spec,
    });
  }
  return [...policies.values()].map(({ name }) => name).sort(byCodePoint);
}

interface ConnectionPolicy {
  readonly name: string;
  readonly namespace: string;
  readonly spec: k8s.NetworkPolicySpec;
}

function egressPolicies({ name, namespace, podLabels }: Workload, endpoints: readonly Endpoint[]): ConnectionPolicy[] {
  const egress = egressTo(endpoints, namespace);
  if (egress.length === 0) return [];
  const spec = { podSelector: { matchLabels: podLabels }, policyTypes: ['Egress'], egress };
  return [{ name: `${name}-egress-${contentHash(spec)}`, namespace, spec }];
}

function ingressPolicies(
  { name, namespace, podLabels }: Workload,
  admitted: readonly AdmittedPeers[],
): ConnectionPolicy[] {
  const ingress = admitted.flatMap(({ allowedAddresses = [], allowedFrom = [], ports = [] }) =>
    ingressFrom([...podPeers(allowedFrom, namespace), ...addressPeers(allowedAddresses)], ports),
  );
  if (ingress.length === 0) return [];
  const spec = { podSelector: { matchLabels: podLabels }, policyTypes: ['Ingress'], ingress };
  return [{ name: `${name}-ingress-${contentHash(spec)}`, namespace, spec }];
}

/** The policy by which an isolated target admits its client. */
function targetPolicies(client: Workload, { name, peer, ports }: Endpoint): ConnectionPolicy[] {
  if (!isIsolated(peer) || ports.length === 0) return [];
  const { namespace = client.namespace, pods } = peer;
  const from = { name: client.name, peer: { pods: client.podLabels, namespace: client.namespace }, ports: [] };
  const spec = {
    podSelector: { matchLabels: pods },
    policyTypes: ['Ingress'],
    ingress: ingressFrom(podPeers([from], namespace), ports),
  };
  return [{ name: `${name}-from-${client.name}-${contentHash(spec)}`, namespace, spec }];
}

function isIsolated(peer: Endpoint['peer']): peer is PodPeer {
  return 'pods' in peer && peer.isolated === true;
}
