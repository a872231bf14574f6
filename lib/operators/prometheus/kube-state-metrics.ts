import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings, forwardSources, type Finding } from '../../core/diagnostics';
import { grantClusterRole } from '../../kubernetes/cluster/cluster-role';
import { checkEndpointPorts, checkEndpoints } from '../../kubernetes/pod/endpoint-checks';
import { httpProbes, type Probes } from '../../kubernetes/pod/probes';
import type { DeploymentProps, WorkloadProps } from '../../kubernetes/workloads/props';
import { createDeployment, createDisruptionBudget } from '../../kubernetes/workloads/deployment';
import { createNetworkPolicy, createServiceAccount, WorkloadBase } from '../../kubernetes/workloads/workload';
import { checkWorkload } from '../../kubernetes/workloads/workload-checks';
import type { KubeStateMetricsProps } from './exporter-props';
import { defaultStateResources, stateRules } from './state-resources';

/** Port of the metrics of objects, and that of the program's own metrics and its readiness. */
const ports = { metrics: 8080, telemetry: 8081 } as const;

const startupTimeout = '60s';

const defaultResources = { cpu: '100m', memory: '256Mi' } as const;

/**
 * kube-state-metrics v2.15: the state of the cluster's objects as metrics. One pod, since two would report each object twice. Wave
 * `workloads`.
 *
 * @example
 * new KubeStateMetrics(scope, 'state', {
 *   apiServer: [{ name: 'api-server', ports: [443], peer: { addresses: ['172.20.0.1/32'] } }],
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/kube-state-metrics' },
 *   labels: { prometheus: 'platform' },
 *   name: 'kube-state-metrics',
 *   namespace: 'monitoring',
 *   scrapers: [prometheusEndpoint('platform', 'monitoring')],
 * });
 */
export class KubeStateMetrics extends Construct {
  /** Endpoint of the pods and their ports, for `targets` of a Prometheus. */
  readonly endpoint: Endpoint;
  /** Deployment of the pod, for `patch`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: KubeStateMetricsProps) {
    super(scope, id);
    const { apiServer, image, name, namespace, placement, priorityClass, scrapers } = props;
    const { labels, resources = defaultResources, stateResources = defaultStateResources } = props;
    const workloadProps: DeploymentProps = {
      apiAccess: true,
      args: [
        `--port=${ports.metrics}`,
        `--resources=${[...stateResources].sort().join(',')}`,
        `--telemetry-port=${ports.telemetry}`,
      ],
      connectsTo: apiServer,
      image,
      name,
      namespace,
      resources,
      ...(placement && { placement }),
      ...(priorityClass !== undefined && { priorityClass }),
    };
    addFindings(this, checkStateMetrics(props, workloadProps));
    const workload = new WorkloadBase(this, workloadProps, 'exporter', [
      { allowedFrom: scrapers, ports: Object.values(ports), setting: 'scrapers' },
    ]);
    createServiceAccount(workload);
    createNetworkPolicy(workload);
    grantClusterRole(this, {
      account: { name, namespace },
      labels: workload.labels,
      name: `${namespace}:${name}`,
      rules: stateRules(stateResources),
    });
    createDisruptionBudget(workload);
    createPodMonitor(workload, labels);
    this.deployment = createDeployment(workload, workloadProps, {
      configMaps: {},
      ports,
      preStopSeconds: 0,
      probes: stateProbes(),
      singleton: 'two pods would report each object twice',
      startupTimeout,
    });
    forwardSources(this, this.deployment, { name: 'name', namespace: 'namespace' });
    this.endpoint = workload.endpoint(...Object.values(ports));
  }
}

function checkStateMetrics(props: KubeStateMetricsProps, workload: WorkloadProps): Finding[] {
  const { apiServer, stateResources = defaultStateResources } = props;
  return [
    ...checkWorkload('deployment', workload),
    ...checkEndpoints(apiServer, 'apiServer'),
    ...checkEndpointPorts(apiServer, 'apiServer'),
    ...(stateResources.length > 0
      ? []
      : [
          {
            id: 'state-resources',
            setting: 'stateResources',
            message: 'stateResources must have at least one resource; got []',
            hint: 'remove it for those of workloads, volumes, quotas and nodes: without any, the program reports all',
          },
        ]),
  ];
}

/** Returns the probes. `/livez` fails while the API server is down, when a restart does not help. */
function stateProbes(): Probes {
  const { livenessProbe, startupProbe } = httpProbes(
    { livenessPath: '/healthz', port: 'metrics', readinessPath: '/healthz' },
    startupTimeout,
  );
  const { readinessProbe } = httpProbes(
    { livenessPath: '/readyz', port: 'telemetry', readinessPath: '/readyz' },
    startupTimeout,
  );
  return {
    ...(livenessProbe && { livenessProbe }),
    ...(readinessProbe && { readinessProbe }),
    ...(startupProbe && { startupProbe }),
  };
}

/** Creates the PodMonitor. The metrics have labels of the objects that they describe, so those of the pod are dropped. */
function createPodMonitor(
  { metadata, podLabels, scope }: WorkloadBase,
  labels: Readonly<Record<string, string>>,
): void {
  new ApiObject(scope, 'PodMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { ...metadata, labels: { ...metadata.labels, ...labels } },
    spec: {
      podMetricsEndpoints: [
        {
          honorLabels: true,
          interval: '30s',
          port: 'metrics',
          relabelings: [{ action: 'labeldrop', regex: '(pod|service|endpoint|namespace|container)' }],
        },
        { interval: '30s', port: 'telemetry' },
      ],
      jobLabel: 'app.kubernetes.io/name',
      selector: { matchLabels: podLabels },
    },
  });
}
