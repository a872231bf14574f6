import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings, forwardSources } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { httpProbes } from '../../kubernetes/pod/probes';
import { createDeployment, createDisruptionBudget } from '../../kubernetes/workloads/deployment';
import type { DeploymentProps } from '../../kubernetes/workloads/props';
import { createNetworkPolicy, createServiceAccount, WorkloadBase } from '../../kubernetes/workloads/workload';
import { checkWorkload } from '../../kubernetes/workloads/workload-checks';
import { elasticsearchCertificate, elasticsearchEndpoint, elasticsearchUrl } from '../elasticsearch/endpoint';
import type { ElasticsearchExporterProps } from './exporter-props';

/** Port of the metrics. */
const port = 9114;

/** File of the certificate of the authority that signed the cluster's. */
const authorityFile = '/etc/elasticsearch/ca.crt';

const startupTimeout = '60s';

const defaultResources = { cpu: '100m', memory: '128Mi' } as const;

/**
 * Returns a role of Elasticsearch that may read the health of a cluster and the numbers of some indices, and no document. It is the
 * role of the user of an `ElasticsearchExporter`.
 *
 * @param indices patterns of indices and data streams, whose metrics the exporter then has: `filebeat-*`
 */
export function elasticsearchExporterRole(indices: readonly string[]) {
  return { cluster: ['monitor'], indices: [{ names: [...indices], privileges: ['monitor'] }] };
}

/**
 * elasticsearch_exporter v1.10: health, disks and thread pools of a cluster of Elasticsearch, and the numbers of the indices that its user
 * may monitor. One pod, since each scrape is a request to all members. It reads the authority of the cluster when it starts: after
 * ECK has renewed it, once a year, restart the pod. Wave `workloads`.
 *
 * @example
 * new ElasticsearchExporter(scope, 'elasticsearch-exporter', {
 *   cluster: 'logs',
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/elasticsearch-exporter' },
 *   labels: { prometheus: 'platform' },
 *   name: 'elasticsearch-exporter',
 *   namespace: 'logging',
 *   password: { key: 'password', secret: 'elasticsearch-exporter' },
 *   scrapers: [prometheusEndpoint('platform', 'monitoring')],
 *   username: { key: 'username', secret: 'elasticsearch-exporter' },
 * });
 */
export class ElasticsearchExporter extends Construct {
  /** Endpoint of the pod, for `targets` of a Prometheus. */
  readonly endpoint: Endpoint;
  /** Deployment of the pod, for `patch`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: ElasticsearchExporterProps) {
    super(scope, id);
    const { cluster, image, labels, name, namespace, password, placement, priorityClass, username } = props;
    const wrongName = checkName('elasticsearch-cluster', cluster, 'cluster');
    const workloadProps: DeploymentProps = {
      args: exporterArguments(props),
      // An invalid name is reported once, and not as one of an endpoint too.
      connectsTo: wrongName.length > 0 ? [] : [elasticsearchEndpoint(cluster)],
      image,
      name,
      namespace,
      resources: props.resources ?? defaultResources,
      secrets: { ES_PASSWORD: password, ES_USERNAME: username },
      ...(placement && { placement }),
      ...(priorityClass !== undefined && { priorityClass }),
    };
    addFindings(this, [...checkWorkload('deployment', workloadProps), ...wrongName]);
    const workload = new WorkloadBase(this, workloadProps, 'exporter', [
      { allowedFrom: props.scrapers, ports: [port], setting: 'scrapers' },
    ]);
    createServiceAccount(workload);
    createNetworkPolicy(workload);
    createDisruptionBudget(workload);
    createPodMonitor(workload, labels);
    this.deployment = createDeployment(workload, workloadProps, {
      configMaps: {},
      ports: { metrics: port },
      preStopSeconds: 0,
      // Neither path queries the cluster, whose state is no reason to restart the exporter.
      probes: httpProbes({ livenessPath: '/healthz', port: 'metrics', readinessPath: '/' }, startupTimeout),
      secretFiles: { [authorityFile]: elasticsearchCertificate(cluster) },
      singleton: 'two pods would query each member of the cluster twice, and report it twice',
      startupTimeout,
    });
    forwardSources(this, this.deployment, { name: 'name', namespace: 'namespace' });
    this.endpoint = workload.endpoint(port);
  }
}

/**
 * Returns the command line. The time of a request is shorter than that of a scrape, so that a slow member costs its own metrics only.
 *
 * @see https://github.com/prometheus-community/elasticsearch_exporter/blob/v1.10.0/README.md
 */
function exporterArguments({ cluster, namespace }: ElasticsearchExporterProps): string[] {
  return [
    '--es.all',
    `--es.ca=${authorityFile}`,
    // Until it has read the name of the cluster, which it reads at this interval, indices are those of an unknown one.
    '--es.clusterinfo.interval=1m',
    '--es.indices',
    '--es.timeout=15s',
    `--es.uri=${elasticsearchUrl(cluster, namespace)}`,
    // Aliases need a privilege that also reads mappings.
    '--no-es.aliases',
    `--web.listen-address=:${port}`,
  ];
}

/** Creates the PodMonitor, whose metrics have the name of the cluster as `cluster`. */
function createPodMonitor(
  { metadata, podLabels, scope }: WorkloadBase,
  labels: Readonly<Record<string, string>>,
): void {
  new ApiObject(scope, 'PodMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { ...metadata, labels: { ...metadata.labels, ...labels } },
    spec: {
      jobLabel: 'app.kubernetes.io/name',
      podMetricsEndpoints: [{ interval: '30s', port: 'metrics', scrapeTimeout: '20s' }],
      selector: { matchLabels: podLabels },
    },
  });
}
