import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Cidr } from '../../core/cidr';
import type { Endpoint } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { recommendedLabels } from '../../kubernetes/pod/labels';
import type { ControlPlaneMonitorsProps } from './control-plane-props';

/** Name of the ServiceAccount, its role and its Secret. */
const name = 'control-plane-metrics';

const systemNamespace = 'kube-system';

/** Static pods of kubeadm by their label `component`, with the port of their metrics. etcd has a listener without TLS for metrics alone. */
const staticPods = {
  'etcd': { port: 2381, scheme: 'http' },
  'kube-controller-manager': { port: 10257, scheme: 'https' },
  'kube-scheduler': { port: 10259, scheme: 'https' },
} as const;

/** Ports of nodes that Prometheus connects to: the API server, the kubelet and the static pods. */
const nodePorts = [6443, 10250, ...Object.values(staticPods).map(({ port }) => port)].sort((a, b) => a - b);

const dnsMetricsPort = 9153;

/**
 * Arguments of the static pods, for `extraArgs` of kubeadm's ClusterConfiguration. By default they listen on 127.0.0.1, where no
 * Prometheus reaches them. The security group of the nodes must admit the pods of the Prometheus only.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
 */
export const controlPlaneMetricsArguments = {
  controllerManager: { 'bind-address': '0.0.0.0' },
  etcd: { 'listen-metrics-urls': 'http://0.0.0.0:2381' },
  scheduler: { 'bind-address': '0.0.0.0' },
} as const;

/** Returns the endpoints of a self-managed control plane, for `targets` of a Prometheus. */
export function controlPlaneTargets(nodeAddresses: readonly Cidr[]): Endpoint[] {
  return [
    {
      name: 'coredns',
      peer: { namespace: systemNamespace, pods: { 'k8s-app': 'kube-dns' } },
      ports: [dnsMetricsPort],
    },
    { name: 'nodes', peer: { addresses: nodeAddresses }, ports: nodePorts },
  ];
}

/**
 * Monitors of a control plane that kubeadm made: API server, controller manager, scheduler, etcd, CoreDNS, and kubelet and cAdvisor of
 * every node. A token of an account that may only read metrics authenticates the requests. Wave `data`.
 *
 * @example
 * const { targets } = new ControlPlaneMonitors(scope, 'control-plane', {
 *   labels: { prometheus: 'platform' },
 *   namespace: 'monitoring',
 *   nodeAddresses: ['10.0.0.0/16'],
 * });
 */
export class ControlPlaneMonitors extends Construct {
  /** Endpoints of the control plane and of the nodes, for `targets` of a Prometheus. */
  readonly targets: readonly Endpoint[];

  constructor(scope: Construct, id: string, props: ControlPlaneMonitorsProps) {
    super(scope, id);
    addFindings(this, checkName('namespace', props.namespace, 'namespace'));
    createAccount(this, props);
    for (const [component, { port, scheme }] of sortedEntries(staticPods)) {
      createService(this, component, port);
      createServiceMonitor(this, props, component, {
        endpoint: { port: 'metrics', ...(scheme === 'https' && { scheme, ...credentials, tlsConfig: unverified }) },
        jobLabel: 'app.kubernetes.io/name',
        namespace: systemNamespace,
        selector: serviceLabels(component),
      });
    }
    createServiceMonitor(this, props, 'apiserver', {
      endpoint: {
        port: 'https',
        scheme: 'https',
        ...credentials,
        tlsConfig: { ...verified, serverName: 'kubernetes' },
      },
      jobLabel: 'component',
      namespace: 'default',
      selector: { component: 'apiserver', provider: 'kubernetes' },
    });
    createServiceMonitor(this, props, 'coredns', {
      endpoint: { port: 'metrics' },
      jobLabel: 'k8s-app',
      namespace: systemNamespace,
      selector: { 'k8s-app': 'kube-dns' },
    });
    createKubeletConfig(this, props, 'kubelet', '/metrics');
    createKubeletConfig(this, props, 'cadvisor', '/metrics/cadvisor');
    this.targets = controlPlaneTargets(props.nodeAddresses);
  }
}

