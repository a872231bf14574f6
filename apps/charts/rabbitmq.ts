import type { App } from 'cdk8s';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import { RabbitmqBackend } from '../../lib/operators/rabbitmq/backend';
import { RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { containerImagesLocation, settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { monitorLabels, platformPrometheus, runbooks } from '../monitoring-names';
import { rabbitmqDrainTimeout, rabbitmqName, rabbitmqOperatorVersion, rabbitmqVhost } from '../rabbitmq-names';
import { placementProps, placementSource } from './placement';
import { platformImage } from './platform-image';
import { priorityClass } from './priority-classes';
import { waveChart } from './wave';

/** The RabbitMQ cluster of the data transfer service. */
export function rabbitmqChart(app: App, environment: Environment): void {
  const { cluster, name, rabbitmq: settings } = environment;
  const chart = waveChart(app, environment, 'data');
  const rabbitmq = new RabbitmqCluster(chart, rabbitmqName, {
    backend: RabbitmqBackend.clusterOperator({
      version: rabbitmqOperatorVersion,
      // A single node hands its queues over to nobody, and stops at once.
      ...(settings.replicas > 1 && { gracePeriod: rabbitmqDrainTimeout }),
    }),
    clusterDomain: cluster.domain,
    image: platformImage(environment, 'rabbitmq'),
    monitoring: {
      labels: monitorLabels,
      runbooks,
      scrapers: [platformPrometheus],
    },
    name: rabbitmqName,
    namespace: name,
    ...placementProps(environment, 'rabbitmq'),
    priorityClass: priorityClass('data'),
    replicas: settings.replicas,
    resources: { cpu: settings.cpu, memory: settings.memory },
    storage: settings.storage,
    vhost: rabbitmqVhost,
  });
  recordSources(rabbitmq, environment);
}

function recordSources(rabbitmq: RabbitmqCluster, environment: Environment): void {
  const settings = settingsLocation(environment);
  const own = settings.at('rabbitmq');
  withSources(RabbitmqCluster, rabbitmq, {
    ...own.pick('replicas', 'storage'),
    image: containerImagesLocation(environment).atPath('rabbitmq', 'pinned'),
    resources: own.pick('cpu', 'memory'),
    placement: {
      ...placementSource(environment, 'rabbitmq').pick('labels', 'taints'),
      capacity: computed,
    },
    clusterDomain: settings.at('cluster').at('domain'),
    namespace: settings.at('name'),
    ...computedProps('allowedFrom', 'backend', 'memoryHighWatermark', 'monitoring', 'name', 'partitionHandling'),
    ...computedProps('policies', 'priorityClass', 'tls', 'topology', 'vhost'),
  });
}
