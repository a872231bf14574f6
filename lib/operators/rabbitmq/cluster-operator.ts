import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Duration, mebibytes, millicores, seconds } from '../../core/units';
import { declareUsage, defaultContainerResources, type ResourceUsage } from '../../kubernetes/cluster/resource-usage';
import { type CreatedObject, declareCreated } from '../../kubernetes/manifests/created-objects';
import { disruptionBudget } from '../../kubernetes/pod/disruption-budget';
import {
  addressPeers,
  egressRule,
  ingressFrom,
  inNamespace,
  networkPolicy,
  podPeers,
} from '../../kubernetes/pod/network-policy';
import { tolerations } from '../../kubernetes/pod/pod-spec';
import type { Placement } from '../../kubernetes/pod/props';
import type { ClusterOperatorOptions } from './backend';
import { memberLabels, objectLabels } from './endpoint';
import { memberTemplate } from './member-template';
import { type RabbitmqClusterProps, rabbitmqDefaults, type RabbitmqImage } from './props';
import { additionalConfig } from './rabbitmq-conf';
import { amqpPorts, managementPorts, memberTlsEnvironment, metricsPorts, portsOfMembers, tlsSpec } from './tls';
import { topologyPlugins } from './topology';
import { isAtLeast } from './version';

/** Resources of a member without `resources`. */
const defaultResources = { cpu: '1', memory: '2Gi' } as const;

/** Creates the RabbitmqCluster, from which rabbitmq/cluster-operator creates the members. */
export function createRabbitmqCluster(
  scope: Construct,
  props: RabbitmqClusterProps,
  options: ClusterOperatorOptions,
): ApiObject {
  const { name, namespace, placement, resources = defaultResources } = props;
  const quantities = { cpu: resources.cpu, memory: resources.memory };
  const tolerated = tolerations(placement?.taints ?? {});
  const plugins = topologyPlugins(props.topology ?? {});
  const cluster = new ApiObject(scope, 'Resource', {
    apiVersion: 'rabbitmq.com/v1beta1',
    kind: 'RabbitmqCluster',
    metadata: { name, namespace, labels: objectLabels(name) },
    spec: {
      replicas: props.replicas,
      image: imageReference(props.image),
      // Else the flags of a new version stay disabled after an upgrade, and a later version that requires them does not start.
      autoEnableAllFeatureFlags: true,
      persistence: { storageClassName: options.storageClass ?? 'gp3', storage: props.storage },
      // A member sizes itself by its limits. With equal requests, the node reserves what the member uses.
      resources: { requests: quantities, limits: quantities },
      affinity: affinity(name, placement),
      ...(tolerated.length > 0 && { tolerations: tolerated }),
      rabbitmq: {
        additionalConfig: additionalConfig(props),
        ...memberTlsEnvironment(props.tls),
        ...(plugins.length > 0 && { additionalPlugins: plugins }),
      },
      ...(props.tls && { tls: tlsSpec(props.tls) }),
      // The operator's default, a week, would block a node drain for a week if a quorum cannot be reached. 15 minutes are
      // enough to wait for a restarted neighbour and to transfer leaders, and less than the 2 hours of a terminating hook.
      terminationGracePeriodSeconds: Math.ceil(seconds(options.gracePeriod ?? defaultGracePeriod(props))),
      override: { statefulSet: { spec: { template: memberTemplate(props) } } },
    },
  });
  declareUsage(cluster, memberUsage(props, resources));
  declareCreated(cluster, createdObjects(name));
  return cluster;
}

/**
 * Returns the objects that the operator creates for a cluster.
 *
 * @see https://github.com/rabbitmq/cluster-operator/tree/main/internal/resource
 */
function createdObjects(name: string): CreatedObject[] {
  return [
    { kind: 'ConfigMap', name: `${name}-plugins-conf` },
    { kind: 'ConfigMap', name: `${name}-server-conf` },
    { kind: 'Role', name: `${name}-peer-discovery` },
    { kind: 'RoleBinding', name: `${name}-server` },
    { kind: 'Secret', name: `${name}-default-user` },
    { kind: 'Secret', name: `${name}-erlang-cookie` },
    { kind: 'Service', name },
    { kind: 'Service', name: `${name}-nodes` },
    { kind: 'ServiceAccount', name: `${name}-server` },
    { kind: 'StatefulSet', name: `${name}-server` },
  ];
}

/** Creates the PodDisruptionBudget, which the operator does not create. One, for any number: of 3 members 2 must remain. */
export function createDisruptionBudget(scope: Construct, { name, namespace }: RabbitmqClusterProps): void {
  new k8s.KubePodDisruptionBudget(scope, 'PodDisruptionBudget', {
    metadata: { name, namespace, labels: objectLabels(name) },
    spec: disruptionBudget(memberLabels(name), 1),
  });
}

/** Returns the resources of the members: the operator creates one pod and one volume for each, and no more for an update. */
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

/** Creates the NetworkPolicy, which the operator does not create. */
export function createNetworkPolicy(
  scope: Construct,
  props: RabbitmqClusterProps,
  options: ClusterOperatorOptions,
): void {
  const { allowedFrom = [], image, monitoring, name, namespace, tls } = props;
  const { apiServerAddresses = ['0.0.0.0/0'], operatorNamespace = 'rabbitmq-system' } = options;
  const members = [{ podSelector: { matchLabels: memberLabels(name) } }];
  const peerPorts = portsOfMembers(props);
  const operators = [inNamespace(operatorNamespace)];
  networkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels: objectLabels(name),
    pods: memberLabels(name),
    ingress: [
      ...ingressFrom(podPeers(allowedFrom, namespace), amqpPorts(tls)),
      ...ingressFrom(members, peerPorts),
      ...ingressFrom(operators, managementPorts(tls)),
      ...ingressFrom(podPeers(monitoring?.scrapers ?? [], namespace), metricsPorts(tls)),
    ],
    egress: [
      ...egressRule(members, peerPorts),
      // Members find their peers by host name from 4.1 on, and before through the API server (443 is its Service's port).
      ...(isAtLeast(image, 4, 1) ? [] : egressRule(addressPeers(apiServerAddresses), [443, 6443])),
    ],
  });
}

/** Returns the affinity of members: two never share a node, whose loss would lose the majority. Updates need no surge. */
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

/** A single member has nobody to wait for, and nobody to give its queues to. */
function defaultGracePeriod({ replicas }: RabbitmqClusterProps): Duration {
  return replicas === 1 ? rabbitmqDefaults.singleMemberGracePeriod : rabbitmqDefaults.gracePeriod;
}

function imageReference({ digest, repository, tag }: RabbitmqImage): string {
  return digest === undefined ? `${repository}:${tag}` : `${repository}:${tag}@${digest}`;
}
