import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { byCodePoint, sortedEntries } from '../../core/canonical';
import { mebibytes, millicores } from '../../core/units';
import { declareUsage, defaultContainerResources, type ResourceUsage } from '../../kubernetes/cluster/resource-usage';
import { declareCreated, type CreatedObject } from '../../kubernetes/manifests/created-objects';
import {
  addressPeers,
  egressRule,
  ingressFrom,
  inNamespace,
  networkPolicy,
  podPeers,
} from '../../kubernetes/pod/network-policy';
import type { ImageByDigest } from '../../kubernetes/pod/props';
import type { EckOptions } from './backend';
import { httpPort, kibanaLabels, nodeLabels, objectLabels, transportPort } from './endpoint';
import { eckNodeSet, serviceAccountName } from './node-set';
import type { ElasticsearchClusterProps } from './props';

/** Creates the Elasticsearch object, from which ECK creates the nodes. */
export function createElasticsearch(
  scope: Construct,
  props: ElasticsearchClusterProps,
  options: EckOptions,
): ApiObject {
  const { image, name, namespace, nodeSets, roleSecrets = [], snapshots, userSecrets = [], version } = props;
  const { keystoreSecrets = [] } = props;
  const secretNames = (names: readonly string[]) => names.map((secretName) => ({ secretName }));
  const cluster = new ApiObject(scope, 'Resource', {
    apiVersion: 'elasticsearch.k8s.elastic.co/v1',
    kind: 'Elasticsearch',
    metadata: { name, namespace, labels: objectLabels(name) },
    spec: {
      version,
      image: imageReference(image),
      nodeSets: sortedEntries(nodeSets).map(([setName, nodeSet]) => eckNodeSet(setName, nodeSet, props, options)),
      // A node set that replaces another one grows by one node at a time. The default creates all of its nodes at once.
      updateStrategy: { changeBudget: { maxSurge: 1, maxUnavailable: 1 } },
      // The default deletes the volumes with the cluster: a deleted object would be a deleted backup.
      volumeClaimDeletePolicy: 'DeleteOnScaledownOnly',
      ...((userSecrets.length > 0 || roleSecrets.length > 0) && {
        auth: {
          ...(userSecrets.length > 0 && { fileRealm: secretNames(userSecrets) }),
          ...(roleSecrets.length > 0 && { roles: secretNames(roleSecrets) }),
        },
      }),
      ...(keystoreSecrets.length > 0 && { secureSettings: secretNames(keystoreSecrets) }),
      ...(snapshots && { serviceAccountName: serviceAccountName(name) }),
    },
  });
  declareUsage(cluster, nodeUsage(props));
  declareCreated(cluster, createdByEck(props));
  return cluster;
}

/** Returns the objects of which ECK makes the names from those of the cluster and of its node sets. */
function createdByEck({ name, nodeSets }: ElasticsearchClusterProps): CreatedObject[] {
  const kind = (each: string, ...names: readonly string[]) =>
    names.map((end) => ({ kind: each, name: `${name}-es-${end}` }));
  const sets = Object.keys(nodeSets).sort(byCodePoint);
  const certificates = ['http-ca-internal', 'http-certs-internal', 'http-certs-public', 'transport-ca-internal'];
  return [
    ...kind('ConfigMap', 'scripts', 'unicast-hosts'),
    ...kind('Secret', ...certificates, 'transport-certs-public', 'elastic-user', 'internal-users', 'xpack-file-realm'),
    ...kind('Secret', ...sets.flatMap((set) => [`${set}-es-config`, `${set}-es-transport-certs`])),
    ...kind('Service', 'http', 'internal-http', 'transport', ...sets),
    ...kind('StatefulSet', ...sets),
  ];
}

/** Creates the ServiceAccount whose token the nodes exchange for credentials of the IAM role. */
export function createServiceAccount(scope: Construct, { name, namespace }: ElasticsearchClusterProps): void {
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { name: serviceAccountName(name), namespace, labels: objectLabels(name) },
    automountServiceAccountToken: false,
  });
}

/** Creates the NetworkPolicy of the nodes, which the operator does not create. */
export function createNetworkPolicy(scope: Construct, props: ElasticsearchClusterProps, options: EckOptions): void {
  const { allowedFrom = [], kibana, name, namespace, snapshots } = props;
  const { operatorNamespace = defaultOperatorNamespace } = options;
  const nodes = [{ podSelector: { matchLabels: nodeLabels(name) } }];
  networkPolicy(scope, 'NetworkPolicy', {
    name: `${name}-es`,
    namespace,
    labels: objectLabels(name),
    pods: nodeLabels(name),
    ingress: [
      ...ingressFrom(podPeers(allowedFrom, namespace), [httpPort]),
      ...ingressFrom(nodes, [httpPort, transportPort]),
      ...ingressFrom([inNamespace(operatorNamespace)], [httpPort]),
      ...(kibana ? ingressFrom([{ podSelector: { matchLabels: kibanaLabels(name) } }], [httpPort]) : []),
    ],
    egress: [
      ...egressRule(nodes, [httpPort, transportPort]),
      ...(snapshots ? egressRule(addressPeers(snapshots.addresses ?? ['0.0.0.0/0']), [443]) : []),
    ],
  });
}

/** Namespace of ECK's own manifests. */
export const defaultOperatorNamespace = 'elastic-system';

/** Returns an image by digest. The operator reads the version from its own field. */
export function imageReference({ digest, repository }: ImageByDigest): string {
  return `${repository}@${digest}`;
}

/** Returns the resources of all nodes, with one of the largest set in addition, while a node set replaces another one. */
function nodeUsage({ nodeSets }: ElasticsearchClusterProps): Partial<ResourceUsage> {
  const sets = Object.values(nodeSets);
  const total = (amount: (set: (typeof sets)[number]) => number) =>
    sets.reduce((sum, set) => sum + set.count * amount(set), 0) + Math.max(0, ...sets.map(amount));
  return {
    pods: total(() => 1),
    cpu: total(({ resources }) => millicores(resources.cpu)),
    memory: total(({ resources }) => mebibytes(resources.memory)),
    ephemeralStorage: total(() => mebibytes(defaultContainerResources.ephemeralStorage)),
    volumes: total(() => 1),
    storage: total(({ storage }) => mebibytes(storage)),
  };
}
