import type { App } from 'cdk8s';
import { withSource } from '../../lib/core/diagnostics';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { RabbitmqBackend, RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqDrainTimeout, rabbitmqName, rabbitmqNodeGroup, rabbitmqVhost } from '../services/rabbitmq';
import { ingressPeers } from '../../lib/platform/connectivity';
import { priorityClass } from './namespace';

/** The queues of the data transfer service. */
export function rabbitmqChart(app: App, environment: Environment): void {
  const { cluster, name, nodeGroups, rabbitmq: settings } = environment;
  const chart = new WaveChart(app, { environment: name, wave: 'data' });
  const rabbitmq = new RabbitmqCluster(chart, rabbitmqName, {
    backend: RabbitmqBackend.clusterOperator({ gracePeriod: rabbitmqDrainTimeout }),
    allowedFrom: ingressPeers('rabbitmq', environment),
    clusterDomain: cluster.domain,
    image: { repository: 'rabbitmq', tag: '4.1.4-management' },
    name: rabbitmqName,
    namespace: name,
    placement: nodeGroups[rabbitmqNodeGroup] ?? { labels: {}, taints: {} },
    priorityClass: priorityClass('data'),
    replicas: settings.replicas,
    resources: { cpu: settings.cpu, memory: settings.memory },
    storage: settings.storage,
    vhost: rabbitmqVhost,
  });
  withSource(rabbitmq, (setting) => settingSource(environment)(`broker.${setting.replace(/^resources\./, '')}`));
}
