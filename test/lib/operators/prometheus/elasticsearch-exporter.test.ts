import { elasticsearchExporterRole } from '../../../../lib/operators/prometheus/elasticsearch-exporter';
import { object, objects } from '../../../support/manifests';
import { elasticsearchExporter } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const chart = () => chartWith((scope) => elasticsearchExporter(scope));

describe('ElasticsearchExporter', () => {
  test('role: reads health and numbers, and no document', () => {
    const role = elasticsearchExporterRole(['filebeat-*']);
    expect(role).toEqual({ cluster: ['monitor'], indices: [{ names: ['filebeat-*'], privileges: ['monitor'] }] });
  });

  test('container: verifies the cluster by the authority of ECK, of whose Secret it mounts one key', () => {
    const { containers, volumes } = object(chart(), 'Deployment').spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'secret-etc-elasticsearch-ca-crt-12e891b3',
      secret: { items: [{ key: 'ca.crt', path: 'ca.crt' }], secretName: 'logs-es-http-certs-public' },
    });
    expect(containers[0].volumeMounts).toContainEqual({
      mountPath: '/etc/elasticsearch',
      name: 'secret-etc-elasticsearch-ca-crt-12e891b3',
      readOnly: true,
    });
    expect(containers[0].args).toEqual([
      '--es.all',
      '--es.ca=/etc/elasticsearch/ca.crt',
      '--es.clusterinfo.interval=1m',
      '--es.indices',
      '--es.timeout=15s',
      '--es.uri=https://logs-es-http.logging.svc:9200',
      '--no-es.aliases',
      '--web.listen-address=:9114',
    ]);
  });

  test('container: has its own user from a Secret, and none of its values in the command line', () => {
    const [{ env }] = object(chart(), 'Deployment').spec.template.spec.containers;
    expect(env).toEqual([
      { name: 'ES_PASSWORD', valueFrom: { secretKeyRef: { key: 'password', name: 'exporter' } } },
      { name: 'ES_USERNAME', valueFrom: { secretKeyRef: { key: 'username', name: 'exporter' } } },
    ]);
  });

  test('pod: has no token of the API server, and never a second one', () => {
    const { spec } = object(chart(), 'Deployment');
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(spec.template.spec.automountServiceAccountToken).toBe(false);
  });

  test('NetworkPolicies: admit the Prometheus to the exporter, and the exporter to the cluster, on both sides', () => {
    const policies = objects(chart(), 'NetworkPolicy').map(({ spec }) => ({
      egress: spec.egress?.flatMap(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port)) ?? [],
      ingress: spec.ingress?.flatMap(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port)) ?? [],
      pods: Object.values(spec.podSelector.matchLabels as Record<string, string>).includes('logs')
        ? 'logs'
        : 'exporter',
    }));
    expect(policies).toEqual(
      expect.arrayContaining([
        { egress: [9200], ingress: [], pods: 'exporter' },
        { egress: [], ingress: [9114], pods: 'exporter' },
        { egress: [], ingress: [9200], pods: 'logs' },
        { egress: [], ingress: [], pods: 'exporter' },
      ]),
    );
    expect(policies).toHaveLength(4);
  });

  test('PodMonitor: is selected by its labels, and waits longer than a request of the exporter', () => {
    const { metadata, spec } = object(chart(), 'PodMonitor');
    expect(metadata.labels).toMatchObject({ prometheus: 'platform' });
    expect(spec.podMetricsEndpoints).toEqual([{ interval: '30s', port: 'metrics', scrapeTimeout: '20s' }]);
  });
});
