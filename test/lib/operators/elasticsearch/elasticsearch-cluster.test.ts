import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App } from 'cdk8s';
import { checkDuplicateObjects, render } from '../../../../lib/kubernetes/manifests/render';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { ElasticsearchBackend } from '../../../../lib/operators/elasticsearch/backend';
import type { ElasticsearchClusterProps } from '../../../../lib/operators/elasticsearch/props';
import {
  elasticsearchCluster,
  kibanaImage,
  mainSet,
  nodeSetSample,
  snapshotSample,
  upmcSample,
} from '../../../support/elastic-samples';
import { namesIn, object, objects } from '../../../support/manifests';
import { chartWith, digest } from '../../../support/workload-samples';

const full: Partial<ElasticsearchClusterProps> = {
  kibana: { image: kibanaImage },
  lifecyclePolicies: { 'container-logs': { deleteAfter: '14d' } },
  snapshots: snapshotSample,
};

const chartOf = (props: Partial<ElasticsearchClusterProps> = {}) =>
  chartWith((chart) => elasticsearchCluster(chart, props));

const specOf = (props: Partial<ElasticsearchClusterProps> = {}) => object(chartOf(props), 'Elasticsearch').spec;

const nodeSetOf = (props: Partial<ElasticsearchClusterProps> = {}) => specOf(props).nodeSets[0];

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

