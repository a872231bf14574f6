import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { RabbitmqBackend } from './backend';
import { checkRabbitmqCluster } from './checks';
import { createDisruptionBudget, createNetworkPolicy, createPolicies, createRabbitmqCluster } from './cluster-operator';
import { createRabbitmq } from './improvado';
import type { RabbitmqClusterProps } from './props';

export { RabbitmqBackend, type RabbitmqClusterProps };
export { rabbitmqCredentials, rabbitmqEndpoint } from './endpoint';

/**
 * A RabbitMQ cluster that keeps a majority of its members during updates and node replacements. The operator of `backend`
 * creates its members. Wave `data`.
 *
 * @example
 * new RabbitmqCluster(scope, 'broker', {
 *   image: { repository: 'rabbitmq', tag: '4.1.4-management' },
 *   name: 'broker',
 *   namespace: 'shop',
 *   priorityClass: 'shop-data',
 *   replicas: 3,
 *   storage: '20Gi',
 * });
 */
export class RabbitmqCluster extends Construct {
  constructor(scope: Construct, id: string, props: RabbitmqClusterProps) {
    super(scope, id);
    const { backend = RabbitmqBackend.clusterOperator() } = props;
    const { settings } = backend;
    addFindings(this, checkRabbitmqCluster(props, backend));
    if (settings.operator === 'improvado') {
      createRabbitmq(this, props, settings);
      return;
    }
    createRabbitmqCluster(this, props, settings);
    createPolicies(this, props);
    createDisruptionBudget(this, props);
    createNetworkPolicy(this, props, settings);
  }
}
