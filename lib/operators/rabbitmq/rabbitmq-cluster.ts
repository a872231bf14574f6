import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addCheck, addFindings } from '../../core/diagnostics';
import { RabbitmqBackend } from './backend';
import { checkRabbitmqCluster } from './checks';
import { createDisruptionBudget, createNetworkPolicy, createRabbitmqCluster } from './cluster-operator';
import { rabbitmqEndpoint } from './endpoint';
import { createRabbitmq } from './improvado';
import { checkKubernetesVersion } from './improvado-version';
import { createMonitoring } from './monitoring';
import { createPolicies } from './policies';
import type { RabbitmqClusterProps } from './props';
import { checkTopologySecrets } from './secret-check';
import { amqpPorts, createMemberTls } from './tls';
import { createTopology } from './topology';

/**
 * A RabbitMQ cluster that keeps a majority of its members during updates and node replacements. The operator of `backend`
 * creates its members. Wave `data`.
 *
 * @example
 * const broker = new RabbitmqCluster(scope, 'broker', {
 *   image: { repository: 'rabbitmq', tag: '4.2.9-management' },
 *   name: 'broker',
 *   namespace: 'shop',
 *   priorityClass: 'shop-data',
 *   replicas: 3,
 *   storage: '20Gi',
 * });
 * const connectsTo = [broker.endpoint];
 */
export class RabbitmqCluster extends Construct {
  /** Endpoint of the members, by the labels of the cluster operator, for `connectsTo` of clients. */
  readonly endpoint: Endpoint;
  /** Custom resource of the operator, for `patch`. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: RabbitmqClusterProps) {
    super(scope, id);
    const { backend = RabbitmqBackend.clusterOperator() } = props;
    const { settings } = backend;
    addFindings(this, checkRabbitmqCluster(props, backend));
    this.endpoint = { ...rabbitmqEndpoint(props.name), ports: amqpPorts(props.tls) };
    if (settings.operator === 'improvado') {
      addCheck(this, () => checkKubernetesVersion(this, 'backend'));
      this.resource = createRabbitmq(this, props, settings);
      return;
    }
    this.resource = createRabbitmqCluster(this, props, settings);
    createMemberTls(this, props);
    createPolicies(this, props);
    createTopology(this, props);
    addCheck(this, () => checkTopologySecrets(this, props));
    createDisruptionBudget(this, props);
    createNetworkPolicy(this, props, settings);
    if (props.monitoring) createMonitoring(this, props, props.monitoring);
  }
}
