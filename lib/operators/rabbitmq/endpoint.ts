import type { Endpoint } from '../../core/contract';
import type { SecretKey } from '../../kubernetes/pod/props';

/** Port of AMQP, for clients. */
export const amqpPort = 5672;

/** Returns the labels by which the cluster operator's Services select the members. */
export function memberLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

/**
 * Returns the endpoint of a cluster of the cluster operator, for `connectsTo` of its clients. Use it for a cluster that is
 * created later or in another program; otherwise use the member `endpoint`.
 */
export function rabbitmqEndpoint(name: string): Endpoint {
  return { name, peer: { pods: memberLabels(name), isolated: true }, ports: [amqpPort] };
}

/** Returns the keys of the Secret in which the cluster operator stores the default user, for `secrets` of clients. */
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