/** The token of the account. Monitors may not name files of the Prometheus, its own token included. */
const credentials = { authorization: { credentials: { key: 'token', name }, type: 'Bearer' } };

/** The authority of the cluster, which the Secret of a token contains. */
const verified = { ca: { secret: { key: 'ca.crt', name } } };

/** kubeadm gives these programs no certificate, so each signs its own in memory. */
const unverified = { insecureSkipVerify: true };

function objectLabels(component: string): Record<string, string> {
  return recommendedLabels({ component: 'monitor', name: component, partOf: 'monitoring' });
}

/** Creates the ServiceAccount with a Secret that the cluster fills with its token. It may read metrics, and nothing else. */
function createAccount(scope: Construct, { namespace }: ControlPlaneMonitorsProps): void {
  const labels = objectLabels(name);
  const role = `${namespace}:${name}`;
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  });
  new k8s.KubeSecret(scope, 'Secret', {
    metadata: { name, namespace, labels, annotations: { 'kubernetes.io/service-account.name': name } },
    type: 'kubernetes.io/service-account-token',
  });
  new k8s.KubeClusterRole(scope, 'ClusterRole', {
    metadata: { name: role, labels },
    rules: [
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { nonResourceUrLs: ['/metrics'], verbs: ['get'] },
    ],
  });
  new k8s.KubeClusterRoleBinding(scope, 'ClusterRoleBinding', {
    metadata: { name: role, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}

function serviceLabels(component: string): Record<string, string> {
  return { 'app.kubernetes.io/name': component };
}

/** Creates the headless Service of the static pods of a component, by which a ServiceMonitor finds them. */
function createService(scope: Construct, component: string, port: number): void {
  new k8s.KubeService(scope, `Service-${component}`, {
    metadata: { name: `${component}-metrics`, namespace: systemNamespace, labels: objectLabels(component) },
    spec: {
      clusterIp: 'None',
      ports: [{ name: 'metrics', port, targetPort: k8s.IntOrString.fromNumber(port) }],
      selector: { component, tier: 'control-plane' },
    },
  });
}

interface Monitored {
  readonly endpoint: object;
  /** Label of the Service whose value is the label `job` of the metrics. */
  readonly jobLabel: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Labels of the Service. */
  readonly selector: Readonly<Record<string, string>>;
}

function createServiceMonitor(
  scope: Construct,
  { labels, namespace: own }: ControlPlaneMonitorsProps,
  component: string,
  { endpoint, jobLabel, namespace, selector }: Monitored,
): void {
  new ApiObject(scope, `ServiceMonitor-${component}`, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: component, namespace: own, labels: { ...objectLabels(component), ...labels } },
    spec: {
      endpoints: [{ interval: '30s', ...endpoint }],
      jobLabel,
      namespaceSelector: { matchNames: [namespace] },
      selector: { matchLabels: selector },
    },
  });
}

/** Creates the ScrapeConfig of a path of all kubelets, which Prometheus finds by their Nodes. */
function createKubeletConfig(
  scope: Construct,
  { kubeletCertificates = 'self-signed', labels, namespace }: ControlPlaneMonitorsProps,
  component: string,
  metricsPath: string,
): void {
  new ApiObject(scope, `ScrapeConfig-${component}`, {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'ScrapeConfig',
    metadata: { name: component, namespace, labels: { ...objectLabels(component), ...labels } },
    spec: {
      ...credentials,
      honorLabels: true,
      jobName: 'kubelet',
      kubernetesSDConfigs: [{ role: 'Node' }],
      metricsPath,
      relabelings: [
        { sourceLabels: ['__meta_kubernetes_node_name'], targetLabel: 'node' },
        { sourceLabels: ['__metrics_path__'], targetLabel: 'metrics_path' },
      ],
      scheme: 'HTTPS',
      scrapeInterval: '30s',
      tlsConfig: kubeletCertificates === 'cluster' ? verified : unverified,
    },
  });
}
