import { load } from 'js-yaml';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { FilebeatProps } from '../../../../lib/operators/filebeat/props';
import { filebeat } from '../../../support/elastic-samples';
import { namesIn, object, objects } from '../../../support/manifests';
import type { Json } from '../../../support/terraform';
import { chartWith } from '../../../support/workload-samples';

const chartOf = (props: Partial<FilebeatProps> = {}) => chartWith((chart) => filebeat(chart, props));

const configOf = (props: Partial<FilebeatProps> = {}) =>
  load(object(chartOf(props), 'ConfigMap').data['usr.share.filebeat.filebeat.yml']) as Json;

const podOf = (props: Partial<FilebeatProps> = {}) => object(chartOf(props), 'DaemonSet').spec.template.spec;

describe('Filebeat', () => {
  test('objects: are those of an agent and its permission', () => {
    expect(namesIn(chartOf())).toEqual([
      'ClusterRole/node-agents:filebeat',
      'ClusterRoleBinding/node-agents:filebeat',
      expect.stringMatching(/^NetworkPolicy\//),
      expect.stringMatching(/^NetworkPolicy\//),
      'ServiceAccount/filebeat',
      expect.stringMatching(/^ConfigMap\/filebeat-files-/),
      'NetworkPolicy/filebeat',
      'DaemonSet/filebeat',
    ]);
    expect(collectDiagnostics(chartOf())).toEqual([]);
  });

  test('permission: to read the metadata of logs, and nothing else', () => {
    expect(object(chartOf(), 'ClusterRole').rules).toEqual([
      { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: ['get', 'list', 'watch'] },
    ]);
    expect(object(chartOf(), 'ClusterRoleBinding')).toMatchObject({
      roleRef: { name: 'node-agents:filebeat' },
      subjects: [{ kind: 'ServiceAccount', name: 'filebeat', namespace: 'node-agents' }],
    });
    expect(podOf().automountServiceAccountToken).toBe(true);
  });

  test('inputs of containers: id and path contain the id of the container, and files have fingerprints', () => {
    const [{ templates, ...provider }] = configOf()['filebeat.autodiscover'].providers;
    expect(provider).toEqual({
      add_resource_metadata: { cronjob: false, deployment: false },
      node: '${NODE_NAME}',
      type: 'kubernetes',
    });
    expect(templates).toEqual([
      {
        condition: {
          and: [
            { has_fields: ['kubernetes.container.id'] },
            { not: { equals: { 'kubernetes.annotations.co.elastic.logs/enabled': 'false' } } },
          ],
        },
        config: [
          {
            'file_identity.fingerprint': null,
            'id': 'container-${data.kubernetes.container.id}',
            'parsers': [{ container: { format: 'auto', stream: 'all' } }],
            'paths': ['/var/log/containers/*-${data.kubernetes.container.id}.log'],
            'prospector.scanner': { fingerprint: { enabled: true, length: 64, offset: 0 }, symlinks: true },
            'type': 'filestream',
          },
        ],
      },
    ]);
    expect(podOf().containers[0].env[0]).toEqual({
      name: 'NODE_NAME',
      valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
    });
  });

  test('multiline: one template applies to each container', () => {
    const multiline = [{ container: 'api', firstLine: String.raw`^\d`, namespace: 'apps' }];
    const [{ templates }] = configOf({ multiline })['filebeat.autodiscover'].providers;
    const isApi = { equals: { 'kubernetes.container.name': 'api', 'kubernetes.namespace': 'apps' } };
    expect(templates.map(({ condition }: Json) => condition.and[2])).toEqual([{ not: isApi }, isApi]);
    expect(templates[1].config[0].parsers[1]).toEqual({
      multiline: { match: 'after', negate: true, pattern: String.raw`^\d`, type: 'pattern' },
    });
  });

  test('inputs of nodes: have the id of their key', () => {
    const inputs = { audit: { paths: ['/var/log/audit/*.log'] }, kernel: { paths: ['/var/log/kern.log'] } };
    const config: Json[] = configOf({ inputs })['filebeat.inputs'];
    expect(config.map(({ id, paths, type }) => [id, type, paths])).toEqual([
      ['audit', 'filestream', ['/var/log/audit/*.log']],
      ['kernel', 'filestream', ['/var/log/kern.log']],
    ]);
    expect(configOf()['filebeat.inputs']).toBeUndefined();
  });

  test('registry: is on the node, in a folder of the agent', () => {
    const { containers, volumes } = podOf();
    const { name } = containers[0].volumeMounts.find(
      ({ mountPath }: { mountPath: string }) => mountPath === '/usr/share/filebeat/data',
    );
    expect(volumes.find((volume: Json) => volume.name === name).hostPath).toEqual({
      path: '/var/lib/filebeat/node-agents/filebeat',
      type: 'DirectoryOrCreate',
    });
  });

  test('log files of the node: are mounted read-only', () => {
    const mount = podOf().containers[0].volumeMounts.find(
      ({ mountPath }: { mountPath: string }) => mountPath === '/var/log',
    );
    expect(mount.readOnly).toBe(true);
    expect(podOf().hostNetwork).toBeUndefined();
  });

  test('tainted nodes: have an agent as well', () => {
    expect(podOf().tolerations).toEqual([{ operator: 'Exists' }]);
  });

  test('output: reads its credentials from the environment, and the authority from a file that changes with its Secret', () => {
    expect(configOf()['output.elasticsearch']).toMatchObject({
      hosts: ['https://logs-es-http.logging.svc:9200'],
      password: '${ELASTICSEARCH_PASSWORD}',
      ssl: {
        certificate_authorities: ['/etc/elasticsearch/ca.crt'],
        restart_on_cert_change: { enabled: true, period: '1m' },
        verification_mode: 'full',
      },
      username: '${ELASTICSEARCH_USERNAME}',
    });
    const variables: Json[] = podOf().containers[0].env;
    expect(variables.map(({ name }) => name)).toEqual([
      'NODE_NAME',
      'ELASTICSEARCH_PASSWORD',
      'ELASTICSEARCH_USERNAME',
    ]);
    const { containers, volumes } = podOf();
    const mount = containers[0].volumeMounts.find((one: Json) => one.mountPath === '/etc/elasticsearch');
    expect(mount).toEqual({ mountPath: '/etc/elasticsearch', name: mount.name, readOnly: true });
    expect(volumes.find((one: Json) => one.name === mount.name).secret).toEqual({
      items: [{ key: 'ca.crt', path: 'ca.crt' }],
      secretName: 'filebeat',
    });
  });

  test('lifecycle policy: is that of the cluster, which agents do not create', () => {
    expect(configOf({ lifecyclePolicy: 'container-logs' })['setup.ilm']).toEqual({
      check_exists: false,
      enabled: true,
      overwrite: false,
      policy_name: 'container-logs',
    });
  });

  test('cluster: admits the agents of the other namespace', () => {
    const policy = objects(chartOf(), 'NetworkPolicy').find(({ metadata }) => metadata.namespace === 'logging');
    expect(policy?.spec).toMatchObject({
      ingress: [{ ports: [{ port: 9200 }] }],
      podSelector: { matchLabels: { 'elasticsearch.k8s.elastic.co/cluster-name': 'logs' } },
    });
  });
});
