import type { App } from 'cdk8s';
import { podLabels } from '../../lib/core/contract';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import { CopiedSecret } from '../../lib/kubernetes/cluster/copied-secret';
import { toYaml } from '../../lib/kubernetes/manifests/yaml';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { ElasticsearchCluster } from '../../lib/operators/elasticsearch/elasticsearch-cluster';
import { elasticsearchCertificate } from '../../lib/operators/elasticsearch/endpoint';
import type { ElasticVersion } from '../../lib/operators/elasticsearch/props';
import { Filebeat } from '../../lib/operators/filebeat/filebeat';
import type { FilebeatVersion } from '../../lib/operators/filebeat/props';
import { elasticsearchExporterRole } from '../../lib/operators/prometheus/elasticsearch-exporter';
import type { PlacedPods } from '../../lib/platform/checks/check-capacity';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation, settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import {
  agentNamespace,
  elasticsearchExporterName,
  elasticsearchName,
  filebeatName,
  loggingNamespace,
} from '../logging-names';
import { placementProps, placementSource } from './placement';
import { imageVersion, platformImage } from './platform-image';
import { priorityClass } from './priority-classes';
import { createPlatformSecret } from './secrets';
import { waveChart } from './wave';

/** The user of the agents, and its role: entry `<environment>/filebeat` of the store has name and password. */
const agentUser = 'filebeat';

/** Role of the agents: they may write logs and their own templates. */
const agentRole = {
  [agentUser]: {
    cluster: ['monitor', 'read_ilm', 'read_pipeline', 'manage_index_templates'],
    indices: [{ names: ['filebeat-*'], privileges: ['auto_configure', 'create_doc', 'view_index_metadata'] }],
  },
};

/** Role of the exporter of metrics: it may read the health of the cluster and the numbers of the logs, and no document. */
const exporterRole = { [elasticsearchExporterName]: elasticsearchExporterRole(['filebeat-*']) };

/** Secret of the agents with the certificate of the cluster's authority. */
const authority = 'elasticsearch-ca';

/** Lifecycle policy of the logs. Elasticsearch has one of its own with the name `logs`. */
const policy = 'container-logs';

const kibana = { replicas: 2, resources: { cpu: '250m', memory: '2Gi' } } as const;

/** Elasticsearch with the logs of all containers, Kibana, and an agent on every node. */
export function loggingChart(app: App, environment: Environment): void {
  const chart = (wave: 'configuration' | 'data' | 'workloads') => waveChart(app, environment, wave);
  const configuration = chart('configuration');
  const user = { keys: ['password', 'username'], name: agentUser };
  const role = { 'roles': agentUser, 'roles.yml': toYaml(agentRole) };
  createPlatformSecret(configuration, environment, { ...user, namespace: loggingNamespace, texts: role });
  createPlatformSecret(configuration, environment, { ...user, namespace: agentNamespace });
  createPlatformSecret(configuration, environment, {
    ...user,
    name: elasticsearchExporterName,
    namespace: loggingNamespace,
    texts: { 'roles': elasticsearchExporterName, 'roles.yml': toYaml(exporterRole) },
  });
  createElasticsearch(chart('data'), environment);
  const workloads = chart('workloads');
  copyAuthority(workloads);
  createFilebeat(workloads, environment);
}

function createElasticsearch(chart: WaveChart, environment: Environment): void {
  const { logging, network, region } = environment;
  const { cpu, memory, replicas, retention, storage } = logging;
  const image = platformImage(environment, 'elasticsearch');
  const placement = placementProps(environment, 'logging');
  const zones = Object.keys(network.zones).map((zone) => `${region}${zone}`);
  const cluster = new ElasticsearchCluster(chart, 'elasticsearch', {
    allowedFrom: [
      { name: filebeatName, peer: { namespace: agentNamespace, pods: podLabels(filebeatName) }, ports: [] },
    ],
    image,
    kibana: { ...kibana, image: platformImage(environment, 'kibana'), ...placement },
    lifecyclePolicies: { [policy]: { deleteAfter: retention } },
    name: elasticsearchName,
    namespace: loggingNamespace,
    nodeSets: {
      main: {
        ...placement,
        count: replicas,
        resources: { cpu, memory },
        roles: ['master', 'data', 'ingest'],
        storage,
        zones,
      },
    },
    priorityClass: priorityClass('observability'),
    roleSecrets: [agentUser, elasticsearchExporterName],
    userSecrets: [agentUser, elasticsearchExporterName],
    // The version of a tag is checked.
    version: imageVersion(image) as ElasticVersion,
  });
  recordSources(cluster, environment);
}

