import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RabbitmqBackend } from '../../../lib/operators/rabbitmq/backend';
import { RabbitmqCluster } from '../../../lib/operators/rabbitmq/rabbitmq-cluster';

/** The custom resource of the talk's production RabbitMQ cluster, field for field. */
export function talkExample(scope: Construct = new App()): Chart {
  const chart = new Chart(scope, 'talk', { disableResourceNameHashes: true });
  new RabbitmqCluster(chart, 'dts-master-rabbitmq-ha', {
    name: 'dts-master-rabbitmq-ha',
    namespace: 'production',
    clusterDomain: 'cluster.imp',
    replicas: 3,
    storage: '10Gi',
    image: { repository: 'rabbitmq', tag: '3.7.14-alpine' },
    vhost: 'dts',
    partitionHandling: 'autoheal',
    memoryHighWatermark: '256Mi',
    policies: [
      {
        name: 'ha-three',
        pattern: '.*',
        definition: { 'ha-mode': 'exactly', 'ha-params': 3, 'ha-sync-mode': 'automatic' },
      },
    ],
    backend: RabbitmqBackend.improvado({
      serviceAccount: 'rabbitmq-instance',
      credentialsSecret: 'dts-master-rabbitmq-secret',
      exporterPort: 9090,
      nodeCleanupInterval: '10s',
      remoteGuest: true,
    }),
  });
  return chart;
}