describe('ECK', () => {
  test.each([
    [999_999, 999_999],
    [1_000_000, '1000000'],
    [9_007_199_254_740_991, '9007199254740991'],
    [-2_000_000, '-2000000'],
    [1_000_000.5, '1000000.5'],
    [1e-7, '0.0000001'],
    [0.25, 0.25],
    ['1e6', '1e6'],
    [true, true],
  ])('config: a node reads %p as %p', (value, written) => {
    const { config } = nodeSetOf({ nodeSets: mainSet({ config: { 'cluster.max_shards_per_node': value } }) });
    expect(config).toMatchObject({ 'cluster.max_shards_per_node': written });
  });

  test('names: those of the objects that ECK creates for two clusters differ', () => {
    const namesOf = (name: string, nodeSets: ElasticsearchClusterProps['nodeSets']) =>
      chartWith((chart) => elasticsearchCluster(chart, { name, nodeSets }));
    const duplicates = (...charts: readonly ReturnType<typeof namesOf>[]) =>
      checkDuplicateObjects(charts.flatMap((chart) => render(chart.node.root as App))).map(({ id }) => id);
    expect(duplicates(namesOf('logs', mainSet()))).toEqual([]);
    expect(duplicates(namesOf('logs', { http: nodeSetSample }))).toContain('duplicate-object');
    expect(duplicates(namesOf('ea', { 'b-es-c': nodeSetSample }), namesOf('ea-es-b', { c: nodeSetSample }))).toContain(
      'duplicate-object',
    );
  });

  test('keystoreSecrets: are read into the keystore', () => {
    expect(specOf({ keystoreSecrets: ['s3'] }).secureSettings).toEqual([{ secretName: 's3' }]);
    expect(specOf()).not.toHaveProperty('secureSettings');
  });

  test('objects: are those of the declared parts', () => {
    expect(namesIn(chartOf())).toEqual(['Elasticsearch/logs', 'NetworkPolicy/logs-es']);
    expect(namesIn(chartOf(full))).toEqual([
      'Elasticsearch/logs',
      'ServiceAccount/logs-es',
      'NetworkPolicy/logs-es',
      'Kibana/logs',
      'PodDisruptionBudget/logs-kb',
      'NetworkPolicy/logs-kb',
      expect.stringMatching(/^NetworkPolicy\/logs-policies-egress-/),
      expect.stringMatching(/^NetworkPolicy\/logs-es-from-logs-policies-/),
      'ServiceAccount/logs-policies',
      expect.stringMatching(/^ConfigMap\/logs-policies-/),
      expect.stringMatching(/^ConfigMap\/logs-policies-files-/),
      'NetworkPolicy/logs-policies',
      'CronJob/logs-policies',
    ]);
    expect(collectDiagnostics(chartOf(full))).toEqual([]);
  });

  test('nodes: are spread over zones and apart on nodes', () => {
    const set = nodeSetOf();
    expect(set).toMatchObject({
      config: { 'node.roles': ['master', 'data', 'ingest'], 'node.store.allow_mmap': false },
      count: 3,
      name: 'main',
      zoneAwareness: { zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'] },
    });
    const apart = (labels: object) => ({
      labelSelector: { matchLabels: { 'elasticsearch.k8s.elastic.co/cluster-name': 'logs', ...labels } },
      topologyKey: 'kubernetes.io/hostname',
    });
    expect(set.podTemplate.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
      apart({ 'elasticsearch.k8s.elastic.co/statefulset-name': 'logs-es-main' }),
      apart({ 'elasticsearch.k8s.elastic.co/node-master': 'true' }),
    ]);
    const data = specOf({ nodeSets: { data: { ...nodeSetSample, roles: ['data'] }, ...mainSet() } }).nodeSets[0];
    expect(data.podTemplate.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toHaveLength(
      1,
    );
  });

  test('nodes: have no more rights than Pod Security restricted admits, and the token of no ServiceAccount', () => {
    const { spec } = nodeSetOf().podTemplate;
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      priorityClassName: 'data',
      securityContext: { fsGroup: 1000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(spec.containers).toEqual([
      {
        name: 'elasticsearch',
        resources: { limits: { cpu: '1', memory: '4Gi' }, requests: { cpu: '1', memory: '4Gi' } },
        securityContext: restricted,
      },
    ]);
    expect(spec.initContainers).toBeUndefined();
  });

  test('memory map: is used only where the nodes permit it', () => {
    expect(nodeSetOf({ nodeSets: mainSet({ memoryMap: true }) }).config).toEqual({
      'node.roles': ['master', 'data', 'ingest'],
    });
  });

  test('placement: selects nodes and tolerates their taints', () => {
    const placement = { labels: { role: 'data' }, taints: { dedicated: 'data:NoSchedule' } };
    expect(nodeSetOf({ nodeSets: mainSet({ placement }) }).podTemplate.spec).toMatchObject({
      nodeSelector: { role: 'data' },
      tolerations: [{ effect: 'NoSchedule', key: 'dedicated', operator: 'Equal', value: 'data' }],
    });
  });

  test('volumes: have the name that Elasticsearch uses, and remain when the cluster is deleted', () => {
    expect(nodeSetOf().volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'elasticsearch-data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '100Gi' } },
          storageClassName: 'gp3',
        },
      },
    ]);
    expect(specOf().volumeClaimDeletePolicy).toBe('DeleteOnScaledownOnly');
    const backend = ElasticsearchBackend.eck({ storageClass: 'io2' });
    expect(nodeSetOf({ backend }).volumeClaimTemplates[0].spec.storageClassName).toBe('io2');
  });

  test('updates: one node at a time, and the budget of the operator', () => {
    expect(specOf()).toMatchObject({
      image: `registry.example.com/elasticsearch@${digest}`,
      updateStrategy: { changeBudget: { maxSurge: 1, maxUnavailable: 1 } },
      version: '9.1.3',
    });
    // The operator's own budget permits an eviction only while the cluster is green.
    expect(specOf().podDisruptionBudget).toBeUndefined();
  });

  test('users and roles: are read from Secrets', () => {
    expect(specOf({ roleSecrets: ['roles'], userSecrets: ['filebeat-user'] }).auth).toEqual({
      fileRealm: [{ secretName: 'filebeat-user' }],
      roles: [{ secretName: 'roles' }],
    });
    expect(specOf().auth).toBeUndefined();
  });

  test('Kibana: has the version of the cluster, and a budget', () => {
    const chart = chartOf(full);
    expect(object(chart, 'Kibana').spec).toMatchObject({
      count: 2,
      elasticsearchRef: { name: 'logs' },
      image: `registry.example.com/kibana@${digest}`,
      podTemplate: {
        spec: {
          containers: [{ name: 'kibana', securityContext: restricted }],
          securityContext: { runAsNonRoot: true },
        },
      },
      version: '9.1.3',
    });
    expect(object(chart, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
  });

  test('NetworkPolicy: permits nodes, operator, Kibana and clients on their ports', () => {
    const [nodes, kibana] = objects(chartOf({ ...full, allowedFrom: [workloadEndpoint('api')] }), 'NetworkPolicy');
    const ports = (numbers: readonly number[]) => numbers.map((port) => ({ port, protocol: 'TCP' }));
    const es = {
      'common.k8s.elastic.co/type': 'elasticsearch',
      'elasticsearch.k8s.elastic.co/cluster-name': 'logs',
    };
    const kb = { 'common.k8s.elastic.co/type': 'kibana', 'kibana.k8s.elastic.co/name': 'logs' };
    expect(nodes?.spec).toMatchObject({
      egress: [
        { ports: ports([9200, 9300]), to: [{ podSelector: { matchLabels: es } }] },
        { ports: ports([443]), to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] },
      ],
      ingress: [
        { ports: ports([9200]) },
        { from: [{ podSelector: { matchLabels: es } }], ports: ports([9200, 9300]) },
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'elastic-system' } } }],
          ports: ports([9200]),
        },
        { from: [{ podSelector: { matchLabels: kb } }], ports: ports([9200]) },
      ],
      podSelector: { matchLabels: es },
    });
    expect(kibana?.spec).toMatchObject({
      egress: [{ ports: ports([9200]), to: [{ podSelector: { matchLabels: es } }] }],
      podSelector: { matchLabels: kb },
    });
    expect(kibana?.spec.ingress).toBeUndefined();
  });

  test('snapshots: nodes exchange the token of their ServiceAccount for the role', () => {
    const { containers, volumes } = nodeSetOf(full).podTemplate.spec;
    expect(specOf(full).serviceAccountName).toBe('logs-es');
    const file = '/usr/share/elasticsearch/config/repository-s3/aws-web-identity-token-file';
    expect(containers[0].env).toEqual([
      { name: 'AWS_REGION', value: 'eu-central-1' },
      { name: 'AWS_ROLE_ARN', value: snapshotSample.roleArn },
      { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: file },
    ]);
    const [{ projected }] = volumes;
    expect(`${containers[0].volumeMounts[0].mountPath}/${projected.sources[0].serviceAccountToken.path}`).toBe(file);
  });
});

