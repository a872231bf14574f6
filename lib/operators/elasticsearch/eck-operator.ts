import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Addon } from '../../addons/addon';
import type { KubernetesMinor } from '../../addons/props';
import { sortedEntries } from '../../core/canonical';
import type { Endpoint } from '../../core/contract';
import { addFindings, forwardSources } from '../../core/diagnostics';
import { egressTo, ingressFrom, networkPolicy, podPeers } from '../../kubernetes/pod/network-policy';
import { hardenedPod } from '../../kubernetes/pod/pod-spec';
import type { ImageByDigest, Placement, PodResources } from '../../kubernetes/pod/props';
import { minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } from '../../kubernetes/workloads/rollout';
import type { EckVersion } from './backend';
import { defaultOperatorNamespace } from './eck';
import { eckVersion } from './checks';
import { checkEckOperator } from './eck-operator-checks';
import { operatorClusterRules, operatorRules } from './eck-operator-rules';
import { httpPort, objectLabels } from './endpoint';
import { eckReleases } from './releases';

/** Name of the operator's objects, by which its manifests and its lease are known. */
const name = 'elastic-operator';

/** Port of the metrics, on which the probes ask too: the operator has no other endpoint. */
const metricsPort = 9095;

const defaultResources = { cpu: '100m', memory: '512Mi' } as const;

export interface EckOperatorProps {
  /**
   * Version of the definitions, which is that of the image.
   *
   * @default '3.5.0'
   * @inPlace: the definitions; the image rolls the operator
   */
  readonly version?: EckVersion;
  /**
   * Image of the operator, of `version`.
   *
   * @rolls the operator
   */
  readonly image: ImageByDigest;
  /**
   * Namespaces whose clusters it manages. It has no permission in others.
   *
   * @rolls the operator
   */
  readonly managedNamespaces: readonly string[];
  /**
   * Version of the cluster's API server.
   *
   * @inPlace
   */
  readonly kubernetesVersion: KubernetesMinor;
  /**
   * Endpoints of the API server, to which it connects.
   *
   * @inPlace
   */
  readonly apiServer: readonly Endpoint[];
  /**
   * Namespace of the operator, which a `Namespace` of the same app creates.
   *
   * @default 'elastic-system'
   * @replaces the operator and its permissions
   */
  readonly namespace?: string;
  /**
   * Pods that collect the metrics.
   *
   * @default none
   * @inPlace
   */
  readonly scrapers?: readonly Endpoint[];
  /**
   * Resource requests and limits of the operator.
   *
   * @default 100m CPU and 512Mi
   * @rolls the operator
   */
  readonly resources?: PodResources;
  /**
   * PriorityClass of the operator.
   *
   * @default none: priority 0
   * @rolls the operator
   */
  readonly priorityClass?: string;
  /**
   * Nodes that the operator runs on.
   *
   * @default any node without taints
   * @rolls the operator
   */
  readonly placement?: Placement;
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
  /** Endpoint of the operator, with the port of its metrics. */
  readonly endpoint: Endpoint;

  constructor(scope: Construct, id: string, props: EckOperatorProps) {
    super(scope, id);
    addFindings(this, checkEckOperator(props));
    const { namespace = defaultOperatorNamespace } = props;
    this.endpoint = { name, peer: { isolated: true, namespace, pods: podLabels }, ports: [metricsPort] };
    createDefinitions(this, props, namespace);
    createPermissions(this, props, namespace);
    createDeployment(this, props, namespace);
    createNetworkPolicy(this, props, namespace);
  }
}

/** Labels that select the operator's pod. They never change. */
const podLabels = { 'app.kubernetes.io/name': name } as const;

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
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const apiGroup = 'rbac.authorization.k8s.io';
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  });
  for (const managed of [...new Set([namespace, ...managedNamespaces])].sort()) {
    const metadata = { name, namespace: managed, labels };
    new k8s.KubeRole(scope, `Role-${managed}`, { metadata, rules: operatorRules });
    new k8s.KubeRoleBinding(scope, `RoleBinding-${managed}`, {
      metadata,
      roleRef: { apiGroup, kind: 'Role', name },
      subjects,
    });
  }
  new k8s.KubeClusterRole(scope, 'ClusterRole', { metadata: { name, labels }, rules: operatorClusterRules });
  new k8s.KubeClusterRoleBinding(scope, 'ClusterRoleBinding', {
    metadata: { name, labels },
    roleRef: { apiGroup, kind: 'ClusterRole', name },
    subjects,
  });
}

function createDeployment(scope: Construct, props: EckOperatorProps, namespace: string): void {
  const { image, placement, priorityClass, resources = defaultResources } = props;
  const labels = objectLabels(name);
  const terminationGracePeriodSeconds = 30;
  const probe = { httpGet: { path: '/metrics', port: k8s.IntOrString.fromString('metrics') } };
  const spec = hardenedPod(
    {
      image,
      name,
      namespace,
      resources,
      ...(placement && { placement }),
      ...(priorityClass !== undefined && { priorityClass }),
    },
    {},
    {
      args: operatorArguments(props, namespace),
      ports: [{ containerPort: metricsPort, name: 'metrics', protocol: 'TCP' }],
      livenessProbe: { ...probe, periodSeconds: 10 },
      readinessProbe: { ...probe, periodSeconds: 10 },
      startupProbe: { ...probe, failureThreshold: 60, periodSeconds: 1 },
    },
    { terminationGracePeriodSeconds },
  );
  new k8s.KubeDeployment(scope, 'Deployment', {
    metadata: { name, namespace, labels },
    spec: {
      // A second one would wait for the lease of the first.
      replicas: 1,
      minReadySeconds,
      progressDeadlineSeconds: progressDeadlineSeconds('60s', terminationGracePeriodSeconds),
      revisionHistoryLimit,
      selector: { matchLabels: podLabels },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
      },
      template: { metadata: { labels }, spec: { ...spec, automountServiceAccountToken: true } },
    },
  });
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

function createNetworkPolicy(scope: Construct, props: EckOperatorProps, namespace: string): void {
  const { apiServer, managedNamespaces, scrapers = [] } = props;
  const clusters = managedNamespaces.map((managed): Endpoint => ({
    name: 'elasticsearch',
    peer: { namespace: managed, pods: { 'common.k8s.elastic.co/type': 'elasticsearch' } },
    ports: [httpPort],
  }));
  networkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels: objectLabels(name),
    pods: podLabels,
    ingress: ingressFrom(podPeers(scrapers, namespace), [metricsPort]),
    egress: egressTo([...apiServer, ...clusters], namespace),
  });
}
