import { ApiObject, JsonPatch } from 'cdk8s';
import type { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import type { AlertmanagerProps } from '../../../lib/operators/prometheus/alertmanager-props';
import { Alertmanager } from '../../../lib/operators/prometheus/alertmanager';
import { ControlPlaneAccount } from '../../../lib/operators/prometheus/control-plane-account';
import { ControlPlaneMonitors } from '../../../lib/operators/prometheus/control-plane';
import { OperatorMonitor } from '../../../lib/operators/prometheus/operator-monitor';
import { Prometheus, prometheusEndpoint } from '../../../lib/operators/prometheus/prometheus';
import type { PrometheusProps } from '../../../lib/operators/prometheus/props';
import { RabbitmqCluster } from '../../../lib/operators/rabbitmq/rabbitmq-cluster';
import { constructs } from '../../support/alerts/rules';

export const namespace = 'monitoring';
export const appNamespace = 'apps';
export const longNamespace = 'long-names';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const selector = { prometheus: 'platform' };

/** Props of the Prometheus of the run. */
export const usual = {
  alertmanager: { name: 'platform', namespace },
  externalLabels: { environment: 'run' },
  image: { digest, repository: 'registry.example.com/prometheus' },
  name: 'platform',
  namespace,
  resources: { cpu: '1', memory: '4Gi' },
  selector,
  storage: '100Gi',
  version: '3.5.0',
} as const satisfies PrometheusProps;

/** Changes of what the run declares. */
export interface Changes {
  readonly prometheus?: Partial<PrometheusProps>;
  /** Labels of the ServiceMonitor `other`, which no Prometheus selects without any. */
  readonly otherLabels?: Readonly<Record<string, string>>;
  /** True to monitor the control plane. */
  readonly controlPlane?: boolean;
  /** Fields of the Prometheus in place of its selectors of ServiceMonitors. */
  readonly selectors?: Selectors;
}

/** Selectors of ServiceMonitors, and of their namespaces. */
export interface Selectors {
  readonly serviceMonitorNamespaceSelector?: object;
  readonly serviceMonitorSelector?: object;
}

const critical = [{ label: 'severity', value: 'critical' }];

/** Props of the Alertmanager of the run. */
export const alertmanagerProps = {
  allowedFrom: [prometheusEndpoint(usual.name, namespace)],
  defaultReceiver: 'chat',
  image: { digest, repository: 'registry.example.com/alertmanager' },
  name: 'platform',
  namespace,
  receivers: {
    chat: { channel: '#alerts', type: 'slack', url: { key: 'url', secret: 'slack' } },
    pager: { routingKey: { key: 'key', secret: 'pagerduty' }, type: 'pagerduty' },
    snitch: { type: 'webhook', url: { key: 'url', secret: 'snitch' } },
  },
  resources: { cpu: '100m', memory: '256Mi' },
  routes: [
    { continue: true, matchers: critical, receiver: 'pager' },
    { matchers: critical, receiver: 'chat' },
  ],
  storage: '5Gi',
  version: '0.28.1',
  watchdog: 'snitch',
} as const satisfies AlertmanagerProps;

export function createServers(scope: WaveChart, props: Partial<PrometheusProps>, selectors?: Selectors): void {
  const { resource } = new Prometheus(scope, 'prometheus', { ...usual, ...props });
  if (selectors) {
    resource.addJsonPatch(
      JsonPatch.remove('/spec/serviceMonitorNamespaceSelector'),
      JsonPatch.remove('/spec/serviceMonitorSelector'),
      ...Object.entries(selectors).map(([field, selector]) => JsonPatch.add(`/spec/${field}`, selector)),
    );
  }
  new Alertmanager(scope, 'alertmanager', alertmanagerProps);
}

/** Secrets that the receivers refer to: the operator configures no Alertmanager without them. */
export function createSecrets(scope: WaveChart): void {
  for (const [space, name, key] of [
    [namespace, 'slack', 'url'],
    [namespace, 'pagerduty', 'key'],
    [namespace, 'snitch', 'url'],
    [longNamespace, 'slack', 'url'],
  ] as const) {
    new ApiObject(scope, `${space}-${name}`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: space },
      data: { [key]: Buffer.from(`https://receiver.example.com/${name}`).toString('base64') },
    });
  }
}

/** Servers with names of the maximum length, in a namespace without a quota. */
export function createLongNames(scope: WaveChart): void {
  const server = { namespace: longNamespace, storage: '1Gi', resources: { cpu: '100m', memory: '256Mi' } } as const;
  new Prometheus(scope, 'long-prometheus', {
    ...usual,
    ...server,
    name: 'p'.repeat(longest.prometheus),
    selector: { prometheus: 'long' },
  });
  new Alertmanager(scope, 'long-alertmanager', {
    ...server,
    defaultReceiver: 'hook',
    image: { digest, repository: 'registry.example.com/alertmanager' },
    name: 'a'.repeat(longest.alertmanager),
    receivers: { hook: { type: 'webhook', url: { key: 'url', secret: 'slack' } } },
    version: '0.28.1',
  });
}

/** Maximum lengths of the names. */
export const longest = { alertmanager: 39, prometheus: 40 } as const;

/** All alert rules of the library, except those of the broker, which the run has. */
export function createAlertRules(scope: WaveChart): void {
  for (const [subject, create] of Object.entries(constructs)) {
    if (subject !== 'rabbitmq') create(scope);
  }
}

/** Monitors of the control plane. */
export function createControlPlane(configuration: WaveChart, data: WaveChart): void {
  const account = new ControlPlaneAccount(configuration, 'control-plane-account', { namespace });
  new ControlPlaneMonitors(data, 'control-plane-monitors', {
    account,
    labels: selector,
    nodeAddresses: ['10.0.0.0/16'],
  });
}

/** A broker with PodMonitor and PrometheusRule, a monitor of an operator, a Service with a ServiceMonitor, and a ServiceMonitor that is selected on request. */
export function createMonitored(scope: WaveChart, otherLabels: Readonly<Record<string, string>>): void {
  new RabbitmqCluster(scope, 'broker', {
    allowedFrom: [],
    image: { repository: 'rabbitmq', tag: '4.2.9-management' },
    monitoring: { labels: selector },
    name: 'broker',
    namespace: appNamespace,
    priorityClass: 'run-data',
    replicas: 3,
    storage: '20Gi',
  });
  new OperatorMonitor(scope, 'elastic-operator', {
    labels: selector,
    name: 'elastic-operator',
    namespace: appNamespace,
    pods: { labels: { 'app.kubernetes.io/name': 'elastic-operator' }, namespace: 'elastic-system' },
  });
  const object = (kind: string, apiVersion: string, name: string, labels: object, spec: object) =>
    new ApiObject(scope, `${kind}-${name}`, {
      apiVersion,
      kind,
      metadata: { labels: { ...labels }, name, namespace: appNamespace },
      spec,
    });
  const app = { app: 'api' };
  object('Service', 'v1', 'api', app, { ports: [{ name: 'http', port: 8080 }], selector: app });
  const spec = { endpoints: [{ port: 'http' }], selector: { matchLabels: app } };
  object('ServiceMonitor', 'monitoring.coreos.com/v1', 'api', selector, spec);
  object('ServiceMonitor', 'monitoring.coreos.com/v1', 'other', otherLabels, spec);
}
