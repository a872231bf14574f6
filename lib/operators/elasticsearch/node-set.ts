import { sortedEntries } from '../../core/canonical';
import { restrictedContainer, tolerations } from '../../kubernetes/pod/pod-spec';
import type { Placement } from '../../kubernetes/pod/props';
import { evictableVolumes } from '../../kubernetes/pod/termination';
import type { EckOptions } from './backend';
import type { SnapshotSettings } from './policy-props';
import type { ElasticsearchClusterProps, NodeSet } from './props';
import { settingsText } from './settings-checks';

/** Name of the data volume. Under another name, the operator would add a volume of 1Gi and Elasticsearch would use that one. */
const dataVolume = 'elasticsearch-data';

/** Volumes of type emptyDir that the operator gives each node. They hold nothing that a new pod misses. */
const localVolumes = [
  'elastic-internal-elasticsearch-bin-local',
  'elastic-internal-elasticsearch-config-local',
  'elastic-internal-elasticsearch-plugins-local',
  'elasticsearch-logs',
  'tmp-volume',
];

/** Directory in which Elasticsearch looks for a token: it may read files of its own configuration only. */
const tokenDirectory = '/usr/share/elasticsearch/config/repository-s3';
const tokenFile = 'aws-web-identity-token-file';

/** Returns the name of the nodes' ServiceAccount, which the IAM role of the snapshots trusts. */
export function serviceAccountName(name: string): string {
  return `${name}-es`;
}

/** Returns a node set as ECK defines it. */
export function eckNodeSet(
  setName: string,
  nodeSet: NodeSet,
  { name, priorityClass, snapshots }: ElasticsearchClusterProps,
  { storageClass = 'gp3' }: EckOptions,
): object {
  const { config = {}, count, memoryMap = false, resources, roles, storage, zones } = nodeSet;
  const quantities = { cpu: resources.cpu, memory: resources.memory };
  return {
    name: setName,
    count,
    // The operator spreads the nodes evenly, and sets the attribute by which copies of a shard lie in different zones.
    zoneAwareness: { zones: [...zones] },
    config: {
      'node.roles': [...roles],
      // Without it, the node must have vm.max_map_count of 262144, which only a privileged container could set.
      ...(!memoryMap && { 'node.store.allow_mmap': false }),
      ...settingsText(config),
    },
    podTemplate: {
      metadata: { annotations: evictableVolumes(localVolumes) },
      spec: {
        ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
        automountServiceAccountToken: false,
        ...placed(nodeSet.placement),
        affinity: affinity(name, setName, nodeSet),
        securityContext: { fsGroup: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        ...(snapshots && { volumes: [tokenVolume] }),
        containers: [
          {
            name: 'elasticsearch',
            // Equal requests and limits: the heap is half of the limit, and the node reserves what Elasticsearch uses.
            resources: { requests: quantities, limits: quantities },
            securityContext: { ...restrictedContainer, privileged: false, readOnlyRootFilesystem: true },
            ...(snapshots && awsIdentity(snapshots)),
          },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: dataVolume },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: storageClass,
          resources: { requests: { storage } },
        },
      },
    ],
  };
}

const tokenVolume = {
  name: 'aws-token',
  projected: {
    sources: [{ serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 86_400, path: tokenFile } }],
  },
};

/** Returns environment and mount by which Elasticsearch takes the IAM role. */
function awsIdentity({ region, roleArn }: SnapshotSettings): object {
  return {
    env: [
      { name: 'AWS_REGION', value: region },
      { name: 'AWS_ROLE_ARN', value: roleArn },
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: `${tokenDirectory}/${tokenFile}` },
    ],
    volumeMounts: [{ name: 'aws-token', mountPath: tokenDirectory, readOnly: true }],
  };
}

/** Returns the node selector and the tolerations of a placement, without empty ones. */
export function placed(placement: Placement | undefined): object {
  const tolerated = tolerations(placement?.taints ?? {});
  const labels = placement?.labels ?? {};
  return {
    ...(Object.keys(labels).length > 0 && { nodeSelector: Object.fromEntries(sortedEntries(labels)) }),
    ...(tolerated.length > 0 && { tolerations: tolerated }),
  };
}

/** Returns the affinity of nodes: two of a set, or two masters, never share a node, whose loss would lose both. */
function affinity(name: string, setName: string, { roles }: NodeSet): object {
  const apart = (labels: Readonly<Record<string, string>>) => ({
    labelSelector: { matchLabels: { 'elasticsearch.k8s.elastic.co/cluster-name': name, ...labels } },
    topologyKey: 'kubernetes.io/hostname',
  });
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        apart({ 'elasticsearch.k8s.elastic.co/statefulset-name': `${name}-es-${setName}` }),
        ...(roles.includes('master') ? [apart({ 'elasticsearch.k8s.elastic.co/node-master': 'true' })] : []),
      ],
    },
  };
}
