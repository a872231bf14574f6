import type { App } from 'cdk8s';
import type { Cidr } from '../../lib/core/cidr';
import type { Endpoint } from '../../lib/core/contract';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { Alertmanager } from '../../lib/operators/prometheus/alertmanager';
import type { AlertmanagerProps } from '../../lib/operators/prometheus/alertmanager-props';
import { Prometheus } from '../../lib/operators/prometheus/prometheus';
import { prometheusOperatorEndpoint } from '../../lib/operators/prometheus/releases';
import { rabbitmqMetricsEndpoint } from '../../lib/operators/rabbitmq/endpoint';
import { internetEndpoints } from '../../lib/platform/constructs/connectivity';
import { metricsEndpoints } from '../../lib/platform/constructs/service-monitoring';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import type { PlacedPods } from '../../lib/platform/checks/check-capacity';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation, settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { elasticsearchExporterName } from '../logging-names';
import { monitoringNamespace, monitorLabels, platformPrometheus, prometheusName } from '../monitoring-names';
import { rabbitmqName } from '../rabbitmq-names';
import { createAlerts } from './alerts';
import { grafanaEndpoint } from './grafana';
import { createMonitors, elasticsearchExporterSize, stateSize } from './monitors';
import { placementProps, placementSource } from './placement';
import { imageVersion, platformImage } from './platform-image';
import { priorityClass } from './priority-classes';
import { createPlatformSecret } from './secrets';
import { waveChart } from './wave';

/** Secret with the addresses that alerts are sent to: entry `<environment>/alerts` of the store. */
const alertsSecret = 'alerts';

/** Sizes of each Alertmanager, which hardly depend on the platform's size. */
const alertmanagerSize = { resources: { cpu: '50m', memory: '128Mi' }, storage: '2Gi' } as const;

/** Prometheus and Alertmanager. */
export function monitoringChart(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const configuration = waveChart(app, environment, 'configuration');
  createPlatformSecret(configuration, environment, {
    keys: alertKeys(environment),
    name: alertsSecret,
    namespace: monitoringNamespace,
  });
  const chart = waveChart(app, environment, 'data');
  const workloads = waveChart(app, environment, 'workloads');
  createPrometheus(chart, environment, [
    ...createMonitors({ configuration, data: chart, workloads }, environment),
    ...metricsEndpoints(
      services.map(({ definition }) => definition),
      environment.name,
    ),
  ]);
  createAlertmanager(chart, environment);
  createAlerts(chart, environment, services);
}

/** Keys of the Secret: the addresses of the receivers that the environment has. */
function alertKeys({ monitoring: { pager, watchdog } }: Environment): string[] {
  return ['slack-url', ...(pager ? ['pagerduty-key'] : []), ...(watchdog ? ['watchdog-url'] : [])];
}

function createPrometheus(chart: WaveChart, environment: Environment, targets: readonly Endpoint[]): void {
  const { cpu, memory, retention, storage } = environment.monitoring;
  const image = platformImage(environment, 'prometheus');
  const prometheus = new Prometheus(chart, 'prometheus', {
    ...server(environment),
    alertmanager: { name: prometheusName, namespace: monitoringNamespace },
    allowedFrom: [grafanaEndpoint],
    apiServerAddresses: apiServerAddresses(environment),
    externalLabels: { environment: environment.name },
    image,
    resources: { cpu, memory },
    retention,
    selector: monitorLabels,
    storage,
    targets: [...targets, prometheusOperatorEndpoint, rabbitmqMetricsEndpoint(rabbitmqName, environment.name)],
    version: imageVersion(image),
  });
  const settings = settingsLocation(environment).at('monitoring');
  withSources(Prometheus, prometheus, {
    ...computedProps('alertmanager', 'allowedFrom', 'apiServerAddresses', 'externalLabels', 'name', 'namespace'),
    ...computedProps('priorityClass', 'remoteWrite', 'selector', 'storageClass', 'targets'),
    ...settings.pick('retention', 'storage'),
    ...serverSources(environment, 'prometheus'),
    resources: settings.pick('cpu', 'memory'),
  });
}

function apiServerAddresses(environment: Environment): Cidr[] {
  return environmentContract(environment).apiServer.flatMap(({ peer }) => ('addresses' in peer ? peer.addresses : []));
}

function createAlertmanager(chart: WaveChart, environment: Environment): void {
  const image = platformImage(environment, 'alertmanager');
  const alertmanager = new Alertmanager(chart, 'alertmanager', {
    ...server(environment),
    ...alertmanagerSize,
    ...receivers(environment),
    allowedFrom: [platformPrometheus],
    connectsTo: internetEndpoints(environmentContract(environment)),
    image,
    version: imageVersion(image),
  });
  const settings = settingsLocation(environment).at('monitoring');
  withSources(Alertmanager, alertmanager, {
    ...computedProps(
      'allowedFrom',
      'connectsTo',
      'defaultReceiver',
      'groupBy',
      'inhibitions',
      'name',
      'namespace',
      'priorityClass',
    ),
    ...computedProps('repeatInterval', 'resources', 'routes', 'storage', 'storageClass'),
    receivers: {
      channel: {
        channel: settings.at('channel'),
        ...computedProps('type', 'url'),
      },
    },
    watchdog: settings.at('watchdog'),
    ...serverSources(environment, 'alertmanager'),
  });
}

type Receivers = Pick<AlertmanagerProps, 'defaultReceiver' | 'receivers' | 'routes' | 'watchdog'>;

/**
 * Alerts are sent to a channel, and critical ones to the people on call as well. Both get the alert that the other one fails. The end of
 * all alerts is reported by a service outside of the cluster.
 */
function receivers({ monitoring: { channel, pager, watchdog } }: Environment): Receivers {
  const key = (name: string) => ({ key: name, secret: alertsSecret });
  const critical = [{ label: 'severity', value: 'critical' }];
  return {
    defaultReceiver: 'channel',
    receivers: {
      channel: { channel, type: 'slack', url: key('slack-url') },
      ...(pager && { pager: { routingKey: key('pagerduty-key'), type: 'pagerduty' } }),
      ...(watchdog && { watchdog: { type: 'webhook', url: key('watchdog-url') } }),
    },
    ...(pager && {
      routes: [
        { continue: true, matchers: critical, receiver: 'pager' },
        { matchers: critical, receiver: 'channel' },
      ],
    }),
    ...(watchdog && { watchdog: 'watchdog' }),
  };
}

/** Returns what both pairs of servers have in common. */
function server(environment: Environment) {
  return {
    name: prometheusName,
    namespace: monitoringNamespace,
    ...placementProps(environment, 'monitoring'),
    priorityClass: priorityClass('observability'),
  };
}

function serverSources(environment: Environment, image: 'alertmanager' | 'prometheus') {
  const pin = containerImagesLocation(environment).atPath(image, 'pinned');
  return {
    image: pin,
    placement: placementSource(environment, 'monitoring'),
    version: pin.atPath('tag'),
  };
}

/** Pods of monitoring, for the fit of their node group. */
export function monitoringPods({ monitoring }: Pick<Environment, 'monitoring'>): PlacedPods[] {
  const { cpu, memory, nodeGroup } = monitoring;
  return [
    { cpu, memory, name: 'prometheus', nodeGroup, replicas: 2 },
    { ...alertmanagerSize.resources, name: 'alertmanager', nodeGroup, replicas: 2 },
    { ...stateSize, name: 'kube-state-metrics', nodeGroup, replicas: 1 },
    { ...elasticsearchExporterSize, name: elasticsearchExporterName, nodeGroup, replicas: 1 },
  ];
}
