import { ElasticsearchBackend, type EckVersion } from '../../lib/operators/elasticsearch/backend';
import type { ElasticsearchClusterProps, ElasticVersion, NodeSet } from '../../lib/operators/elasticsearch/props';
import {
  elasticImage,
  eckOperator,
  elasticsearchCluster,
  elasticZones,
  kibanaImage,
  mainSet,
  nodeSetSample,
  snapshotSample,
  upmcSample,
} from '../support/elastic-samples';
import type { EckOperatorProps } from '../../lib/operators/elasticsearch/eck-operator-props';
import { inChart, type Mistake } from '../support/mistakes';

type Props = Partial<ElasticsearchClusterProps>;

const cluster = (title: string, id: string, prop: string, mistaken: Props, corrected: Props): Mistake => ({
  title: `elasticsearch: ${title}`,
  id,
  source: `ElasticsearchCluster: ${prop}`,
  mistaken: inChart((chart) => elasticsearchCluster(chart, mistaken)),
  corrected: inChart((chart) => elasticsearchCluster(chart, corrected)),
});

/** A mistake in the node set `main`. */
const main = (title: string, id: string, prop: string, mistaken: Partial<NodeSet>, corrected: Partial<NodeSet>) =>
  cluster(title, id, prop, { nodeSets: mainSet(mistaken) }, { nodeSets: mainSet(corrected) });

const dataSet: NodeSet = { ...nodeSetSample, roles: ['data'] };
const masterSet: NodeSet = { ...nodeSetSample, roles: ['master'] };
const twoZones = elasticZones.slice(0, 2);
const operator = (version: string) => ElasticsearchBackend.eck({ version: version as EckVersion });
const kibana = (changes: object) => ({ kibana: { image: kibanaImage, ...changes } });
const snapshots = (changes: object) => ({ snapshots: { ...snapshotSample, ...changes } });
const policy = (changes: object) =>
  ({ lifecyclePolicies: { 'container-logs': { deleteAfter: '14d', ...changes } } }) as Props;

/** A mistake in a cluster of the upmc operator. */
const upmcRow = (title: string, id: string, prop: string, changes: Props): Mistake =>
  cluster(`upmc: ${title}`, id, prop, { ...upmcSample, ...changes }, upmcSample);
const { client, data, master } = upmcSample.nodeSets;

const upmc: readonly Mistake[] = [
  ...['9.1.3', '7.17.28', '6.8', ''].map((version) =>
    upmcRow(`version ${version}`, 'upmc-version', 'version', { version: version as ElasticVersion }),
  ),
  upmcRow('another node set', 'upmc-node-set', 'nodeSets.hot', { nodeSets: { client, data, hot: data, master } }),
  upmcRow('masters with data', 'upmc-node-set', 'nodeSets.master', {
    nodeSets: { client, data, master: { ...master, roles: ['master', 'data'] } },
  }),
  upmcRow('other resources of masters', 'upmc-node-set', 'nodeSets.master.resources', {
    nodeSets: { client, data, master: { ...master, resources: { cpu: '2', memory: '4Gi' } } },
  }),
  upmcRow('settings', 'upmc-unsupported', 'nodeSets.data.config', {
    nodeSets: { client, data: { ...data, config: { 'indices.memory.index_buffer_size': '20%' } }, master },
  }),
  upmcRow('snapshots', 'upmc-unsupported', 'snapshots', snapshots({})),
  upmcRow('priority', 'upmc-unsupported', 'priorityClass', { priorityClass: 'data' }),
  upmcRow('users', 'upmc-unsupported', 'userSecrets', { userSecrets: ['filebeat'] }),
  upmcRow('clients', 'upmc-unsupported', 'allowedFrom', { allowedFrom: [] }),
  upmcRow('pods of Kibana', 'upmc-unsupported', 'kibana.replicas', kibana({ replicas: 2 })),
  upmcRow('two masters', 'elasticsearch-quorum', 'nodeSets', {
    nodeSets: { client, data, master: { ...master, count: 2 } },
  }),
];

