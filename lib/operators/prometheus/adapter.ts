import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings, forwardSources } from '../../core/diagnostics';
import { providesMetric } from '../../kubernetes/checks/custom-metrics';
import { toYaml } from '../../kubernetes/manifests/yaml';
import { httpProbes, type Probes } from '../../kubernetes/pod/probes';
import { scalingSeries } from '../../kubernetes/pod/scaling-target';
import { createDisruptionBudget } from '../../kubernetes/workloads/deployment';
import type { WorkloadProps } from '../../kubernetes/workloads/props';
import {
  createConfigMaps,
  createNetworkPolicy,
  createServiceAccount,
  WorkloadBase,
} from '../../kubernetes/workloads/workload';
import { checkAdapter } from './adapter-checks';
import type { PrometheusAdapterProps } from './adapter-props';
import { createAdapterDeployment } from './adapter-deployment';
import { prometheusEndpoint } from './prometheus';
import { createSourceService, sourceUrl } from './source-service';

/** Port of the adapter's API. */
const port = 6443;

const certificates = '/etc/prometheus-adapter-tls';

const configuration = '/etc/prometheus-adapter/config.yaml';

const defaultResources = { cpu: '100m', memory: '256Mi' } as const;

/**
 * The program that gives the loads of `scaleOn` to autoscalers: the API `external.metrics.k8s.io` of the cluster, with the values
 * that a Prometheus computes. Two pods in two zones. A cluster has one such API. Wave `data`.
 *
 * @example
 * new PrometheusAdapter(scope, 'adapter', {
 *   apiServer: [{ name: 'api-server', ports: [443], peer: { addresses: ['172.20.0.1/32'] } }],
 *   apiServerAddresses: ['10.0.0.0/24'],
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/prometheus-adapter' },
 *   name: 'prometheus-adapter',
 *   namespace: 'monitoring',
 *   prometheus: { name: 'platform', namespace: 'monitoring' },
 *   tls: { caBundle: '-----BEGIN CERTIFICATE-----…', secret: 'prometheus-adapter-tls' },
 * });
 */
export class PrometheusAdapter extends Construct {
  /** Endpoint of the pods, for `allowedFrom` of others. */
  readonly endpoint: Endpoint;
  /** Deployment of the pods, for `patch`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: PrometheusAdapterProps) {
    super(scope, id);
    const { apiServer, apiServerAddresses, image, name, namespace, placement, priorityClass, prometheus } = props;
    const workloadProps: WorkloadProps = {
      connectsTo: [...apiServer, prometheusEndpoint(prometheus.name, prometheus.namespace)],
      files: { [configuration]: toYaml(adapterRules) },
      image,
      name,
      namespace,
      resources: props.resources ?? defaultResources,
      ...(placement && { placement }),
      ...(priorityClass !== undefined && { priorityClass }),
    };
    addFindings(this, checkAdapter(props, workloadProps));
    const workload = new WorkloadBase(this, workloadProps, 'adapter', [
      { allowedAddresses: apiServerAddresses, ports: [port] },
    ]);
    createServiceAccount(workload);
    const configMaps = createConfigMaps(workload, workloadProps);
    createNetworkPolicy(workload);
    createPermissions(workload);
    createServices(workload, props);
    this.deployment = createAdapterDeployment(workload, workloadProps, {
      args: adapterArguments(props),
      configMaps,
      ports: { https: port },
      probes: httpsProbes(),
      secretFiles: { path: certificates, secret: props.tls.secret },
    });
    createDisruptionBudget(workload);
    forwardSources(this, this.deployment, { name: 'name', namespace: 'namespace' });
    this.endpoint = workload.endpoint(port);
    providesMetric(this, scalingSeries);
  }
}

/**
 * Rules of the adapter: one for all autoscalers. A load is an external metric, since it belongs to no object of the cluster, and
 * its series has the namespace of the autoscaler, which the API requires.
 *
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/externalmetrics.md
 */
const adapterRules = {
  externalRules: [
    {
      seriesQuery: `${scalingSeries}{namespace!="",autoscaler!=""}`,
      resources: { overrides: { namespace: { resource: 'namespace' } } },
      metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>}) by (namespace, autoscaler, metric)',
    },
  ],
};

/** Arguments of the adapter. A series that is not known for 5 minutes is no metric any more. */
function adapterArguments(props: PrometheusAdapterProps): string[] {
  return [
    `--config=${configuration}`,
    '--metrics-max-age=5m',
    '--metrics-relist-interval=30s',
    `--prometheus-url=${sourceUrl(props.name, props.prometheus)}`,
    `--secure-port=${port}`,
    `--tls-cert-file=${certificates}/tls.crt`,
    `--tls-private-key-file=${certificates}/tls.key`,
  ];
}

function httpsProbes(): Probes {
  const { livenessProbe, readinessProbe, startupProbe } = httpProbes(
    { livenessPath: '/livez', port: 'https', readinessPath: '/readyz' },
    '60s',
  );
  const secure = (probe: k8s.Probe | undefined): k8s.Probe => ({
    ...probe,
    ...(probe?.httpGet && { httpGet: { ...probe.httpGet, scheme: 'HTTPS' } }),
  });
  return {
    livenessProbe: secure(livenessProbe),
    readinessProbe: secure(readinessProbe),
    startupProbe: secure(startupProbe),
  };
}

/**
 * Creates the permissions to authenticate and to authorize the requests of the API server. Autoscalers may read all metrics by the
 * cluster's own role `system:controller:horizontal-pod-autoscaler`.
 */
function createPermissions({ labels, name, namespace, scope }: WorkloadBase): void {
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  new k8s.KubeClusterRoleBinding(scope, 'AuthDelegator', {
    metadata: { name: `${namespace}:${name}:auth-delegator`, labels: { ...labels } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects,
  });
  new k8s.KubeRoleBinding(scope, 'AuthReader', {
    metadata: { name: `${namespace}:${name}:auth-reader`, namespace: 'kube-system', labels: { ...labels } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects,
  });
}

/** Creates the APIService and its Service, and a Service of the Prometheus alone. */
function createServices(
  { labels, metadata, name, namespace, podLabels, scope }: WorkloadBase,
  props: PrometheusAdapterProps,
): void {
  const { prometheus, tls } = props;
  new k8s.KubeService(scope, 'Service', {
    metadata,
    spec: {
      ports: [{ name: 'https', port: 443, targetPort: k8s.IntOrString.fromString('https') }],
      selector: podLabels,
    },
  });
  new k8s.KubeApiService(scope, 'APIService', {
    metadata: { name: 'v1beta1.external.metrics.k8s.io', labels: { ...labels } },
    spec: {
      group: 'external.metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      caBundle: Buffer.from(tls.caBundle).toString('base64'),
      service: { name, namespace, port: 443 },
    },
  });
  createSourceService(scope, { labels, name, prometheus });
}
