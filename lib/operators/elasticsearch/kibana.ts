import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { mebibytes, millicores } from '../../core/units';
import { declareUsage, defaultContainerResources } from '../../kubernetes/cluster/resource-usage';
import { disruptionBudget } from '../../kubernetes/pod/disruption-budget';
import { egressRule, ingressFrom, networkPolicy, podPeers } from '../../kubernetes/pod/network-policy';
import { restrictedContainer } from '../../kubernetes/pod/pod-spec';
import { evictableVolumes } from '../../kubernetes/pod/termination';
import { imageReference } from './eck';
import { httpPort, kibanaLabels, kibanaPort, nodeLabels, objectLabels } from './endpoint';
import { placed } from './node-set';
import { type ElasticsearchClusterProps, elasticsearchDefaults, type KibanaSettings } from './props';

/** Volumes of type emptyDir that the operator gives each pod. They hold nothing that a new pod misses. */
const localVolumes = [
  'elastic-internal-kibana-config-local',
  'kibana-data',
  'kibana-logs',
  'kibana-plugins',
  'temp-volume',
];

/** Creates the Kibana object, from which ECK creates a Deployment, with a disruption budget and a NetworkPolicy. */
export function createKibana(scope: Construct, cluster: ElasticsearchClusterProps, kibana: KibanaSettings): void {
  const { name, namespace, priorityClass, version } = cluster;
  const { image, placement } = kibana;
  const { replicas = elasticsearchDefaults.kibana.replicas, resources = elasticsearchDefaults.kibana.resources } =
    kibana;
  const quantities = { cpu: resources.cpu, memory: resources.memory };
  const metadata = { name, namespace, labels: objectLabels(name, 'kibana') };
  const object = new ApiObject(scope, 'Kibana', {
    apiVersion: 'kibana.k8s.elastic.co/v1',
    kind: 'Kibana',
    metadata,
    spec: {
      version,
      image: imageReference(image),
      count: replicas,
      elasticsearchRef: { name },
      podTemplate: {
        metadata: { annotations: evictableVolumes(localVolumes) },
        spec: {
          ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
          automountServiceAccountToken: false,
          ...placed(placement),
          // The operator's default has no runAsNonRoot, and its pods would be refused.
          securityContext: {
            fsGroup: 1000,
            runAsGroup: 1000,
            runAsNonRoot: true,
            runAsUser: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: kibanaLabels(name) },
            },
          ],
          containers: [
            {
              name: 'kibana',
              resources: { requests: quantities, limits: quantities },
              securityContext: { ...restrictedContainer, privileged: false, readOnlyRootFilesystem: true },
            },
          ],
        },
      },
    },
  });
  // An update starts a pod in addition.
  const pods = replicas + Math.ceil(replicas / 4);
  declareUsage(object, {
    pods,
    cpu: pods * millicores(resources.cpu),
    memory: pods * mebibytes(resources.memory),
    ephemeralStorage: pods * mebibytes(defaultContainerResources.ephemeralStorage),
  });
  new k8s.KubePodDisruptionBudget(scope, 'KibanaPodDisruptionBudget', {
    metadata: { ...metadata, name: `${name}-kb` },
    spec: disruptionBudget(kibanaLabels(name), 1),
  });
  createNetworkPolicy(scope, cluster, kibana);
}

function createNetworkPolicy(
  scope: Construct,
  { name, namespace }: ElasticsearchClusterProps,
  { allowedFrom = [] }: KibanaSettings,
): void {
  networkPolicy(scope, 'KibanaNetworkPolicy', {
    name: `${name}-kb`,
    namespace,
    labels: objectLabels(name, 'kibana'),
    pods: kibanaLabels(name),
    ingress: ingressFrom(podPeers(allowedFrom, namespace), [kibanaPort]),
    egress: egressRule([{ podSelector: { matchLabels: nodeLabels(name) } }], [httpPort]),
  });
}
