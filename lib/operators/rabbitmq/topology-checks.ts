import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { maxInt32 } from '../../core/units';
import { checkVhost } from './vhost-check';
import type { RabbitmqClusterProps } from './props';
import { topologyId, userSecret, vhostOf } from './topology';
import { checkAllArguments, checkExpressions } from './topology-content-checks';
import { type At, builtInExchanges, each } from './topology-list';
import type { RabbitmqTopicPermissions, RabbitmqTopology } from './topology-props';

/** An object of the topology in a virtual host. */
interface Named {
  readonly name: string;
  readonly vhost?: string;
}

/** Checks that the objects of a topology have names of their own, and that those that they refer to exist. */
export function checkTopology(props: RabbitmqClusterProps): Finding[] {
  const { topology } = props;
  if (!topology) return [];
  const { exchanges = [], federations = [], queues = [], shovels = [], users = [], vhosts = [] } = topology;
  return [
    ...each(vhosts, 'vhosts').flatMap(({ item, at }) => checkVhost(item.name, at('name'))),
    ...checkUnique(props, 'vhosts', vhosts, [vhostOf(props, {})]),
    ...checkUnique(props, 'users', users),
    ...checkUnique(props, 'queues', queues),
    ...checkUnique(props, 'exchanges', exchanges),
    ...checkUnique(props, 'shovels', shovels),
    ...checkUnique(props, 'federations', federations),
    ...checkUsers(topology),
    ...checkOperatorSecrets(props, topology),
    ...checkBindings(props, topology),
    ...checkSecrets(topology),
    ...checkExpressions(topology),
    ...checkAllArguments(props, topology),
    ...checkShovels(topology),
    ...checkLimits(topology),
  ];
}

/** Two objects of one name are one object in RabbitMQ: the second replaces the first, or is rejected. */
function checkUnique(
  props: RabbitmqClusterProps,
  list: keyof RabbitmqTopology,
  items: readonly Named[],
  taken: readonly string[] = [],
): Finding[] {
  const ids = items.map((item) => topologyId(props, item.name, list === 'vhosts' ? {} : item));
  return each(items, list).flatMap(({ item: { name }, at }, index) => {
    const isTaken = ids.indexOf(ids[index] ?? '') < index || taken.includes(name);
    if (!isTaken && isTopologyName(name, list)) return [];
    return [
      {
        id: 'rabbitmq-topology-name',
        setting: at('name'),
        message: `name must be unique among ${list} of a virtual host, of 1 to 255 bytes, other than '.' and '..', without 'amq.' before it; got '${name}'`,
        hint: isTaken
          ? 'remove one of the two, or rename it'
          : "write a name without control characters, such as 'jobs'",
      },
    ];
  });
}

/**
 * True for a name that RabbitMQ and the path of its HTTP API accept. Only RabbitMQ itself makes queues and exchanges whose names
 * begin with `amq.`.
 *
 * @see https://www.rabbitmq.com/docs/queues#names
 */
function isTopologyName(name: string, list: keyof RabbitmqTopology): boolean {
  const isReserved = (list === 'queues' || list === 'exchanges') && name.startsWith('amq.');
  const isText = name.length > 0 && Buffer.byteLength(name) <= 255 && !/\p{Cc}/u.test(name);
  return isText && !isReserved && name !== '.' && name !== '..';
}

