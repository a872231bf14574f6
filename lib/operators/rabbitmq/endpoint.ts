import type { Endpoint } from '../../core/contract';
import { managedBy } from '../../kubernetes/pod/labels';
import type { SecretKey } from '../../kubernetes/pod/props';

/** Port of AMQP, for clients. */
export const amqpPort = 5672;

/** Port of the HTTP API, for the operators. */
export const managementPort = 15672;

/** Port of the metrics, which the operator names `prometheus`. */
export const metricsPort = 15692;

/** Returns the labels by which the cluster operator's Services select the members. */
export function memberLabels(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

/** Returns the labels of the objects of a cluster. The operator sets its own on the objects that it creates. */
export function objectLabels(name: string): Record<string, string> {
  return {
    ...managedBy,
    ...memberLabels(name),
    'app.kubernetes.io/component': 'broker',
    'app.kubernetes.io/part-of': name,
  };
}

/**
 * Returns the endpoint of a cluster of the cluster operator, for `connectsTo` of its clients. Use it for a cluster that is
 * created later or in another program; otherwise use the member `endpoint`.
 */
export function rabbitmqEndpoint(name: string): Endpoint {
  return { name, peer: { pods: memberLabels(name), isolated: true }, ports: [amqpPort] };
}

/**
 * Returns the endpoint of the HTTP API of a cluster, for `connectsTo` of the addon of the cluster operator: it queries each member
 * whether it is needed for a quorum.
 *
 * @param namespace namespace of the cluster
 */
export function rabbitmqManagementEndpoint(name: string, namespace: string): Endpoint {
  return { name: `${name}-management`, peer: { namespace, pods: memberLabels(name) }, ports: [managementPort] };
}

/**
 * Returns the endpoint of the metrics of all members, for a Prometheus in another namespace. `monitoring.scrapers` of the cluster
 * admits it.
 */
export function rabbitmqMetricsEndpoint(name: string, namespace: string): Endpoint {
  return {
    name: `${name}-metrics`,
    peer: { isolated: true, namespace, pods: memberLabels(name) },
    ports: [metricsPort],
  };
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

/** Environment variables of a client: values, and references to keys of Secrets. */
interface ClientVariables {
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretKey>>;
}

/**
 * Returns the environment variables by which a client connects: RABBITMQ_HOST, RABBITMQ_PORT, RABBITMQ_USERNAME,
 * RABBITMQ_PASSWORD of the default user, and RABBITMQ_VHOST.
 *
 * @example
 * const { config, secrets } = rabbitmqVariables('broker', 'dts');
 */
export function rabbitmqVariables(name: string, vhost = '/'): ClientVariables {
  const { host, password, port, username } = rabbitmqCredentials(name);
  return {
    config: { RABBITMQ_VHOST: vhost },
    secrets: {
      RABBITMQ_HOST: host,
      RABBITMQ_PASSWORD: password,
      RABBITMQ_PORT: port,
      RABBITMQ_USERNAME: username,
    },
  };
}
