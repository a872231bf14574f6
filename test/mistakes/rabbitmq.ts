import type { RabbitmqPolicy } from '../../lib/operators/rabbitmq/props';
import type {
  RabbitmqArguments,
  RabbitmqQueueType,
  RabbitmqTopology,
} from '../../lib/operators/rabbitmq/topology-props';
import { ExternalSecret } from '../../lib/kubernetes/cluster/external-secret';
import { topologySecretLabels } from '../../lib/operators/rabbitmq/topology';
import { inChart, type Mistake } from '../support/mistakes';
import { rabbitmqCluster } from '../support/workload-samples';
import { broker, events, imports, limited, route, tag, topology } from './operators';

// Expressions, arguments and keys that RabbitMQ refuses or ignores.

const headersRoute = { exchange: 'amq.headers', to: { queue: 'imports' } };
export const loader = { name: 'loader', permissions: { '/': {} } };
const shovel = { destinationQueue: 'b', name: 'move', sourceQueue: 'a', uriSecret: 'uris' };

/** Returns the path of a key of an object: `.expires` or `['max-length']`. */
export const keyPath = (key = '') => (/^\w+$/.test(key) ? `.${key}` : `['${key}']`);

/** Arguments of queues by their type: those that RabbitMQ refuses or ignores, and accepted ones. */
const queueArguments: readonly [RabbitmqQueueType, RabbitmqArguments, RabbitmqArguments][] = [
  ['quorum', { 'x-message-ttl': '60000' }, { 'x-message-ttl': 60_000 }],
  ['quorum', { 'x-message-ttl': -1 }, { 'x-message-ttl': 0 }],
  ['quorum', { 'x-message-ttl': 315_360_000_001 }, { 'x-message-ttl': 315_360_000_000 }],
  ['quorum', { 'x-expires': 0 }, { 'x-expires': 1 }],
  ['quorum', { 'x-max-priority': 5 }, {}],
  ['classic', { 'x-max-priority': 256 }, { 'x-max-priority': 255 }],
  ['stream', { 'x-message-ttl': 5 }, { 'x-max-length-bytes': 5 }],
  ['stream', { 'x-max-age': '7d' }, { 'x-max-age': '7D' }],
  ['stream', { 'x-max-age': '0D' }, { 'x-max-age': '12h' }],
  ['stream', { 'x-max-age': 7 }, { 'x-max-age': '1Y' }],
  ['quorum', { 'x-max-age': '7D' }, {}],
  ['stream', { 'x-stream-max-segment-size-bytes': 3e9 + 1 }, { 'x-stream-max-segment-size-bytes': 3e9 }],
  ['stream', { 'x-stream-filter-size-bytes': 8 }, { 'x-stream-filter-size-bytes': 16 }],
  [
    'quorum',
    { 'x-dead-letter-routing-key': 'dead' },
    { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' },
  ],
  ['quorum', { 'x-dead-letter-exchange': true }, { 'x-dead-letter-exchange': 'amq.topic' }],
  ['quorum', { 'x-overflow': 'drop-tail' }, { 'x-overflow': 'drop-head' }],
  ['quorum', { 'x-overflow': 'reject-publish-dlx' }, { 'x-overflow': 'reject-publish' }],
  ['quorum', { 'x-queue-type': 'classic' }, { 'x-queue-type': 'quorum' }],
  ['quorum', { 'x-single-active-consumer': 'true' }, { 'x-single-active-consumer': true }],
  ['quorum', { 'x-quorum-initial-group-size': 0 }, { 'x-quorum-initial-group-size': 5 }],
  ['quorum', { 'x-delivery-limit': '20' }, { 'x-delivery-limit': -1 }],
  ['quorum', { 'x-delivery-limit': -5 }, { 'x-delivery-limit': 0 }],
  ['quorum', { 'x-delayed-retry-min': 1000 }, {}],
  ['quorum', { 'x-queue-leader-locator': 'min-masters' }, { 'x-queue-leader-locator': 'balanced' }],
  ['classic', { 'x-queue-leader-locator': 'balanced' }, { 'x-queue-master-locator': 'min-masters' }],
  ['classic', { 'x-queue-mode': 'eager' }, { 'x-queue-mode': 'lazy' }],
  ['classic', { 'x-queue-version': 3 }, { 'x-queue-version': 2 }],
  ['quorum', { 'x-max-lenght': 5 }, { 'x-max-length': 5 }],
  ['quorum', { 'message-ttl': 5 }, { 'team': 'shop', 'x-message-deduplication': true, 'x-team': 'shop' }],
];

const exchangeArguments: readonly RabbitmqArguments[] = [
  { 'alternate-exchange': 5 },
  { 'x-alternate-exchange': 'other' },
  { 'alternat-exchange': 'other' },
  { 'x-message-ttl': 5 },
];

const bindingArguments: readonly RabbitmqArguments[] = [
  { 'x-match': 'some' },
  { 'x-match': 1 },
  { 'x-tenant': 'shop' },
];

export type Definition = RabbitmqPolicy['definition'];
type ApplyTo = NonNullable<RabbitmqPolicy['applyTo']>;

const policyKeys: readonly [ApplyTo, Definition, Definition][] = [
  ['all', { 'max-lenght': 5 }, { 'max-length': 5 }],
  ['all', { 'x-message-ttl': 5 }, { 'message-ttl': 5 }],
  ['all', { ttl: 5 }, { 'selector-fields': 'a' }],
  ['queues', { 'alternate-exchange': 'amq.fanout' }, { 'dead-letter-exchange': 'amq.fanout' }],
  ['exchanges', { 'max-length': 5 }, { 'alternate-exchange': 'amq.fanout' }],
  ['streams', { 'message-ttl': 5 }, { 'max-length-bytes': 5 }],
  ['classic_queues', { 'delivery-limit': 5 }, { 'message-ttl': 5 }],
  ['quorum_queues', { 'max-age': '7D' }, { 'target-group-size': 5 }],
  ['all', { 'max-priority': 5 }, { expires: 5 }],
  ['all', { toString: 5 }, { expires: 5 }],
];

const policyValues: readonly [ApplyTo, Definition, Definition][] = [
  ['streams', { 'max-age': '7d' }, { 'max-age': '7D' }],
  ['all', { 'message-ttl': '60000' }, { 'message-ttl': 60_000 }],
  ['all', { 'message-ttl': -1 }, { 'message-ttl': 0 }],
  ['all', { expires: 0 }, { expires: 1 }],
  ['all', { 'max-length': true }, { 'max-length': 0 }],
  ['all', { overflow: 'reject' }, { overflow: 'reject-publish' }],
  ['quorum_queues', { overflow: 'reject-publish-dlx' }, { overflow: 'drop-head' }],
  ['all', { 'dead-letter-exchange': 5 }, { 'dead-letter-exchange': '' }],
  ['all', { 'delivery-limit': -5 }, { 'delivery-limit': -1 }],
  ['exchanges', { 'alternate-exchange': false }, { 'alternate-exchange': 'amq.fanout' }],
];

const uris = { name: 'uris', namespace: 'apps', path: 'lab/uris', store: 'aws' };

/** A broker whose Secret is created in the same program. */
const secret = (title: string, prop: string, given: RabbitmqTopology, mistaken: Secret, corrected: Secret): Mistake => {
  const withSecret = (own: Secret) =>
    inChart((chart) => {
      new ExternalSecret(chart, 'uris', { ...uris, ...own });
      rabbitmqCluster(chart, { topology: given });
    });
  return {
    title: `broker: Secret ${title}`,
    id: 'rabbitmq-secret',
    source: `RabbitmqCluster: topology.${prop}`,
    mistaken: withSecret(mistaken),
    corrected: withSecret(corrected),
  };
};

interface Secret {
  readonly keys: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

const labels = topologySecretLabels;
const user = { users: [{ credentialsSecret: 'uris', name: 'loader', permissions: {} }] };

const secrets: readonly Mistake[] = [
  ...[{}, { labels: { team: 'shop' } }, { labels: { 'rabbitmq.com/topology-operator': 'false' } }].map((own) =>
    secret(
      `of a user with ${JSON.stringify(own)}`,
      'users[0].credentialsSecret',
      user,
      { keys: ['password', 'username'], ...own },
      { keys: ['password', 'username'], labels: { ...labels, team: 'shop' } },
    ),
  ),
  secret(
    'without the username',
    'users[0].credentialsSecret',
    user,
    { keys: ['password', 'user'], labels },
    { keys: ['passwordHash', 'username'], labels },
  ),
  secret(
    'of a shovel',
    'shovels[0].uriSecret',
    { shovels: [shovel] },
    { keys: ['destUri', 'srcUri'] },
    { keys: ['destUri', 'srcUri'], labels },
  ),
  secret(
    'of a shovel, without a key',
    'shovels[0].uriSecret',
    { shovels: [shovel] },
    { keys: ['srcUri'], labels },
    { keys: ['destUri', 'srcUri'], labels },
  ),
  secret(
    'of a federation',
    'federations[0].uriSecret',
    { federations: [{ name: 'upstream', uriSecret: 'uris' }] },
    { keys: ['uri'] },
    { keys: ['uri'], labels },
  ),
];

export const rabbitmq: readonly Mistake[] = [
  ...secrets,
  topology(
    'topic permissions for an exchange twice',
    'rabbitmq-topic-permission',
    "users[0].topicPermissions['/'][1].exchange",
    { users: [{ ...loader, topicPermissions: { '/': [{ exchange: 'a', read: 'x' }, { exchange: 'a' }] } }] },
    { users: [{ ...loader, topicPermissions: { '/': [{ exchange: 'a', read: 'x' }, { exchange: 'b' }] } }] },
  ),
  topology(
    'Secret of two users',
    'rabbitmq-topology-name',
    'users[1].credentialsSecret',
    { users: ['a', 'b'].map((name) => ({ credentialsSecret: 'user', name, permissions: {} })) },
    { users: ['a', 'b'].map((name) => ({ credentialsSecret: `user-${name}`, name, permissions: {} })) },
  ),
  ...(['configure', 'read', 'write'] as const).map((key) =>
    topology(
      `permission to ${key} by a wrong expression`,
      'rabbitmq-expression',
      `users[0].permissions['/'].${key}`,
      { users: [{ ...loader, permissions: { '/': { [key]: '[' } } }] },
      { users: [{ ...loader, permissions: { '/': { [key]: '^[]a]{2}(?i)x*+$' } } }] },
    ),
  ),
  topology(
    'topic permission by a wrong expression',
    'rabbitmq-expression',
    "users[0].topicPermissions['/'][0].write",
    { users: [{ ...loader, topicPermissions: { '/': [{ exchange: 'a', write: '*.jobs' }] } }] },
    { users: [{ ...loader, topicPermissions: { '/': [{ exchange: 'a', write: '^{username}\\.jobs' }] } }] },
  ),
  ...queueArguments.map(([type, mistaken, corrected]) =>
    topology(
      `${type} queue with ${JSON.stringify(mistaken)}`,
      'rabbitmq-argument',
      `queues[0].arguments${keyPath(Object.keys(mistaken)[0])}`,
      { queues: [{ ...imports, type, arguments: mistaken }] },
      { queues: [{ ...imports, type, arguments: corrected }] },
    ),
  ),
  ...exchangeArguments.map((mistaken) =>
    topology(
      `exchange with ${JSON.stringify(mistaken)}`,
      'rabbitmq-argument',
      `exchanges[0].arguments${keyPath(Object.keys(mistaken)[0])}`,
      { exchanges: [{ ...events, arguments: mistaken }] },
      { exchanges: [{ ...events, arguments: { 'alternate-exchange': 'amq.fanout', 'team': 'shop' } }] },
    ),
  ),
  ...bindingArguments.map((mistaken) =>
    topology(
      `binding with ${JSON.stringify(mistaken)}`,
      'rabbitmq-argument',
      `bindings[0].arguments${keyPath(Object.keys(mistaken)[0])}`,
      { bindings: [{ ...headersRoute, arguments: mistaken }], queues: [imports] },
      { bindings: [{ ...headersRoute, arguments: { 'x-match': 'any-with-x', 'x-tenant': 'a' } }], queues: [imports] },
    ),
  ),
  topology(
    'headers for a topic exchange',
    'rabbitmq-argument',
    'bindings[0].arguments.tenant',
    { bindings: [{ ...route, arguments: { tenant: 'shop' } }], exchanges: [events], queues: [imports] },
    { bindings: [{ ...headersRoute, arguments: { tenant: 'shop' } }], queues: [imports] },
  ),
  topology(
    'long routing key',
    'rabbitmq-routing-key',
    'bindings[0].routingKey',
    { bindings: [{ ...route, routingKey: 'ü'.repeat(128) }], exchanges: [events], queues: [imports] },
    { bindings: [{ ...route, routingKey: 'ü'.repeat(127) }], exchanges: [events], queues: [imports] },
  ),
  ...(['sourceQueue', 'destinationQueue'] as const).flatMap((key) =>
    ['amq.gen-1', '', '..', 'x'.repeat(256)].map((name) =>
      topology(
        `shovel with ${key} '${name.slice(0, 9)}'`,
        'rabbitmq-topology-name',
        `shovels[0].${key}`,
        { shovels: [{ ...shovel, [key]: name }] },
        { shovels: [{ ...shovel, [key]: 'my.amq.gen' }] },
      ),
    ),
  ),
  ...['(', '[a', '*', 'a**', 'a)', 'a{3,1}', '[z-a]', '\\'].map((pattern) =>
    broker(
      `policy for ${pattern}`,
      'rabbitmq-expression',
      'policies[0].pattern',
      { policies: [{ ...limited, pattern }] },
      { policies: [{ ...limited, pattern: String.raw`^(?!amq\.)(?<team>[[:alpha:]]++)(?>a{2,}|b{x})\Q(\E` }] },
    ),
  ),
  ...[
    ...policyKeys.map((entry) => ({ entry, id: 'rabbitmq-policy-key' })),
    ...policyValues.map((entry) => ({ entry, id: 'rabbitmq-policy-value' })),
  ].map(({ entry: [applyTo, mistaken, corrected], id }) =>
    broker(
      `policy of ${applyTo} with ${JSON.stringify(mistaken)}`,
      id,
      `policies[0].definition${keyPath(Object.keys(mistaken)[0])}`,
      { policies: [{ ...limited, applyTo, definition: mistaken }] },
      { policies: [{ ...limited, applyTo, definition: corrected }] },
    ),
  ),
  broker(
    'policy key of a later version',
    'rabbitmq-policy-key',
    "policies[0].definition['delayed-retry-min']",
    { image: tag('4.2.9'), policies: [{ ...limited, definition: { 'delayed-retry-min': 5 } }] },
    { image: tag('4.3.0'), policies: [{ ...limited, definition: { 'delayed-retry-min': 5 } }] },
  ),
];