describe('policies', () => {
  const bodies = (props: Partial<ElasticsearchClusterProps>) => {
    const maps = objects(chartOf(props), 'ConfigMap').filter(({ data }) => !('ELASTICSEARCH_URL' in data));
    return Object.fromEntries(
      Object.entries<string>(maps[0]?.data ?? {}).map(([key, text]) => [key, JSON.parse(text) as unknown]),
    );
  };

  test('bodies: are those of the APIs of snapshots and lifecycles', () => {
    expect(bodies(full)).toEqual({
      'policies._ilm.policy.container-logs.json': {
        policy: {
          phases: {
            delete: { actions: { delete: {} }, min_age: '14d' },
            hot: { actions: { rollover: { max_age: '1d', max_primary_shard_size: '51200mb' } } },
          },
        },
      },
      'policies._slm.policy.s3.json': {
        config: { include_global_state: true },
        name: '<snapshot-{now/d}>',
        repository: 's3',
        retention: { expire_after: '30d', min_count: 5 },
        schedule: '0 30 1 * * ?',
      },
      'policies._snapshot.s3.json': { settings: { base_path: 'logs', bucket: 'shop-snapshots' }, type: 's3' },
    });
  });

  test('durations: are whole numbers', () => {
    const changed = bodies({ lifecyclePolicies: { 'container-logs': { deleteAfter: '1.5d', rolloverAge: '0.5h' } } });
    expect(changed['policies._ilm.policy.container-logs.json']).toMatchObject({
      policy: {
        phases: { delete: { min_age: '129600s' }, hot: { actions: { rollover: { max_age: '1800s' } } } },
      },
    });
  });

  test('script: sends the repository before the policy that needs it, and no password as an argument', () => {
    const { command, env } = object(chartOf(full), 'CronJob').spec.jobTemplate.spec.template.spec.containers[0];
    const requests = [...command[2].matchAll(/^put (\S+) \/policies\/(\S+)$/gm)].map(([, path]) => path);
    expect(requests).toEqual(['_snapshot/s3', '_slm/policy/s3', '_ilm/policy/container-logs']);
    expect(command[2]).not.toContain('--user');
    expect(
      env.map(({ name, valueFrom }: { name: string; valueFrom: { secretKeyRef: object } }) => [
        name,
        valueFrom.secretKeyRef,
      ]),
    ).toEqual([
      ['ELASTICSEARCH_CA', { key: 'ca.crt', name: 'logs-es-http-certs-public' }],
      ['ELASTICSEARCH_PASSWORD', { key: 'elastic', name: 'logs-es-elastic-user' }],
    ]);
  });

  test('script: fails if a request fails, and sends the others', () => {
    const { command } = object(chartOf(full), 'CronJob').spec.jobTemplate.spec.template.spec.containers[0];
    const folder = mkdtempSync(path.join(tmpdir(), 'policies-'));
    const calls = path.join(folder, 'calls');
    // The second request is refused.
    const stub = `#!/bin/bash\ncat >>${calls}\necho "\${@: -1}" >>${calls}\n[ "$(grep -c https ${calls})" -ne 2 ]\n`;
    writeFileSync(path.join(folder, 'curl'), stub, { mode: 0o755 });
    const { status } = spawnSync(
      'bash',
      command.slice(1).map((word: string) => word.replaceAll('/tmp/', `${folder}/`)),
      {
        env: {
          ELASTICSEARCH_CA: 'certificate',
          ELASTICSEARCH_PASSWORD: 'pass"word',
          ELASTICSEARCH_URL: 'https://logs',
          PATH: `${folder}:${process.env['PATH'] ?? ''}`,
        },
      },
    );
    const text = readFileSync(calls, 'utf8');
    const certificate = readFileSync(path.join(folder, 'ca.crt'), 'utf8');
    rmSync(folder, { recursive: true });
    expect(status).not.toBe(0);
    expect(text.split('\n')).toEqual([
      String.raw`user = "elastic:pass\"word"`,
      'https://logs/_snapshot/s3',
      String.raw`user = "elastic:pass\"word"`,
      'https://logs/_slm/policy/s3',
      String.raw`user = "elastic:pass\"word"`,
      'https://logs/_ilm/policy/container-logs',
      '',
    ]);
    expect(certificate).toBe('certificate\n');
  });

  test('task: does not exist without policies', () => {
    expect(objects(chartOf(), 'CronJob')).toEqual([]);
  });
});

describe('upmc', () => {
  test('object: has the fields of the operator, and no others', () => {
    const chart = chartOf({ ...upmcSample, kibana: { image: kibanaImage } });
    expect(namesIn(chart)).toEqual(['ElasticsearchCluster/logs']);
    expect(collectDiagnostics(chart)).toEqual([]);
    const quantities = { cpu: '1', memory: '4Gi' };
    expect(object(chart, 'ElasticsearchCluster').spec).toEqual({
      'client-node-replicas': 2,
      'data-node-replicas': 3,
      'data-volume-size': '100Gi',
      'elastic-search-image': `registry.example.com/elasticsearch@${digest}`,
      'keep-secrets-on-delete': true,
      'kibana': { image: `registry.example.com/kibana@${digest}` },
      'master-node-replicas': 3,
      'master-volume-size': '100Gi',
      'resources': { limits: quantities, requests: quantities },
      'storage': { 'storage-class': 'gp3' },
      'use-ssl': true,
      'zones': ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
    });
  });
});
