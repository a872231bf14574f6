import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { mebibytes, millicores, seconds } from '../../core/units';
import { declareUsage, defaultContainerResources, type ResourceUsage } from '../../kubernetes/cluster/resource-usage';
import { managedBy } from '../../kubernetes/pod/labels';
import {
  addressPeers,
  ingressFrom,
  networkPolicy,
  podPeers,
  tcpPorts,
  type TcpPort,
} from '../../kubernetes/pod/network-policy';
import { tolerations } from '../../kubernetes/pod/pod-spec';
import type { Placement } from '../../kubernetes/pod/props';
import { disruptionBudget } from '../../kubernetes/pod/disruption-budget';
import {
  isAtLeast,
  watermark,
  type ClusterOperatorOptions,
  type RabbitmqClusterProps,
  type RabbitmqImage,
  type RabbitmqPolicy,
} from './settings';

/** What members of a cluster say to each other: name service, distribution, management, metrics and command-line tools. */
const peerPorts: readonly TcpPort[] = [4369, 25672, 15672, 15692, { first: 35672, last: 35682 }];

/** AMQP, for clients. */
export const amqpPort = 5672;

/** The HTTP API, for the operators. */
const managementPort = 15672;

/** The labels by which the operator's own Services select the members. */
export function memberLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

/** A RabbitmqCluster of rabbitmq/cluster-operator, and what that operator leaves out: a disruption budget and a NetworkPolicy. */
export function operatedCluster(scope: Construct, props: RabbitmqClusterProps, options: ClusterOperatorOptions): void {
  const { name, namespace, policies = [], resources = { cpu: '1', memory: '2Gi' } } = props;
  const metadata = { name, namespace, labels: policyLabels(name) };
  const kept = { cpu: resources.cpu, memory: resources.memory };
  const cluster = new ApiObject(scope, 'Resource', {
    apiVersion: 'rabbitmq.com/v1beta1',
    kind: 'RabbitmqCluster',
    metadata,
    spec: {
      replicas: props.replicas,
      image: imageReference(props.image),
      persistence: { storageClassName: options.storageClass ?? 'gp3', storage: props.storage },
      // A member sizes itself by its limits: with request and limit the same, what it counts on is what it has.
      resources: { requests: kept, limits: kept },
      affinity: affinity(name, props.placement),
      ...(Object.keys(props.placement?.taints ?? {}).length > 0 && {
        tolerations: tolerations(props.placement?.taints ?? {}),
      }),
      rabbitmq: { additionalConfig: additionalConfig(props) },
      // The operator's week would keep a drained node for a week when a quorum cannot be reached. A quarter of an hour is
      // enough to wait for a neighbour that is just back and to hand over leaders, and ends well within the two hours that
      // a machine's terminating hook may last.
      terminationGracePeriodSeconds: Math.ceil(seconds(options.gracePeriod ?? '15m')),
      // Its pods meet Pod Security `restricted` as they are (no root, no capabilities, RuntimeDefault), so this override is
      // about placement only: the zone spread replaces the operator's own, which is a wish, and for the priority the
      // resource has no other place.
      override: { statefulSet: { spec: { template: { spec: memberPod(props) } } } },
    },
  });
  declareUsage(cluster, memberUsage(props, resources));
  for (const policy of policies) policyObject(scope, props, policy);
  new k8s.KubePodDisruptionBudget(scope, 'PodDisruptionBudget', {
    metadata,
    // One, whatever the number: of 3 members 2 must stay, and of 5 one more may be lost while one is away on purpose.
    spec: disruptionBudget(memberLabels(name), 1),
  });
  createNetworkPolicy(scope, props, options);
}

/** A pod template has containers, of which there are none to override. */
function memberPod({ name, priorityClass }: RabbitmqClusterProps): k8s.PodSpec {
  return {
    containers: [],
    ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
    topologySpreadConstraints: [zones(name)],
  };
}

