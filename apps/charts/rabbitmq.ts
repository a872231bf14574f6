import type { App } from 'cdk8s';
import { writtenIn } from '../../lib/core/diagnostics';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { RabbitmqBackend, RabbitmqCluster } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { sourceOf } from '../../environments';
import type { Environment } from '../../environments/environment';
import { brokerDrain, brokerName, brokerNodeGroup, brokerVhost } from '../services/rabbitmq';
import { callersOf } from '../../lib/platform/connectivity';
import { priority } from './namespace';

/** The queues of the data transfer service. */
export function brokerChart(app: App, environment: Environment): void {
  const { broker, cluster, name, nodeGroups } = environment;
  const chart = new WaveChart(app, { environment: name, wave: 'data' });
  const rabbitmq = new RabbitmqCluster(chart, brokerName, {
    backend: RabbitmqBackend.clusterOperator({ gracePeriod: brokerDrain }),
    calledBy: callersOf('broker', environment),
    clusterDomain: cluster.domain,
    image: { repository: 'rabbitmq', tag: '4.1.4-management' },
    name: brokerName,
    namespace: name,
    placement: nodeGroups[brokerNodeGroup] ?? { labels: {}, taints: {} },
    priorityClass: priority('data'),
    replicas: broker.replicas,
    resources: { cpu: broker.cpu, memory: broker.memory },
    storage: broker.storage,
    vhost: brokerVhost,
  });
  writtenIn(rabbitmq, (setting) => sourceOf(environment)(`broker.${setting.replace(/^resources\./, '')}`));
}