/** Objects of a virtual host that does not exist are never created: the operator tries again for ever. */
export function checkVhosts(props: RabbitmqClusterProps): Finding[] {
  const {
    bindings = [],
    exchanges = [],
    federations = [],
    queues = [],
    shovels = [],
    users = [],
    vhosts = [],
  } = props.topology ?? {};
  const known = [vhostOf(props, {}), ...vhosts.map(({ name }) => name)];
  const named = [
    ...each(queues, 'queues'),
    ...each(exchanges, 'exchanges'),
    ...each(bindings, 'bindings'),
    ...each(shovels, 'shovels'),
    ...each(federations, 'federations'),
    ...(props.policies ?? [])
      .map((item, index) => ({ item, at: (...keys: readonly string[]) => ['policies', String(index), ...keys] }))
      // Another one is reported by its characters.
      .filter(({ item: { vhost = '/' } }) => checkVhost(vhost, 'vhost').length === 0),
  ].flatMap(({ item: { vhost }, at }) => (vhost === undefined ? [] : [{ setting: at('vhost'), vhost }]));
  const permitted = each(users, 'users').flatMap(({ item: { permissions, topicPermissions = {} }, at }) => [
    ...Object.keys(permissions).map((vhost) => ({ setting: at('permissions', vhost), vhost })),
    ...Object.keys(topicPermissions).map((vhost) => ({ setting: at('topicPermissions', vhost), vhost })),
  ]);
  return [...named, ...permitted]
    .filter(({ vhost }) => !known.includes(vhost))
    .map(({ setting, vhost }) => ({
      id: 'rabbitmq-topology-vhost',
      setting,
      message: `vhost must be one of the cluster (${known.join(', ')}); got '${vhost}'`,
      hint: 'correct it, or add it to vhosts',
    }));
}

function checkUsers({ users = [] }: RabbitmqTopology): Finding[] {
  const secrets = users.map(({ credentialsSecret }) => credentialsSecret);
  return each(users, 'users').flatMap(
    ({ item: { credentialsSecret, permissions, topicPermissions = {} }, at }, index) => [
      ...(credentialsSecret !== undefined && secrets.indexOf(credentialsSecret) < index
        ? [
            {
              id: 'rabbitmq-topology-name',
              setting: at('credentialsSecret'),
              message: `credentialsSecret must be of one user only: its username is the name of the user in RabbitMQ; got '${credentialsSecret}'`,
              hint: 'merge the two users, or give each a Secret of its own',
            },
          ]
        : []),
      ...Object.keys(topicPermissions)
        .filter((vhost) => !(vhost in permissions))
        .map((vhost) => ({
          id: 'rabbitmq-topic-permission',
          setting: at('topicPermissions', vhost),
          message: `topicPermissions must be for a virtual host of permissions (${Object.keys(permissions).join(', ') || 'none'}); got '${vhost}'`,
          hint: `add permissions['${vhost}']: topic permissions restrict them, and permit nothing by themselves`,
        })),
      ...Object.entries(topicPermissions).flatMap(([vhost, topics]) => checkTopics(topics, at, vhost)),
    ],
  );
}

/** RabbitMQ has one topic permission of a user for an exchange: another one would replace it. */
function checkTopics(topics: readonly RabbitmqTopicPermissions[], at: At, vhost: string): Finding[] {
  const exchanges = topics.map(({ exchange }) => exchange);
  return exchanges.flatMap((exchange, index) =>
    exchanges.indexOf(exchange) === index
      ? []
      : [
          {
            id: 'rabbitmq-topic-permission',
            setting: at('topicPermissions', vhost, String(index), 'exchange'),
            message: `exchange of topicPermissions must be unique in the virtual host '${vhost}'; got '${exchange}' twice`,
            hint: 'merge the two: join their expressions with |',
          },
        ],
  );
}