function recordSources(cluster: ElasticsearchCluster, environment: Environment): void {
  const settings = settingsLocation(environment);
  const own = settings.at('logging');
  const pins = containerImagesLocation(environment);
  const placement = placementSource(environment, 'logging');
  const zones = settings.at('network').at('zones');
  withSources(ElasticsearchCluster, cluster, {
    ...computedProps('allowedFrom', 'backend', 'name', 'namespace', 'priorityClass', 'roleSecrets', 'snapshots'),
    image: pins.atPath('elasticsearch', 'pinned'),
    kibana: {
      ...computedProps('allowedFrom', 'replicas', 'resources'),
      image: pins.atPath('kibana', 'pinned'),
      placement,
    },
    lifecyclePolicies: {
      [policy]: { ...computedProps('rolloverAge', 'rolloverSize'), deleteAfter: own.at('retention') },
    },
    nodeSets: {
      main: {
        ...computedProps('config', 'memoryMap', 'roles'),
        ...own.pick('storage'),
        count: own.at('replicas'),
        placement,
        resources: own.pick('cpu', 'memory'),
        zones,
      },
    },
    keystoreSecrets: computed,
    userSecrets: computed,
    version: pins.atPath('elasticsearch', 'pinned', 'tag'),
  });
}

/** Copies the certificate of the authority, which the operator creates with the cluster, for the agents. */
function copyAuthority(chart: WaveChart): void {
  const { key, secret } = elasticsearchCertificate(elasticsearchName);
  const copy = new CopiedSecret(chart, authority, {
    keys: [key],
    name: authority,
    namespace: agentNamespace,
    // The operator renews the authority and the certificates of the nodes at once. Agents cannot connect before they have the copy.
    refresh: '5m',
    source: { name: secret, namespace: loggingNamespace },
  });
  withSources(CopiedSecret, copy, computedProps('keys', 'name', 'namespace', 'refresh', 'source'));
}

function createFilebeat(chart: WaveChart, environment: Environment): void {
  const image = platformImage(environment, 'filebeat');
  const { key } = elasticsearchCertificate(elasticsearchName);
  const filebeat = new Filebeat(chart, 'filebeat', {
    apiServer: environmentContract(environment).apiServer,
    image,
    lifecyclePolicy: policy,
    name: filebeatName,
    namespace: agentNamespace,
    output: {
      ca: { key, secret: authority },
      name: elasticsearchName,
      namespace: loggingNamespace,
      password: { key: 'password', secret: agentUser },
      username: { key: 'username', secret: agentUser },
    },
    priorityClass: priorityClass('agents'),
    // The version of a tag is checked.
    version: imageVersion(image) as FilebeatVersion,
  });
  const pin = containerImagesLocation(environment).atPath('filebeat', 'pinned');
  withSources(Filebeat, filebeat, {
    ...computedProps('apiServer', 'inputs', 'lifecyclePolicy', 'multiline', 'name', 'namespace', 'output', 'placement'),
    ...computedProps('priorityClass', 'resources'),
    image: pin,
    version: pin.atPath('tag'),
  });
}

/** Pods of logging without the agents, for the fit of their node group. */
export function loggingPods({ logging }: Pick<Environment, 'logging'>): PlacedPods[] {
  const { cpu, memory, nodeGroup, replicas } = logging;
  return [
    { cpu, memory, name: 'elasticsearch', nodeGroup, replicas },
    { ...kibana.resources, name: 'kibana', nodeGroup, replicas: kibana.replicas },
  ];
}
