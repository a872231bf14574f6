import type { App } from 'cdk8s';
import { computed, type Sources, withSources } from '../../lib/core/diagnostics';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { RabbitmqBackend } from '../../lib/operators/rabbitmq/backend';
import type { RabbitmqClusterProps } from '../../lib/operators/rabbitmq/props';
import { RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { ingressPeers } from '../../lib/platform/constructs/connectivity';
import { type DeployedService, withVariants } from '../../lib/platform/definitions/deployed-services';
import { settingLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqDrainTimeout, rabbitmqName, rabbitmqVhost } from '../rabbitmq-names';
import { priorityClass } from './namespace';

/** The RabbitMQ cluster of the data transfer service. */
export function rabbitmqChart(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const { cluster, name, nodeGroups, rabbitmq: settings } = environment;
  const placement = nodeGroups[settings.nodeGroup];
  const chart = new WaveChart(app, { environment: name, wave: 'data' });
  const rabbitmq = new RabbitmqCluster(chart, rabbitmqName, {
    backend: RabbitmqBackend.clusterOperator({ gracePeriod: rabbitmqDrainTimeout }),
    allowedFrom: ingressPeers(
      'rabbitmq',
      withVariants(services).map(({ definition }) => definition),
    ),
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
  withSources<RabbitmqClusterProps>(rabbitmq, rabbitmqSources(environment));
}

function rabbitmqSources(environment: Environment): Sources<RabbitmqClusterProps> {
  const settings = settingLocation(environment, 'rabbitmq');
  const nodeGroup = settingLocation(environment, 'nodeGroups', environment.rabbitmq.nodeGroup);
  return {
    replicas: settings.at('replicas'),
    resources: { cpu: settings.at('cpu'), memory: settings.at('memory') },
    storage: settings.at('storage'),
    placement: { labels: nodeGroup.at('labels'), taints: nodeGroup.at('taints') },
    clusterDomain: settingLocation(environment, 'cluster', 'domain'),
    namespace: settingLocation(environment, 'name'),
    name: computed,
    image: computed,
    backend: computed,
    allowedFrom: computed,
    priorityClass: computed,
    vhost: computed,
    partitionHandling: computed,
    memoryHighWatermark: computed,
    policies: computed,
  };
}