/** A binding without its ends is never created. Those of RabbitMQ always exist. */
function checkBindings(props: RabbitmqClusterProps, topology: RabbitmqTopology): Finding[] {
  const { bindings = [], exchanges = [], queues = [] } = topology;
  const exists = (objects: readonly Named[], name: string, vhost: string) =>
    objects.some((object) => object.name === name && vhostOf(props, object) === vhost);
  return each(bindings, 'bindings').flatMap(({ item, at }) => {
    const vhost = vhostOf(props, item);
    const ends = [
      { kind: 'exchange', name: item.exchange, setting: at('exchange') },
      'queue' in item.to
        ? { kind: 'queue', name: item.to.queue, setting: at('to', 'queue') }
        : { kind: 'exchange', name: item.to.exchange, setting: at('to', 'exchange') },
    ];
    return ends
      .filter(({ kind, name }) =>
        kind === 'queue'
          ? !exists(queues, name, vhost)
          : !Object.hasOwn(builtInExchanges, name) && !exists(exchanges, name, vhost),
      )
      .map(({ kind, name, setting }) => ({
        id: 'rabbitmq-binding',
        setting,
        message: `${kind} of a binding must be declared in the virtual host '${vhost}'; got '${name}'`,
        hint: `add it to ${kind}s, or correct the name`,
      }));
  });
}

function checkSecrets({ federations = [], shovels = [], users = [] }: RabbitmqTopology): Finding[] {
  return [
    ...each(users, 'users').flatMap(({ item: { credentialsSecret }, at }) =>
      credentialsSecret === undefined ? [] : named(credentialsSecret, at('credentialsSecret')),
    ),
    ...[...each(shovels, 'shovels'), ...each(federations, 'federations')].flatMap(({ item: { uriSecret }, at }) =>
      named(uriSecret, at('uriSecret')),
    ),
  ];
}

/** With the Secret of the default user, the permissions of the list would replace those of the administrator. */
function checkOperatorSecrets(
  { name }: RabbitmqClusterProps,
  { federations = [], shovels = [], users = [] }: RabbitmqTopology,
) {
  const generated = [
    `${name}-default-user`,
    `${name}-erlang-cookie`,
    ...users.map((user) => userSecret(name, user.name)),
  ];
  const referred = [
    ...each(users, 'users').map(({ item, at }) => ({ key: 'credentialsSecret', at, secret: item.credentialsSecret })),
    ...[...each(shovels, 'shovels'), ...each(federations, 'federations')].map(({ item, at }) => ({
      key: 'uriSecret',
      at,
      secret: item.uriSecret,
    })),
  ];
  return referred
    .filter(({ secret }) => secret !== undefined && generated.includes(secret))
    .map(({ at, key, secret = '' }) => ({
      id: 'rabbitmq-secret',
      setting: at(key),
      message: `${key} must not be a Secret that an operator creates (${generated.join(', ')}); got '${secret}'`,
      hint: 'create a Secret of another name, such as by an ExternalSecret with labels: topologySecretLabels',
    }));
}

function named(secret: string, setting: readonly string[]): Finding[] {
  return checkName('secret', secret).map((finding) => ({ ...finding, setting }));
}

/** A shovel declares its queues, unless they exist. */
function checkShovels({ shovels = [] }: RabbitmqTopology): Finding[] {
  return each(shovels, 'shovels').flatMap(({ item, at }) =>
    (['sourceQueue', 'destinationQueue'] as const)
      .filter((key) => !isTopologyName(item[key], 'queues'))
      .map((key) => ({
        id: 'rabbitmq-topology-name',
        setting: at(key),
        message: `${key} must be the name of a queue of 1 to 255 bytes, other than '.' and '..', without 'amq.' before it; got '${item[key]}'`,
        hint: 'name a queue that is declared',
      })),
  );
}

/** The operator's limits are 32-bit numbers, and RabbitMQ takes a negative one as none. */
function checkLimits({ users = [], vhosts = [] }: RabbitmqTopology): Finding[] {
  return [...each(vhosts, 'vhosts'), ...each(users, 'users')].flatMap(({ item: { limits = {} }, at }) =>
    sortedEntries<string, number>(limits)
      .filter(([, limit]) => !Number.isInteger(limit) || limit < 0 || limit > maxInt32)
      .map(([key, limit]) => ({
        id: 'rabbitmq-limit',
        setting: at('limits', key),
        message: `${key} must be a whole number from 0 to ${maxInt32}; got ${limit}`,
        hint: 'remove it for no limit',
      })),
  );
}
