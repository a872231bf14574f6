import { sortedEntries } from '../../lib/core/canonical';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import { stableName } from '../../lib/core/stable-name';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { prometheusOperatorName, prometheusOperatorNamespace } from '../../lib/operators/prometheus/releases';
import {
  ClusterAlerts,
  ControlPlaneAlerts,
  MonitoringAlerts,
} from '../../lib/operators/prometheus/rules/cluster-alerts';
import { ElasticsearchAlerts, FilebeatAlerts } from '../../lib/operators/prometheus/rules/log-alerts';
import { OperatorAlerts } from '../../lib/operators/prometheus/rules/operator-alerts';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { isTask } from '../../lib/platform/definitions/service-definition';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { agentNamespace, elasticsearchName, filebeatName } from '../logging-names';
import { monitoringNamespace, monitorLabels, runbooks } from '../monitoring-names';
import { rabbitmqName } from '../rabbitmq-names';
import { controllerOperators } from './monitors';

const common = { labels: monitorLabels, namespace: monitoringNamespace, runbooks };
const sources = computedProps('labels', 'name', 'namespace', 'runbooks');

/** Creates the alerts of which the platform has the metrics. Services and their broker serve customers; variants of services do not. */
export function createAlerts(chart: WaveChart, environment: Environment, services: readonly DeployedService[]): void {
  const cluster = new ClusterAlerts(chart, 'cluster-alerts', {
    ...common,
    name: 'cluster',
    serving: { [environment.name]: [...deploymentNames(services), `${rabbitmqName}-server`] },
  });
  withSources(ClusterAlerts, cluster, { ...sources, ...computedProps('serving') });
  const monitoring = new MonitoringAlerts(chart, 'monitoring-alerts', { ...common, name: 'monitoring' });
  withSources(MonitoringAlerts, monitoring, sources);
  // The control plane is a prerequisite. Whether etcd and the controllers have metrics depends on its own configuration.
  const controlPlane = new ControlPlaneAlerts(chart, 'control-plane-alerts', { ...common, name: 'control-plane' });
  withSources(ControlPlaneAlerts, controlPlane, { ...sources, ...computedProps('etcdMembers', 'jobs') });
  createLogAlerts(chart, environment);
  createOperatorAlerts(chart);
}

/** Names of the Deployments of services. One that its schema rejects has none. */
function deploymentNames(services: readonly DeployedService[]): string[] {
  return services
    .filter(({ definition, mistakes = [] }) => mistakes.length === 0 && !isTask(definition))
    .map(({ definition }) => stableName(definition));
}

function createLogAlerts(chart: WaveChart, environment: Environment): void {
  const elasticsearch = new ElasticsearchAlerts(chart, 'elasticsearch-alerts', {
    ...common,
    cluster: elasticsearchName,
    members: environment.logging.replicas,
    name: 'elasticsearch',
  });
  withSources(ElasticsearchAlerts, elasticsearch, {
    ...sources,
    ...computedProps('cluster'),
    members: settingsLocation(environment).at('logging').at('replicas'),
  });
  const filebeat = new FilebeatAlerts(chart, 'filebeat-alerts', {
    ...common,
    agents: { name: filebeatName, namespace: agentNamespace },
    cluster: elasticsearchName,
    name: 'filebeat',
  });
  withSources(FilebeatAlerts, filebeat, { ...sources, ...computedProps('agents', 'cluster') });
}

function createOperatorAlerts(chart: WaveChart): void {
  const operators = sortedEntries(controllerOperators).map(([operator, { pods }]) => ({
    operator,
    operatorNamespace: pods.namespace,
  }));
  const ofPrometheus = {
    controllerRuntime: false,
    operator: prometheusOperatorName,
    operatorNamespace: prometheusOperatorNamespace,
  };
  for (const props of [...operators, ofPrometheus]) {
    const alerts = new OperatorAlerts(chart, `${props.operator}-alerts`, { ...common, ...props, name: props.operator });
    withSources(OperatorAlerts, alerts, {
      ...sources,
      ...computedProps('controllerRuntime', 'operator', 'operatorNamespace'),
    });
  }
}
