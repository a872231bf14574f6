import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings, forwardSources, type Finding } from '../../core/diagnostics';
import { checkEndpointPorts, checkEndpoints } from '../../kubernetes/pod/endpoint-checks';
import { httpProbes, type Probes } from '../../kubernetes/pod/probes';
import type { WorkloadProps } from '../../kubernetes/workloads/props';
import { createDisruptionBudget } from '../../kubernetes/workloads/deployment';
import { createNetworkPolicy, createServiceAccount, WorkloadBase } from '../../kubernetes/workloads/workload';
import { checkWorkload } from '../../kubernetes/workloads/workload-checks';
import { createAgentDeployment } from './agent-deployment';
import type { KubeStateMetricsProps } from './exporter-props';
import { defaultStateResources, stateRules } from './state-resources';

/** Port of the metrics of objects, and that of the program's own metrics and its readiness. */
const ports = { metrics: 8080, telemetry: 8081 } as const;

const defaultResources = { cpu: '100m', memory: '256Mi' } as const;

/**
 * kube-state-metrics v2.15: the state of the cluster's objects as metrics. One pod, since two would report each object twice. Wave
 * `data`.
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
    const workloadProps: WorkloadProps = {
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
    createRole(workload, stateRules(stateResources));
    createDisruptionBudget(workload);
    createPodMonitor(workload, labels);
    this.deployment = createAgentDeployment(workload, workloadProps, {
      args: [
        `--port=${ports.metrics}`,
        `--resources=${[...stateResources].sort().join(',')}`,
        `--telemetry-port=${ports.telemetry}`,
      ],
      ports,
      probes: stateProbes(),
      replicas: 1,
      singleton: 'two pods would report each object twice',
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
    '60s',
  );
  const { readinessProbe } = httpProbes(
    { livenessPath: '/readyz', port: 'telemetry', readinessPath: '/readyz' },
    '60s',
  );
  return {
    ...(livenessProbe && { livenessProbe }),
    ...(readinessProbe && { readinessProbe }),
    ...(startupProbe && { startupProbe }),
  };
}

function createRole({ labels, name, namespace, scope }: WorkloadBase, rules: k8s.PolicyRule[]): void {
  // Objects without a namespace: two of a name in two namespaces would be one.
  const metadata = { name: `${namespace}:${name}`, labels: { ...labels } };
  new k8s.KubeClusterRole(scope, 'ClusterRole', { metadata, rules });
  new k8s.KubeClusterRoleBinding(scope, 'ClusterRoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
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
