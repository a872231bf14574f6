import type { Endpoint } from '../../core/contract';
import { managedBy } from '../../kubernetes/pod/labels';
import type { SecretKey } from '../../kubernetes/pod/props';

/** Ports that a member listens on without TLS: for clients, for the operators and for Prometheus. */
export const plainPorts = { amqp: 5672, management: 15672, metrics: 15692 } as const;

/** Ports that a member listens on with TLS. */
export const tlsPorts = { amqp: 5671, management: 15671, metrics: 15691 } as const;

/** Connection to a cluster. */
export interface RabbitmqConnection {
  /**
   * True for a cluster with `tls`.
   *
   * @default false
   */
  readonly tls?: boolean;
}

function portsOf({ tls = false }: RabbitmqConnection): Readonly<Record<keyof typeof plainPorts, number>> {
  return tls ? tlsPorts : plainPorts;
}

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
export function rabbitmqEndpoint(name: string, connection: RabbitmqConnection = {}): Endpoint {
  return { name, peer: { pods: memberLabels(name), isolated: true }, ports: [portsOf(connection).amqp] };
}

/**
 * Returns the endpoint of the HTTP API of a cluster, for `connectsTo` of the addon of the cluster operator: it queries each member
 * whether it is needed for a quorum.
 *
 * @param namespace namespace of the cluster
 */
export function rabbitmqManagementEndpoint(
  name: string,
  namespace: string,
  connection: RabbitmqConnection = {},
): Endpoint {
  const ports = [portsOf(connection).management];
  return { name: `${name}-management`, peer: { namespace, pods: memberLabels(name) }, ports };
}

/**
 * Returns the endpoint of the metrics of all members, for a Prometheus in another namespace. `monitoring.scrapers` of the cluster
 * admits it.
 */
export function rabbitmqMetricsEndpoint(
  name: string,
  namespace: string,
  connection: RabbitmqConnection = {},
): Endpoint {
  return {
    name: `${name}-metrics`,
    peer: { isolated: true, namespace, pods: memberLabels(name) },
    ports: [portsOf(connection).metrics],
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
 * RABBITMQ_PASSWORD of the default user, and RABBITMQ_VHOST. With TLS, RABBITMQ_PORT is that of TLS, and RABBITMQ_SCHEME is `amqps`.
 *
 * @example
 * const { config, secrets } = rabbitmqVariables('broker', 'dts');
 */
export function rabbitmqVariables(
  name: string,
  vhost = '/',
  { tls = false }: RabbitmqConnection = {},
): ClientVariables {
  const { host, password, port, username } = rabbitmqCredentials(name);
  return {
    config: { ...(tls && { RABBITMQ_SCHEME: 'amqps' }), RABBITMQ_VHOST: vhost },
    secrets: {
      RABBITMQ_HOST: host,
      RABBITMQ_PASSWORD: password,
      RABBITMQ_PORT: port,
      RABBITMQ_USERNAME: username,
    },
  };
}