const eck = (title: string, id: string, prop: string, mistaken: Partial<EckOperatorProps>): Mistake => ({
  title: `eck: ${title}`,
  id,
  source: `EckOperator: ${prop}`,
  mistaken: inChart((chart) => eckOperator(chart, mistaken)),
  corrected: inChart((chart) => eckOperator(chart)),
});

const operators: readonly Mistake[] = [
  ...['3.4.0', '3.5', '4.0.0', ''].map((version) =>
    eck(`version ${version}`, 'eck-operator-version', 'version', { version: version as EckVersion }),
  ),
  eck('no namespaces', 'eck-managed-namespaces', 'managedNamespaces', { managedNamespaces: [] }),
];

export const elastic: readonly Mistake[] = [
  ...(
    [
      ['elasticsearch-setting', 'xpack.security', false],
      ['elasticsearch-setting-name', '', 'x'],
      ['elasticsearch-setting-name', 'node.attr.', 'x'],
      ['secret-in-config', 's3.client.default.secret_key', 'x'],
      ['secret-in-config', 'xpack.notification.email.account.a.smtp.secure_password', 'x'],
      ['elasticsearch-setting-start', 'index.number_of_replicas', 1],
      ['elasticsearch-setting-start', 'bootstrap.memory_lock', true],
      ['elasticsearch-setting-start', 'node.attr.g', '${RACK}'],
    ] as const
  ).map(([id, key, value]) =>
    main(
      `setting '${key}'`,
      id,
      /^\w+$/.test(key) ? `nodeSets.main.config.${key}` : `nodeSets.main.config['${key}']`,
      { config: { [key]: value } },
      { config: { 'bootstrap.memory_lock': false, 'node.attr.ip': '${POD_IP}' } },
    ),
  ),
  main(
    'a setting and one of its group',
    'elasticsearch-setting-name',
    "nodeSets.main.config['logger.org']",
    { config: { 'logger.org': 'info', 'logger.org.elasticsearch': 'debug' } },
    { config: { 'logger.organization': 'info', 'logger.org': 'debug' } },
  ),
  main(
    'an unknown role',
    'elasticsearch-role',
    'nodeSets.main.roles',
    { roles: ['master', 'data', 'dta' as 'data'] },
    {},
  ),
  main('a role twice', 'elasticsearch-role', 'nodeSets.main.roles', { roles: ['master', 'data', 'data'] }, {}),
  cluster(
    'a Secret twice',
    'elasticsearch-secret',
    'keystoreSecrets[1]',
    { keystoreSecrets: ['a', 'a'] },
    { keystoreSecrets: ['a', 'b'] },
  ),

  ...operators,
  ...upmc,
  ...['8.7.1', '7.17.28', '10.0.0', '9.1', 'v9.1.3', 'latest', 'banana', '9.1.3-SNAPSHOT', ''].map((version) =>
    cluster(
      `version ${version}`,
      'elasticsearch-version',
      'version',
      { version: version as ElasticVersion },
      { version: '8.8.0' },
    ),
  ),
  ...['3.3.2', '2.16.0', '4.0.0', '3.5', ''].map((version) =>
    cluster(
      `operator version ${version}`,
      'elasticsearch-operator-version',
      'backend.version',
      { backend: operator(version) },
      { backend: operator('3.4.0') },
    ),
  ),
  cluster('long name', 'resource-name-length', 'name', { name: 'l'.repeat(37) }, { name: 'l'.repeat(36) }),
  main('no master', 'elasticsearch-quorum', 'nodeSets', { roles: ['data'] }, { roles: ['data', 'master'] }),
  main('two masters', 'elasticsearch-quorum', 'nodeSets', { count: 2 }, { count: 3 }),
  main('single node', 'elasticsearch-quorum', 'nodeSets', { count: 1 }, { count: 3 }),
  main('even number of masters', 'elasticsearch-quorum', 'nodeSets', { count: 4 }, { count: 5 }),
  main('masters in two zones', 'elasticsearch-zone-quorum', 'nodeSets', { zones: twoZones }, { zones: elasticZones }),
  cluster(
    'masters of two sets in one zone',
    'elasticsearch-zone-quorum',
    'nodeSets',
    { nodeSets: { ...mainSet({ count: 2 }), other: { ...masterSet, count: 1, zones: ['eu-central-1a'] } } },
    { nodeSets: { ...mainSet(), other: { ...masterSet, count: 2, zones: twoZones } } },
  ),
  cluster(
    'no data nodes',
    'elasticsearch-data-nodes',
    'nodeSets',
    { nodeSets: { masters: masterSet } },
    { nodeSets: { data: dataSet, masters: masterSet } },
  ),
  cluster(
    'data nodes in one zone',
    'elasticsearch-data-nodes',
    'nodeSets',
    { nodeSets: { data: { ...dataSet, zones: ['eu-central-1a'] }, masters: masterSet } },
    { nodeSets: { data: { ...dataSet, zones: twoZones }, masters: masterSet } },
  ),
  ...[0, -1, 1.5, Number.NaN, 2 ** 31].map((count) =>
    main(`${count} nodes`, 'elasticsearch-node-count', 'nodeSets.main.count', { count }, { count: 3 }),
  ),
  ...[[], ['eu-central-1a', 'eu-central-1a']].map((zones) =>
    main(`zones ${zones.join()}`, 'elasticsearch-zones', 'nodeSets.main.zones', { zones }, { zones: elasticZones }),
  ),
  ...['Main', 'a_b', 'a.b', '-a', 'h'.repeat(44)].map((name) =>
    cluster(
      `node set ${name}`,
      'elasticsearch-node-set-name',
      /^[a-zA-Z_]\w*$/.test(name) ? `nodeSets.${name}` : `nodeSets['${name}']`,
      { nodeSets: { [name]: nodeSetSample } },
      { nodeSets: { ['h'.repeat(43)]: nodeSetSample } },
    ),
  ),
  main('no storage', 'resource-quantity', 'nodeSets.main.storage', { storage: '0Gi' }, { storage: '1Gi' }),
  main(
    'no CPU',
    'resource-quantity',
    'nodeSets.main.resources.cpu',
    { resources: { cpu: '0', memory: '4Gi' } },
    { resources: { cpu: '1', memory: '4Gi' } },
  ),
  main(
    'small memory',
    'elasticsearch-memory',
    'nodeSets.main.resources.memory',
    { resources: { cpu: '1', memory: '1Gi' } },
    { resources: { cpu: '1', memory: '2Gi' } },
  ),
  ...[
    'cluster.name',
    'discovery.type',
    'http.port',
    'http.publish_host',
    'network.bind_host',
    'node.attr.k8s_node_name',
    'node.attr.zone',
    'node.master',
    'node.roles',
    'node.roles.0',
    'path.data',
    'readiness.port',
    'remote_cluster.port',
    'transport.port',
    'transport.profiles.default.port',
    'transport.publish_port',
    'xpack.license.upload.types',
    'xpack.security.authc.realms.file.file1.enabled',
    'xpack.security.enabled',
    'xpack.security.http.ssl.client_authentication',
    'xpack.security.http.ssl.keystore.path',
    'xpack.security.transport.ssl.certificate_authorities.0',
  ].map((key) =>
    main(
      `setting ${key}`,
      'elasticsearch-setting',
      `nodeSets.main.config['${key}']`,
      { config: { [key]: 'true' } },
      { config: { 'node.attr.disk': 'ssd', 'xpack.security.http.ssl.supported_protocols': 'TLSv1.3' } },
    ),
  ),
  cluster('no priority', 'elasticsearch-priority', 'priorityClass', { priorityClass: '' }, { priorityClass: 'data' }),
  cluster(
    'short digest',
    'image-digest',
    'image.digest',
    { image: { ...elasticImage, digest: 'sha256:ab' } },
    { image: elasticImage },
  ),
  cluster(
    'Secret of a user with an underscore',
    'resource-name',
    'userSecrets[0]',
    { userSecrets: ['file_beat'] },
    { userSecrets: ['filebeat'] },
  ),
  cluster(
    'Secret of roles with an underscore',
    'resource-name',
    'roleSecrets[0]',
    { roleSecrets: ['file_beat'] },
    { roleSecrets: ['filebeat'] },
  ),
  cluster(
    'Kibana without pods',
    'kibana-replicas',
    'kibana.replicas',
    kibana({ replicas: 0 }),
    kibana({ replicas: 1 }),
  ),
  cluster(
    'Kibana with a short digest',
    'image-digest',
    'kibana.image.digest',
    kibana({ image: { ...kibanaImage, digest: 'sha256:ab' } }),
    kibana({}),
  ),
  cluster(
    'Kibana with small memory',
    'kibana-memory',
    'kibana.resources.memory',
    kibana({ resources: { cpu: '1', memory: '2047Mi' } }),
    kibana({ resources: { cpu: '1', memory: '2Gi' } }),
  ),
  cluster(
    'role by its name',
    'elasticsearch-snapshot-role',
    'snapshots.roleArn',
    snapshots({ roleArn: 'logs-snapshots' }),
    snapshots({}),
  ),
  ...[
    ...['30 1 * * *', '0 30 1 * * *', '0 30 1 ? * ?', '@daily', '', '0 30 1 * * ? * *'],
    ...['60 30 1 * * ?', '0 60 1 * * ?', '0 30 25 * * ?', '0 30 1 32 * ?', '0 30 1 0 * ?', '0 30 1 ? * 8'],
    ...['0 30 1 * 13 ?', '0 30 1 * FOO ?', '0 30 1 ? * MON-5', '0 30 1 ? * MON-FRI/2', '0 30 1 ? * 6#6'],
    ...['0 30 1 ? * 6#3,2#1', '0 30 1 15W,20 * ?', '0 30 1 L,2 * ?', '0 30 1 L-31 * ?', '? 30 1 * * ?'],
    ...['0 30 L * * ?', '0 30 1-- * * ?', '0 */0 1 * * ?', '0 0 1/25 * * ?', '0 30, 1 * * ?', '0 30 -1 * * ?'],
    ...['0 * * * * ?', '0 0/10 * * * ?', '* 30 1 * * ?', '0 0,50 * * * ?', '0 30 1 31 4,6 ?', '0 30 1 30 FEB ?'],
    ...['0 30 1 * * ? 2020'],
  ].map((schedule) =>
    cluster(
      `schedule ${schedule}`,
      'elasticsearch-snapshot-schedule',
      'snapshots.schedule',
      snapshots({ schedule }),
      snapshots({ schedule: '0 0 0/6 * * ?' }),
    ),
  ),
  cluster(
    'bucket with capitals',
    'resource-name',
    'snapshots.bucket',
    snapshots({ bucket: 'Snapshots' }),
    snapshots({ bucket: 'snapshots' }),
  ),
  cluster(
    'retention of zero',
    'duration',
    'snapshots.retention',
    snapshots({ retention: '0d' }),
    snapshots({ retention: '7d' }),
  ),
  cluster(
    'lifecycle policy with a slash',
    'elasticsearch-policy-name',
    "lifecyclePolicies['Logs/All']",
    { lifecyclePolicies: { 'Logs/All': { deleteAfter: '14d' } } },
    policy({}),
  ),
  ...['logs', 'metrics', '30-days-default', 'watch-history-ilm-policy-16', 'filebeat'].map((name) =>
    cluster(
      `lifecycle policy ${name} of Elasticsearch`,
      'elasticsearch-built-in-policy',
      /^\w+$/.test(name) ? `lifecyclePolicies.${name}` : `lifecyclePolicies['${name}']`,
      { lifecyclePolicies: { [name]: { deleteAfter: '14d' } } },
      { lifecyclePolicies: { [`shop-${name.slice(0, 4)}`]: { deleteAfter: '14d' } } },
    ),
  ),
  cluster(
    'lifecycle policy that deletes at once',
    'duration',
    "lifecyclePolicies['container-logs'].deleteAfter",
    policy({ deleteAfter: '0d' }),
    policy({ deleteAfter: '1d' }),
  ),
  cluster(
    'lifecycle policy with an unknown size',
    'resource-quantity',
    "lifecyclePolicies['container-logs'].rolloverSize",
    policy({ rolloverSize: '50GB' }),
    policy({ rolloverSize: '50Gi' }),
  ),
];