/** Its operator makes one pod and one volume for each member, and never one more for an update. */
function memberUsage(
  { replicas, storage }: RabbitmqClusterProps,
  { cpu, memory }: NonNullable<RabbitmqClusterProps['resources']>,
): Partial<ResourceUsage> {
  return {
    pods: replicas,
    cpu: replicas * millicores(cpu),
    memory: replicas * mebibytes(memory),
    ephemeralStorage: replicas * mebibytes(defaultContainerResources.ephemeralStorage),
    volumes: replicas,
    storage: replicas * mebibytes(storage),
  };
}

function createNetworkPolicy(scope: Construct, props: RabbitmqClusterProps, options: ClusterOperatorOptions): void {
  const { allowedFrom = [], image, name, namespace } = props;
  const { apiServerAddresses = ['0.0.0.0/0'], operatorNamespace = 'rabbitmq-system' } = options;
  const members = [{ podSelector: { matchLabels: memberLabels(name) } }];
  const operators = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': operatorNamespace } } }];
  networkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels: policyLabels(name),
    pods: memberLabels(name),
    ingress: [
      ...ingressFrom(podPeers(allowedFrom), [amqpPort]),
      ...ingressFrom(members, peerPorts),
      ...ingressFrom(operators, [managementPort]),
    ],
    egress: [
      { to: members, ports: tcpPorts(peerPorts) },
      // From 4.1 on, peers are found by their host names; before, by asking the API server (443 is its Service's port).
      ...(isAtLeast(image, 4, 1) ? [] : [{ to: addressPeers(apiServerAddresses), ports: tcpPorts([443, 6443]) }]),
    ],
  });
}

function policyObject(scope: Construct, props: RabbitmqClusterProps, policy: RabbitmqPolicy): void {
  const { applyTo = 'all', definition, name, pattern, priority = 0, vhost = props.vhost ?? '/' } = policy;
  new ApiObject(scope, `Policy-${name}`, {
    apiVersion: 'rabbitmq.com/v1beta1',
    kind: 'Policy',
    metadata: { name: `${props.name}-${name}`, namespace: props.namespace, labels: policyLabels(props.name) },
    spec: { name, pattern, definition, priority, applyTo, vhost, rabbitmqClusterReference: { name: props.name } },
  });
}

/** Lines for rabbitmq.conf, which win over the operator's own. */
function additionalConfig({
  image,
  memoryHighWatermark,
  partitionHandling = 'autoheal',
  vhost = '/',
}: RabbitmqClusterProps): string {
  const lines: Record<string, string | undefined> = {
    // The server ignores it from 4.3 on. Before, `autoheal`, as in the talk: quorum queues hold to their majority under any
    // choice, so it decides only about classic queues. Their smaller side goes on serving and loses its part when the split
    // heals, where `pause_minority`, the operator's default, stops it.
    'cluster_partition_handling': isAtLeast(image, 4, 3) ? undefined : partitionHandling,
    // A queue that nobody thought about survives the loss of a member.
    'default_queue_type': isAtLeast(image, 4, 0) ? 'quorum' : undefined,
    'default_vhost': vhost,
    'vm_memory_high_watermark.absolute': memoryHighWatermark === undefined ? undefined : watermark(memoryHighWatermark),
  };
  return sortedEntries(lines)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/** Never two members on one node: losing it would lose the majority. No surge needs the place, members go before they come. */
function affinity(name: string, placement: Placement | undefined): k8s.Affinity {
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: memberLabels(name) }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
    ...(placement &&
      Object.keys(placement.labels).length > 0 && {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: sortedEntries(placement.labels).map(([key, value]) => ({
                  key,
                  operator: 'In',
                  values: [value],
                })),
              },
            ],
          },
        },
      }),
  };
}

function zones(name: string): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: memberLabels(name) },
  };
}

function imageReference({ digest, repository, tag }: RabbitmqImage): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}:${tag}@${digest}`;
}

/** The operator puts labels of its own on what it makes; these are on what we make. */
function policyLabels(name: string): Record<string, string> {
  return {
    ...managedBy,
    ...memberLabels(name),
    'app.kubernetes.io/component': 'broker',
    'app.kubernetes.io/part-of': name,
  };
}
