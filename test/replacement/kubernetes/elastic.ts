import type { Construct } from 'constructs';
import { type EckOptions, ElasticsearchBackend, type UpmcOptions } from '../../../lib/operators/elasticsearch/backend';
import type { EckOperatorProps } from '../../../lib/operators/elasticsearch/eck-operator-props';
import type { ElasticsearchClusterProps } from '../../../lib/operators/elasticsearch/props';
import { workloadEndpoint } from '../../../lib/kubernetes/workloads/workload';
import {
  elasticImage,
  eckOperator,
  elasticsearchCluster,
  filebeat,
  filebeatImage,
  filebeatOutput,
  kibanaImage,
  mainSet,
  nodeSetSample,
  snapshotSample,
  upmcSample,
} from '../../support/elastic-samples';
import type { FilebeatProps } from '../../../lib/operators/filebeat/props';
import { scene, type Scenes } from './change';

const rolls = ['Elasticsearch'];
const agents = ['DaemonSet'];
const other = `sha256:${'fedcba9876543210'.repeat(4)}`;

/** The operators create no version in common. */
function ofBackend(chart: Construct, props: Partial<ElasticsearchClusterProps>): void {
  elasticsearchCluster(chart, props.backend?.settings.operator === 'upmc' ? { ...upmcSample, ...props } : props);
}

export const elastic: Scenes = {
  ElasticsearchClusterProps: scene<ElasticsearchClusterProps>(ofBackend, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: 'everything', to: 'others' },
    version: [
      { rolls, to: '9.2.0' },
      { given: { kibana: { image: kibanaImage } }, rolls: ['Elasticsearch', 'Kibana'], to: '9.2.0' },
    ],
    image: { rolls, to: { ...elasticImage, digest: other } },
    nodeSets: [
      { rolls, to: mainSet({ resources: { cpu: '2', memory: '8Gi' } }) },
      { rolls, to: mainSet({ config: { 'indices.memory.index_buffer_size': '20%' } }) },
      { to: mainSet({ count: 5 }) },
      { to: mainSet({ storage: '200Gi' }) },
      { to: { ...mainSet(), data: { ...nodeSetSample, roles: ['data'] } } },
    ],
    priorityClass: { rolls, to: 'brokers' },
    kibana: { to: { image: kibanaImage } },
    allowedFrom: { to: [workloadEndpoint('api', 8080)] },
    snapshots: { rolls, to: snapshotSample },
    lifecyclePolicies: { to: { 'container-logs': { deleteAfter: '14d' } } },
    userSecrets: { to: ['filebeat-user'] },
    roleSecrets: { to: ['roles'] },
    keystoreSecrets: { rolls: ['Elasticsearch'], to: ['s3'] },
    backend: { replaces: 'everything', to: ElasticsearchBackend.upmc() },
  }),
  UpmcOptions: scene<UpmcOptions>(
    (chart, options) => elasticsearchCluster(chart, { ...upmcSample, backend: ElasticsearchBackend.upmc(options) }),
    { storageClass: { to: 'io2' } },
  ),
  EckOperatorProps: scene<EckOperatorProps>(eckOperator, {
    version: { to: '3.5.0', unwritten: true },
    image: { rolls: ['Deployment'], to: { ...elasticImage, digest: other } },
    managedNamespaces: { replaces: ['NetworkPolicy'], rolls: ['Deployment'], to: ['logging', 'audit'] },
    kubernetesVersion: { to: '1.35', unwritten: true },
    apiServer: {
      replaces: ['NetworkPolicy'],
      rolls: ['Deployment'],
      to: [{ name: 'api-server', peer: { addresses: ['172.20.0.1/32'] }, ports: [6443] }],
    },
    namespace: {
      replaces: [
        'Deployment',
        'Kustomization',
        'NetworkPolicy',
        'PodDisruptionBudget',
        'Role',
        'RoleBinding',
        'ServiceAccount',
      ],
      to: 'operators',
    },
    scrapers: {
      given: { scrapers: [workloadEndpoint('other')] },
      replaces: ['NetworkPolicy'],
      rolls: ['Deployment'],
      to: [workloadEndpoint('prometheus')],
    },
    resources: { rolls: ['Deployment'], to: { cpu: '200m', memory: '1Gi' } },
    priorityClass: { rolls: ['Deployment'], to: 'operators' },
    placement: { rolls: ['Deployment'], to: { labels: { role: 'system' }, taints: {} } },
  }),
  FilebeatProps: scene<FilebeatProps>(filebeat, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: 'everything', to: 'others' },
    version: { to: '9.2.0', unwritten: true },
    image: { rolls: agents, to: { ...filebeatImage, digest: other } },
    output: { replaces: ['ConfigMap', 'NetworkPolicy'], rolls: agents, to: { ...filebeatOutput, name: 'other' } },
    apiServer: {
      replaces: ['NetworkPolicy'],
      rolls: agents,
      to: [{ name: 'api-server', peer: { addresses: ['172.20.0.1/32'] }, ports: [6443] }],
    },
    lifecyclePolicy: { replaces: ['ConfigMap'], rolls: agents, to: 'container-logs' },
    multiline: {
      replaces: ['ConfigMap'],
      rolls: agents,
      to: [{ container: 'api', firstLine: '^20', namespace: 'apps' }],
    },
    inputs: { replaces: ['ConfigMap'], rolls: agents, to: { audit: { paths: ['/var/log/audit/*.log'] } } },
    resources: { rolls: agents, to: { cpu: '200m', memory: '600Mi' } },
    priorityClass: { rolls: agents, to: 'agents' },
    placement: { rolls: agents, to: { labels: { role: 'data' }, taints: {} } },
  }),
  EckOptions: scene<EckOptions>(
    (chart, options) => elasticsearchCluster(chart, { backend: ElasticsearchBackend.eck(options) }),
    {
      version: { to: '3.4.0', unwritten: true },
      storageClass: { replaces: ['Elasticsearch'], to: 'io2' },
      operatorNamespace: { to: 'operators' },
    },
  ),
};
