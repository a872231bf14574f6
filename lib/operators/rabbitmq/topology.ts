import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { contentHash } from '../../core/content-hash';
import type { SecretKey } from '../../kubernetes/pod/props';
import { objectLabels } from './endpoint';
import { type RabbitmqClusterProps, rabbitmqDefaults } from './props';
import type { RabbitmqTopology, RabbitmqUser } from './topology-props';

/** Kinds of the messaging topology operator. */
type TopologyKind =
  | 'Binding'
  | 'Exchange'
  | 'Federation'
  | 'Permission'
  | 'Policy'
  | 'Queue'
  | 'Shovel'
  | 'TopicPermission'
  | 'User'
  | 'Vhost';

/**
 * Labels of Secrets that a topology refers to. The operator reads no other ones, and its webhook rejects objects that name them.
 *
 * @see https://github.com/rabbitmq/messaging-topology-operator/releases/tag/v1.20.0
 */
export const topologySecretLabels = { 'rabbitmq.com/topology-operator': 'true' } as const;

/** Plugins of the topology, which members enable. */
export function topologyPlugins({ federations = [], shovels = [] }: RabbitmqTopology): string[] {
  return [
    ...(federations.length > 0 ? ['rabbitmq_federation', 'rabbitmq_federation_management'] : []),
    ...(shovels.length > 0 ? ['rabbitmq_shovel', 'rabbitmq_shovel_management'] : []),
  ];
}

/** Returns the virtual host of an object of the topology. */
export function vhostOf({ vhost: own = rabbitmqDefaults.vhost }: RabbitmqClusterProps, { vhost }: InVhost): string {
  return vhost ?? own;
}

interface InVhost {
  readonly vhost?: string;
}

/**
 * Returns the end of the name of a Kubernetes object, which has lower-case letters, digits and hyphens only. A changed name, and one
 * in another virtual host, is distinguished by a hash: `ha-all-1f0c2d3e4a` for `HA_all`.
 */
export function topologyId(props: RabbitmqClusterProps, name: string, object: InVhost = {}): string {
  const vhost = vhostOf(props, object);
  return objectId(name, vhost === vhostOf(props, {}) ? undefined : vhost);
}

/** Returns the end of the name of a Kubernetes object, for an object of the cluster's virtual host or of another one. */
function objectId(name: string, vhost?: string): string {
  if (vhost === undefined && name.length <= 150 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) return name;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 150)
    .replace(/^-+|-+$/g, '');
  return [readable, contentHash(vhost === undefined ? [name] : [name, vhost])].filter((part) => part !== '').join('-');
}

/**
 * Returns the fields that are neither empty nor zero, as in Go: the operator drops such fields when it stores its status, and every
 * apply would write them again.
 */
function withoutZeros(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== 0));
}

/** Creates an object of the messaging topology operator. */
export function topologyObject(
  scope: Construct,
  props: RabbitmqClusterProps,
  kind: TopologyKind,
  id: string,
  spec: object,
): ApiObject {
  return new ApiObject(scope, `${kind}-${id}`, {
    apiVersion: 'rabbitmq.com/v1beta1',
    kind,
    metadata: { name: `${props.name}-${id}`, namespace: props.namespace, labels: objectLabels(props.name) },
    spec: { ...withoutZeros(spec), rabbitmqClusterReference: { name: props.name } },
  });
}

/** Creates the objects of a topology. A second one of a name is reported, and not created. */
export function createTopology(scope: Construct, props: RabbitmqClusterProps): void {
  const {
    bindings = [],
    exchanges = [],
    federations = [],
    queues = [],
    shovels = [],
    users = [],
    vhosts = [],
  } = props.topology ?? {};
  const create = (kind: TopologyKind, id: string, spec: object) => {
    if (!scope.node.tryFindChild(`${kind}-${id}`)) topologyObject(scope, props, kind, id, spec);
  };
  // Data outlives its declaration: what is removed from the code is deleted by hand.
  const deletionPolicy = 'retain';
  for (const { name, ...spec } of vhosts) create('Vhost', topologyId(props, name), { name, ...spec, deletionPolicy });
  for (const user of users) createUser(props, user, create);
  for (const queue of queues) {
    const { type = 'quorum' } = queue;
    const id = topologyId(props, queue.name, queue);
    create('Queue', id, { ...queue, deletionPolicy, durable: true, type, vhost: vhostOf(props, queue) });
  }
  for (const exchange of exchanges) {
    const id = topologyId(props, exchange.name, exchange);
    create('Exchange', id, { ...exchange, durable: true, vhost: vhostOf(props, exchange) });
  }
  for (const binding of bindings) {
    const { arguments: headers, exchange: source, routingKey = '', to } = binding;
    const vhost = vhostOf(props, binding);
    const [destination, destinationType] = 'queue' in to ? [to.queue, 'queue'] : [to.exchange, 'exchange'];
    const spec = { destination, destinationType, routingKey, source, vhost, ...(headers && { arguments: headers }) };
    // No field of a binding can change, so all of them are its name.
    create('Binding', contentHash(spec), spec);
  }
  for (const shovel of shovels) {
    const { destinationQueue: destQueue, name, sourceQueue: srcQueue, uriSecret } = shovel;
    const id = topologyId(props, name, shovel);
    // A message is removed from its queue when the other cluster has confirmed it.
    const spec = { ackMode: 'on-confirm', destQueue, name, srcQueue, uriSecret: { name: uriSecret } };
    create('Shovel', id, { ...spec, deletionPolicy, vhost: vhostOf(props, shovel) });
  }
  for (const federation of federations) {
    const { name, uriSecret } = federation;
    const spec = { ackMode: 'on-confirm', name, uriSecret: { name: uriSecret }, vhost: vhostOf(props, federation) };
    create('Federation', topologyId(props, name, federation), { ...spec, deletionPolicy });
  }
}

function createUser(
  props: RabbitmqClusterProps,
  { credentialsSecret, limits, name, permissions, tags, topicPermissions = {} }: RabbitmqUser,
  create: (kind: TopologyKind, id: string, spec: object) => void,
): void {
  const id = topologyId(props, name);
  create('User', id, {
    ...(tags && { tags }),
    ...(limits && { limits }),
    ...(credentialsSecret !== undefined && { importCredentialsSecret: { name: credentialsSecret } }),
  });
  const userReference = { name: `${props.name}-${id}` };
  for (const [vhost, given] of sortedEntries(permissions)) {
    create('Permission', topologyId(props, name, { vhost }), {
      permissions: withoutZeros(given),
      userReference,
      vhost,
    });
  }
  for (const [vhost, topics] of sortedEntries(topicPermissions)) {
    for (const { exchange, ...given } of topics) {
      const permitted = { permissions: { exchange, ...withoutZeros(given) }, userReference, vhost };
      create('TopicPermission', `${id}-${contentHash([exchange, vhost])}`, permitted);
    }
  }
}

/**
 * Returns the keys of the Secret in which the operator stores a user that it generates, for `secrets` of clients.
 *
 * @param cluster name of the cluster
 * @param user name of the user in the topology
 */
export function rabbitmqUserCredentials(
  cluster: string,
  user: string,
): Readonly<Record<'password' | 'username', SecretKey>> {
  const secret = userSecret(cluster, user);
  return { password: { secret, key: 'password' }, username: { secret, key: 'username' } };
}

/** Returns the name of the Secret that the operator generates for a user, of which it also writes one with `credentialsSecret`. */
export function userSecret(cluster: string, user: string): string {
  return `${cluster}-${objectId(user)}-user-credentials`;
}
