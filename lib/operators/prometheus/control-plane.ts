import { ApiObject, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Cidr } from '../../core/cidr';
import type { Endpoint } from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import { isWaveChart, waves } from '../../kubernetes/manifests/wave';
import { recommendedLabels } from '../../kubernetes/pod/labels';
import { accountName } from './control-plane-account';
import type { ControlPlaneMonitorsProps } from './control-plane-props';

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
 * const configuration = new WaveChart(scope, { environment: 'demo', wave: 'configuration' });
 * const data = new WaveChart(scope, { environment: 'demo', wave: 'data' });
 * const account = new ControlPlaneAccount(configuration, 'control-plane', { namespace: 'monitoring' });
 * const { targets } = new ControlPlaneMonitors(data, 'control-plane', {
 *   account,
 *   labels: { prometheus: 'platform' },
 *   nodeAddresses: ['10.0.0.0/16'],
 * });
 */
export class ControlPlaneMonitors extends Construct {
  /** Endpoints of the control plane and of the nodes, for `targets` of a Prometheus. */
  readonly targets: readonly Endpoint[];

  constructor(scope: Construct, id: string, props: ControlPlaneMonitorsProps) {
    super(scope, id);
    addFindings(this, checkAccount(this, props));
    createToken(this, props);
    for (const [component, { port, scheme }] of sortedEntries(staticPods)) {
      createService(this, component, port);
      createServiceMonitor(this, props, component, {
        endpoint: { port: 'metrics', ...(scheme === 'https' && { scheme, ...credentials, tlsConfig: unverified }) },
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
      namespace: 'default',
      selector: { component: 'apiserver', provider: 'kubernetes' },
    });
    createServiceMonitor(this, props, 'coredns', {
      endpoint: { port: 'metrics' },
      namespace: systemNamespace,
      selector: { 'k8s-app': 'kube-dns' },
    });
    createKubeletConfig(this, props, 'kubelet', '/metrics');
    createKubeletConfig(this, props, 'cadvisor', '/metrics/cadvisor');
    this.targets = controlPlaneTargets(props.nodeAddresses);
  }
}

/** The token of the account. Monitors may not name files of the Prometheus, its own token included. */
const credentials = { authorization: { credentials: { key: 'token', name: accountName }, type: 'Bearer' } };

/** The authority of the cluster, which the Secret of a token contains. */
const verified = { ca: { secret: { key: 'ca.crt', name: accountName } } };

/** kubeadm gives these programs no certificate, so each signs its own in memory. */
const unverified = { insecureSkipVerify: true };

function objectLabels(component: string): Record<string, string> {
  return recommendedLabels({ component: 'monitor', name: component, partOf: 'monitoring' });
}

/** Creates the Secret that the cluster fills with the token of the account and its own authority. */
function createToken(scope: Construct, { account: { namespace } }: ControlPlaneMonitorsProps): void {
  new k8s.KubeSecret(scope, 'Secret', {
    metadata: {
      name: accountName,
      namespace,
      labels: objectLabels(accountName),
      annotations: { 'kubernetes.io/service-account.name': accountName },
    },
    type: 'kubernetes.io/service-account-token',
  });
}

function checkAccount(scope: Construct, { account }: ControlPlaneMonitorsProps): Finding[] {
  const [own, other] = [Chart.of(scope), Chart.of(account)];
  if (!isWaveChart(own) || !isWaveChart(other) || waves[other.wave] < waves[own.wave]) return [];
  return [
    {
      id: 'control-plane-account',
      setting: 'account',
      message: `account must belong to a wave before that of the monitors (${own.wave}); got ${other.wave}`,
      hint: 'create the ControlPlaneAccount in the chart of the wave configuration',
    },
  ];
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
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Labels of the Service. */
  readonly selector: Readonly<Record<string, string>>;
}

function createServiceMonitor(
  scope: Construct,
  { account, labels }: ControlPlaneMonitorsProps,
  component: string,
  { endpoint, namespace, selector }: Monitored,
): void {
  new ApiObject(scope, `ServiceMonitor-${component}`, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: component, namespace: account.namespace, labels: { ...objectLabels(component), ...labels } },
    spec: {
      // Alerts find a component by its job. Labels of Services differ.
      endpoints: [{ interval: '30s', ...endpoint, relabelings: [{ replacement: component, targetLabel: 'job' }] }],
      namespaceSelector: { matchNames: [namespace] },
      selector: { matchLabels: selector },
    },
  });
}

/** Creates the ScrapeConfig of a path of all kubelets, which Prometheus finds by their Nodes. */
function createKubeletConfig(
  scope: Construct,
  { account: { namespace }, kubeletCertificates = 'self-signed', labels }: ControlPlaneMonitorsProps,
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
