import type { App } from 'cdk8s';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { RabbitmqBackend } from '../../lib/operators/rabbitmq/backend';
import { RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqDrainTimeout, rabbitmqName, rabbitmqVhost } from '../rabbitmq-names';
import { priorityClass } from './priority-classes';

/** The RabbitMQ cluster of the data transfer service. */
export function rabbitmqChart(app: App, environment: Environment): void {
  const { cluster, name, nodeGroups, rabbitmq: settings } = environment;
  const placement = nodeGroups[settings.nodeGroup];
  const chart = new WaveChart(app, { environment: name, wave: 'data' });
  const rabbitmq = new RabbitmqCluster(chart, rabbitmqName, {
    backend: RabbitmqBackend.clusterOperator({ gracePeriod: rabbitmqDrainTimeout }),
    clusterDomain: cluster.domain,
    image: { repository: 'rabbitmq', tag: '4.1.4-management' },
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
    resources: own.pick('cpu', 'memory'),
    placement: settings.at('nodeGroups').at(environment.rabbitmq.nodeGroup).pick('labels', 'taints'),
    clusterDomain: settings.at('cluster').at('domain'),
    namespace: settings.at('name'),
    ...computedProps('allowedFrom', 'backend', 'image', 'memoryHighWatermark', 'name', 'partitionHandling'),
    ...computedProps('policies', 'priorityClass', 'vhost'),
  });
}
