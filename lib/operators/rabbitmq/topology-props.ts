/** Kind of a queue. Quorum queues and streams are replicated. */
export type RabbitmqQueueType = 'classic' | 'quorum' | 'stream';

/**
 * A virtual host: a namespace of users' permissions, queues, exchanges and policies.
 *
 * @see https://www.rabbitmq.com/docs/vhosts
 */
export interface RabbitmqVhost {
  readonly name: string;
  /**
   * Type of queues that clients declare without one.
   *
   * @default 'quorum' from RabbitMQ 4 on, else 'classic'
   */
  readonly defaultQueueType?: RabbitmqQueueType;
  /**
   * Maximum numbers of connections and queues.
   *
   * @default none
   */
  readonly limits?: { readonly connections?: number; readonly queues?: number };
}

/** Regular expressions of the names that a user may use. An empty text permits none, and `.*` all. */
export interface RabbitmqPermissions {
  /**
   * Queues and exchanges that the user may declare and delete.
   *
   * @default '': none
   */
  readonly configure?: string;
  /**
   * Exchanges that the user may publish to.
   *
   * @default '': none
   */
  readonly write?: string;
  /**
   * Queues that the user may consume from.
   *
   * @default '': none
   */
  readonly read?: string;
}

/** Regular expressions of the routing keys that a user may use with a topic exchange. */
export interface RabbitmqTopicPermissions {
  readonly exchange: string;
  /**
   * Routing keys that the user may bind with.
   *
   * @default '': none
   */
  readonly read?: string;
  /**
   * Routing keys that the user may publish with.
   *
   * @default '': none
   */
  readonly write?: string;
}

/**
 * A user. The operator generates its name and its password in a Secret, to which `rabbitmqUserCredentials` refers.
 *
 * @see https://www.rabbitmq.com/docs/access-control
 */
export interface RabbitmqUser {
  /** Name of the user in this list and in the names of its objects. */
  readonly name: string;
  /** Permissions by virtual host. One that is removed is revoked at the end of an apply by `scripts/apply.sh`, not by `kubectl apply`. */
  readonly permissions: Readonly<Record<string, RabbitmqPermissions>>;
  /**
   * Permissions for routing keys, by virtual host.
   *
   * @default all routing keys
   */
  readonly topicPermissions?: Readonly<Record<string, readonly RabbitmqTopicPermissions[]>>;
  /**
   * Access to the management API.
   *
   * @default none
   */
  readonly tags?: readonly ('administrator' | 'management' | 'monitoring' | 'policymaker')[];
  /**
   * Secret in the namespace of the cluster, with the keys `username` and `password`, and with `topologySecretLabels`. With another
   * username, RabbitMQ has another user, and the previous one keeps its permissions until it is deleted by `rabbitmqctl delete_user`.
   *
   * @default a Secret that the operator generates, with a random name and password
   */
  readonly credentialsSecret?: string;
  /**
   * Maximum numbers of connections and channels.
   *
   * @default none
   */
  readonly limits?: { readonly connections?: number; readonly channels?: number };
}

/** Keys and values of a queue, an exchange or a binding, as RabbitMQ documents them. */
export type RabbitmqArguments = Readonly<Record<string, string | number | boolean>>;

/** @see https://www.rabbitmq.com/docs/queues */
export interface RabbitmqQueue {
  readonly name: string;
  /**
   * Virtual host.
   *
   * @default the cluster's own
   */
  readonly vhost?: string;
  /**
   * Type, which never changes.
   *
   * @default 'quorum'
   */
  readonly type?: RabbitmqQueueType;
  /**
   * Arguments, which never change: a policy is a better place for those that it supports.
   *
   * @default none
   */
  readonly arguments?: RabbitmqArguments;
}

/** @see https://www.rabbitmq.com/docs/exchanges */
export interface RabbitmqExchange {
  readonly name: string;
  readonly type: 'direct' | 'fanout' | 'headers' | 'topic';
  /**
   * Virtual host.
   *
   * @default the cluster's own
   */
  readonly vhost?: string;
  /**
   * Arguments, which never change.
   *
   * @default none
   */
  readonly arguments?: RabbitmqArguments;
}

/** A route from an exchange to a queue or to another exchange. */
export interface RabbitmqBinding {
  /** Exchange that messages come from. */
  readonly exchange: string;
  /** Queue or exchange that they go to. */
  readonly to: { readonly queue: string } | { readonly exchange: string };
  /**
   * Routing key.
   *
   * @default '': the empty one
   */
  readonly routingKey?: string;
  /**
   * Virtual host.
   *
   * @default the cluster's own
   */
  readonly vhost?: string;
  /**
   * Headers that messages must have, for a headers exchange.
   *
   * @default none
   */
  readonly arguments?: RabbitmqArguments;
}

/**
 * A shovel: messages of a queue, moved to a queue of another cluster. It needs its plugin, which is enabled with the first one.
 *
 * @see https://www.rabbitmq.com/docs/shovel-dynamic
 */
export interface RabbitmqShovel {
  readonly name: string;
  /**
   * Secret in the namespace of the cluster, with the keys `srcUri` and `destUri`, and with `topologySecretLabels`. With TLS of the
   * other cluster, a URI is `amqps://…:5671?verify=verify_peer&cacertfile=/etc/rabbitmq-tls/ca.crt&server_name_indication=HOST`, if one
   * authority has signed the certificates of both.
   */
  readonly uriSecret: string;
  readonly sourceQueue: string;
  readonly destinationQueue: string;
  /**
   * Virtual host.
   *
   * @default the cluster's own
   */
  readonly vhost?: string;
}

/**
 * A federation upstream: another cluster, from which exchanges or queues get messages as policies say. It needs its plugin, which is
 * enabled with the first one.
 *
 * @see https://www.rabbitmq.com/docs/federation
 */
export interface RabbitmqFederation {
  readonly name: string;
  /** Secret in the namespace of the cluster, with the key `uri`, as of a shovel, and with `topologySecretLabels`. */
  readonly uriSecret: string;
  /**
   * Virtual host.
   *
   * @default the cluster's own
   */
  readonly vhost?: string;
}

/** Virtual hosts, users, queues and routes of a cluster, which the messaging topology operator creates in it. */
export interface RabbitmqTopology {
  /**
   * Virtual hosts in addition to the cluster's own.
   *
   * @default none
   */
  readonly vhosts?: readonly RabbitmqVhost[];
  /**
   * Users in addition to the default user, who is an administrator.
   *
   * @default none
   */
  readonly users?: readonly RabbitmqUser[];
  /** @default none */
  readonly queues?: readonly RabbitmqQueue[];
  /** @default none */
  readonly exchanges?: readonly RabbitmqExchange[];
  /** @default none */
  readonly bindings?: readonly RabbitmqBinding[];
  /** @default none */
  readonly shovels?: readonly RabbitmqShovel[];
  /** @default none */
  readonly federations?: readonly RabbitmqFederation[];
}
