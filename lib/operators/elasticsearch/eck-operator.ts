import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Addon } from '../../addons/addon';
import { sortedEntries } from '../../core/canonical';
import { type Endpoint, podLabels } from '../../core/contract';
import { addFindings, forwardSources } from '../../core/diagnostics';
import { grantClusterRole } from '../../kubernetes/cluster/cluster-role';
import { Worker } from '../../kubernetes/workloads/worker';
import { eckVersion } from './checks';
import { defaultOperatorNamespace } from './eck';
import { checkEckOperator } from './eck-operator-checks';
import type { EckOperatorProps } from './eck-operator-props';
import { operatorClusterRules, operatorRules } from './eck-operator-rules';
import { httpPort, objectLabels } from './endpoint';
import { eckReleases } from './releases';

/** Name of the operator's objects, by which its manifests and its lease are known. */
export const eckOperatorName = 'elastic-operator';
const name = eckOperatorName;

/** Port of the metrics. */
const metricsPort = 9095;

const defaultResources = { cpu: '100m', memory: '512Mi' } as const;

/** Labels of the operator's pods, for an `OperatorMonitor`. */
export const eckOperatorPodLabels = podLabels(name);

/**
 * Returns the endpoint of the operator's metrics, for `targets` of a Prometheus. `scrapers` of the `EckOperator` admits it.
 *
 * @param namespace namespace of the operator
 */
export function eckOperatorEndpoint(namespace = defaultOperatorNamespace): Endpoint {
  return { name, peer: { isolated: true, namespace, pods: eckOperatorPodLabels }, ports: [metricsPort] };
}

/**
 * The operator of Elasticsearch and Kibana (ECK), with its custom resource definitions. It may read and write objects of the
 * namespaces that it manages, and of its own. Wave `operators`.
 *
 * @example
 * new EckOperator(scope, 'elastic-operator', {
 *   apiServer: [{ name: 'api-server', ports: [443], peer: { addresses: ['172.20.0.1/32'] } }],
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/eck-operator' },
 *   kubernetesVersion: '1.34',
 *   managedNamespaces: ['logging'],
 * });
 */
export class EckOperator extends Construct {
  /** Endpoint of the operator, without ports, for `allowedFrom` of others. */
  readonly endpoint: Endpoint;

  constructor(scope: Construct, id: string, props: EckOperatorProps) {
    super(scope, id);
    addFindings(this, checkEckOperator(props));
    const { namespace = defaultOperatorNamespace } = props;
    createDefinitions(this, props, namespace);
    createPermissions(this, props, namespace);
    this.endpoint = createPods(this, props, namespace).endpoint;
  }
}

function createDefinitions(scope: Construct, props: EckOperatorProps, namespace: string): void {
  const { apiServer, kubernetesVersion, version = eckVersion } = props;
  const release = sortedEntries(eckReleases).find(([known]) => known === version)?.[1];
  // A version that the library does not know is reported as `eck-operator-version`.
  if (release === undefined) return;
  const definitions = new Addon(scope, 'Definitions', {
    apiServer,
    images: {},
    kubernetesVersion,
    name: 'eck-definitions',
    namespace,
    pods: {},
    release,
  });
  forwardSources(scope, definitions, {
    apiServer: 'apiServer',
    kubernetesVersion: 'kubernetesVersion',
    namespace: 'namespace',
    release: 'version',
  });
}

function createPermissions(scope: Construct, { managedNamespaces }: EckOperatorProps, namespace: string): void {
  const labels = objectLabels(name);
  for (const managed of [...new Set([namespace, ...managedNamespaces])].sort()) {
    const metadata = { name, namespace: managed, labels };
    new k8s.KubeRole(scope, `Role-${managed}`, { metadata, rules: operatorRules });
    new k8s.KubeRoleBinding(scope, `RoleBinding-${managed}`, {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }
  grantClusterRole(scope, { account: { name, namespace }, labels, name, rules: operatorClusterRules });
}

function createPods(scope: Construct, props: EckOperatorProps, namespace: string): Worker {
  const {
    apiServer,
    image,
    managedNamespaces,
    placement,
    priorityClass,
    resources = defaultResources,
    scrapers,
  } = props;
  const clusters = managedNamespaces.map((managed): Endpoint => ({
    name: `elasticsearch-${managed}`,
    peer: { namespace: managed, pods: { 'common.k8s.elastic.co/type': 'elasticsearch' } },
    ports: [httpPort],
  }));
  const worker = new Worker(scope, 'Operator', {
    apiAccess: true,
    args: operatorArguments(props, namespace),
    autoscaling: { maxReplicas: 1, minReplicas: 1 },
    connectsTo: [...apiServer, ...clusters],
    image,
    name,
    namespace,
    ...(placement && { placement }),
    ports: { metrics: { port: metricsPort, ...(scrapers && { allowedFrom: scrapers }) } },
    ...(priorityClass !== undefined && { priorityClass }),
    resources,
    singleton: { reason: 'one operator holds the lease, and a second one would wait for it' },
  });
  forwardSources(scope, worker, {
    'connectsTo': 'apiServer',
    'image': 'image',
    'namespace': 'namespace',
    'placement': 'placement',
    'ports.metrics.allowedFrom': 'scrapers',
    'priorityClass': 'priorityClass',
    'resources': 'resources',
  });
  return worker;
}

/** Returns the command line. Without it, the operator reports its use to Elastic and listens for webhooks. */
function operatorArguments({ managedNamespaces }: EckOperatorProps, namespace: string): string[] {
  return [
    'manager',
    '--disable-telemetry',
    '--enable-webhook=false',
    '--exposed-node-labels=topology.kubernetes.io/zone',
    '--ip-family=IPv4',
    `--metrics-port=${metricsPort}`,
    `--namespaces=${[...managedNamespaces].sort().join(',')}`,
    `--operator-namespace=${namespace}`,
  ];
}
