import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import type { SecretKey } from '../../kubernetes/pod/props';
import { checkCluster } from './checks';
import { amqpPort, memberLabels, operatedCluster } from './cluster-operator';
import { improvadoCluster } from './improvado';
import { RabbitmqBackend, type RabbitmqClusterProps } from './settings';

export { RabbitmqBackend, type RabbitmqClusterProps };

/** How clients name a cluster of the cluster operator, in `connectsTo`. A function of its name, so that order does not matter. */
export function rabbitmqEndpoint(name: string): Endpoint {
  return { name, ports: [amqpPort], at: { pods: memberLabels(name) } };
}

/** Where the cluster operator leaves the default user's credentials, for a client's `secrets`. */
export function rabbitmqCredentials(
  name: string,
): Readonly<Record<'username' | 'password' | 'host' | 'port', SecretKey>> {
  const secret = `${name}-default-user`;
  return {
    username: { secret, key: 'username' },
    password: { secret, key: 'password' },
    host: { secret, key: 'host' },
    port: { secret, key: 'port' },
  };
}

/** Message brokers of which a majority is always up, made by the operator that `backend` names. Wave `data`. */
export class RabbitmqCluster extends Construct {
  constructor(scope: Construct, id: string, props: RabbitmqClusterProps) {
    super(scope, id);
    const { backend = RabbitmqBackend.clusterOperator() } = props;
    const { settings } = backend;
    addFindings(this, checkCluster(props, backend));
    if (settings.operator === 'improvado') improvadoCluster(this, props, settings);
    else operatedCluster(this, props, settings);
  }
}
