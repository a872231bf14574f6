import type { App } from 'cdk8s';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import { prometheusEndpoint } from '../../lib/operators/prometheus/prometheus';
import { RabbitmqBackend } from '../../lib/operators/rabbitmq/backend';
import { RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation, settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { monitoringNamespace, monitorLabels, prometheusName, runbooks } from '../monitoring-names';
import { rabbitmqDrainTimeout, rabbitmqName, rabbitmqOperatorVersion, rabbitmqVhost } from '../rabbitmq-names';
import { platformImage } from './platform-image';
import { priorityClass } from './priority-classes';
import { waveChart } from './wave';

/** The RabbitMQ cluster of the data transfer service. */
export function rabbitmqChart(app: App, environment: Environment): void {
  const { cluster, name, rabbitmq: settings } = environment;
  const placement = environmentContract(environment).nodeGroups[settings.nodeGroup];
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
      scrapers: [prometheusEndpoint(prometheusName, monitoringNamespace)],
    },
    name: rabbitmqName,
    namespace: name,
    // A node group that does not exist is reported as `rabbitmq-node-group`.
    ...(placement && { placement }),
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
      ...settings.at('nodeGroups').at(environment.rabbitmq.nodeGroup).pick('labels', 'taints'),
      capacity: computed,
    },
    clusterDomain: settings.at('cluster').at('domain'),
    namespace: settings.at('name'),
    ...computedProps('allowedFrom', 'backend', 'memoryHighWatermark', 'monitoring', 'name', 'partitionHandling'),
    ...computedProps('policies', 'priorityClass', 'tls', 'topology', 'vhost'),
  });
}
