import type { App } from 'cdk8s';
import { podLabels, type Endpoint } from '../../lib/core/contract';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import { elasticsearchDashboard } from '../../lib/operators/grafana/elasticsearch-dashboard';
import { Grafana } from '../../lib/operators/grafana/grafana';
import { nodesDashboard } from '../../lib/operators/grafana/nodes-dashboard';
import { rabbitmqDashboard } from '../../lib/operators/grafana/rabbitmq-dashboard';
import { workloadsDashboard } from '../../lib/operators/grafana/workloads-dashboard';
import type { PlacedPods } from '../../lib/platform/checks/check-capacity';
import { databaseEndpoints } from '../../lib/platform/constructs/connectivity';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { elasticsearchName } from '../logging-names';
import { grafanaName, monitoringNamespace, prometheusName } from '../monitoring-names';
import { rabbitmqName } from '../rabbitmq-names';
import { placementProps, placementSource } from './placement';
import { platformImage } from './platform-image';
import { priorityClass } from './priority-classes';
import { createPlatformSecret } from './secrets';
import { waveChart } from './wave';

/** Size and numbers of the pods, which do not depend on the environment: Prometheus does the work. */
const size = { resources: { cpu: '100m', memory: '512Mi' }, autoscaling: { maxReplicas: 3, minReplicas: 2 } } as const;

/** Connections of its pods to the database, one more than the maximum during an update. */
export const grafanaPools = { name: grafanaName, pods: size.autoscaling.maxReplicas + 1, poolSize: 3 } as const;

/** Endpoint of Grafana, which reads the metrics of Prometheus. */
export const grafanaEndpoint: Endpoint = {
  name: grafanaName,
  peer: { namespace: monitoringNamespace, pods: podLabels(grafanaName) },
  ports: [],
};

/** Grafana, with dashboards of the nodes, of the services, of RabbitMQ and of the logs: entry `<environment>/grafana` of the store. */
export function grafanaChart(app: App, environment: Environment): void {
  const [database] = databaseEndpoints(environmentContract(environment));
  if (!database) return;
  const secret = (key: string) => ({ key, secret: grafanaName });
  createPlatformSecret(waveChart(app, environment, 'configuration'), environment, {
    keys: ['encryption-key', 'password', 'url', 'username'],
    name: grafanaName,
    namespace: monitoringNamespace,
  });
  const grafana = new Grafana(waveChart(app, environment, 'workloads'), 'grafana', {
    ...size,
    ...placementProps(environment, 'monitoring'),
    admin: { password: secret('password'), username: secret('username') },
    dashboards: [
      workloadsDashboard({ namespace: environment.name }),
      nodesDashboard(),
      elasticsearchDashboard({ cluster: elasticsearchName }),
      rabbitmqDashboard({ name: rabbitmqName, namespace: environment.name }),
    ],
    database: { endpoint: database, poolSize: grafanaPools.poolSize, url: secret('url') },
    encryptionKey: secret('encryption-key'),
    image: platformImage(environment, 'grafana'),
    name: grafanaName,
    namespace: monitoringNamespace,
    priorityClass: priorityClass('observability'),
    prometheus: { name: prometheusName, namespace: monitoringNamespace },
  });
  withSources(Grafana, grafana, {
    ...computedProps('admin', 'allowedFrom', 'autoscaling', 'dashboards', 'database', 'encryptionKey', 'name'),
    ...computedProps('namespace', 'priorityClass', 'prometheus', 'resources'),
    image: containerImagesLocation(environment).atPath('grafana', 'pinned'),
    placement: placementSource(environment, 'monitoring'),
    url: computed,
  });
}

/** Pods of Grafana at their maximum, for the fit of their node group. */
export function grafanaPods({ monitoring: { nodeGroup } }: Pick<Environment, 'monitoring'>): PlacedPods[] {
  return [{ ...size.resources, name: grafanaName, nodeGroup, replicas: size.autoscaling.maxReplicas }];
}
