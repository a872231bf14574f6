import type { RabbitmqClusterProps } from '../../lib/operators/rabbitmq/props';
import type { RabbitmqArguments } from '../../lib/operators/rabbitmq/topology-props';
import type { Mistake } from '../support/mistakes';
import { broker, events, imports, limited, tag, topology } from './operators';
import { type Definition, keyPath, loader } from './rabbitmq';

// Arguments and keys of policies that need others, exclude them, or name an object.

type Props = Partial<RabbitmqClusterProps>;

const dead = { name: 'dead', type: 'fanout' } as const;
const once = { 'x-dead-letter-exchange': 'dead', 'x-dead-letter-strategy': 'at-least-once' };
const onceByPolicy = { 'dead-letter-exchange': 'dead', 'dead-letter-strategy': 'at-least-once' };

/** A broker with the exchange `dead`, one queue and one policy. */
const lettersOf = (
  given: RabbitmqArguments,
  definition: Definition = { 'max-length': 5 },
  own: object = {},
): Props => ({
  policies: [{ ...limited, definition, ...own }],
  topology: { exchanges: [dead], queues: [{ ...imports, arguments: given }] },
});

/** Settings by which dead letters are lost, by the setting that is reported. */
const deadLetters: readonly [setting: string, mistaken: Props, corrected: Props][] = [
  ['arguments', lettersOf(once), lettersOf({ ...once, 'x-overflow': 'reject-publish' })],
  ['arguments', lettersOf({ ...once, 'x-overflow': 'drop-head' }), lettersOf(once, { overflow: 'reject-publish' })],
  [
    'arguments',
    lettersOf({ ...once, 'x-overflow': 'reject-publish' }, { overflow: 'drop-head' }),
    lettersOf({ ...once, 'x-overflow': 'reject-publish' }, { overflow: 'drop-head' }, { pattern: '^jobs' }),
  ],
  [
    'arguments',
    lettersOf({ ...once, 'x-overflow': 'reject-publish' }, { overflow: 'drop-head' }, { applyTo: 'quorum_queues' }),
    lettersOf({ ...once, 'x-overflow': 'reject-publish' }, { overflow: 'drop-head' }, { applyTo: 'classic_queues' }),
  ],
  [
    'arguments',
    lettersOf({ 'x-dead-letter-strategy': 'at-most-once' }),
    lettersOf({ 'x-dead-letter-strategy': 'at-most-once' }, { 'dead-letter-exchange': 'dead' }),
  ],
  ['policy', lettersOf({}, onceByPolicy), lettersOf({}, { ...onceByPolicy, overflow: 'reject-publish' })],
  [
    'policy',
    lettersOf({ 'x-overflow': 'reject-publish' }, { ...onceByPolicy, overflow: 'drop-head' }),
    lettersOf({ 'x-overflow': 'reject-publish' }, onceByPolicy),
  ],
  [
    'policy',
    lettersOf({}, { 'dead-letter-strategy': 'at-most-once' }),
    lettersOf({ 'x-dead-letter-exchange': 'dead' }, { 'dead-letter-strategy': 'at-most-once' }),
  ],
];

const federation = { name: 'berlin', uriSecret: 'uris' };
const federated = (definition: Definition, own: object = {}): Props => ({
  policies: [{ ...limited, definition, ...own }],
  topology: { federations: [federation] },
});

export const rabbitmqDependentKeys: readonly Mistake[] = [
  ...deadLetters.map(([setting, mistaken, corrected], index) =>
    broker(
      `dead letters ${index} by ${setting}`,
      'rabbitmq-dead-letter',
      setting === 'policy'
        ? "policies[0].definition['dead-letter-strategy']"
        : "topology.queues[0].arguments['x-dead-letter-strategy']",
      mistaken,
      corrected,
    ),
  ),
  broker(
    'routing key of dead letters without an exchange',
    'rabbitmq-dead-letter',
    "policies[0].definition['dead-letter-routing-key']",
    lettersOf({}, { 'dead-letter-routing-key': 'a' }),
    lettersOf({}, { 'dead-letter-exchange': 'dead', 'dead-letter-routing-key': 'a' }),
  ),
  broker(
    'dead-letter exchange of a queue in another virtual host',
    'rabbitmq-undeclared-exchange',
    "topology.queues[0].arguments['x-dead-letter-exchange']",
    {
      topology: {
        exchanges: [{ ...dead, vhost: 'other' }],
        queues: [{ ...imports, arguments: { 'x-dead-letter-exchange': 'dead' } }],
        vhosts: [{ name: 'other' }],
      },
    },
    lettersOf({ 'x-dead-letter-exchange': 'dead' }),
  ),
  ...(['alternate-exchange', 'dead-letter-exchange'] as const).map((key) =>
    broker(
      `${key} of a policy that is not declared`,
      'rabbitmq-undeclared-exchange',
      `policies[0].definition['${key}']`,
      { policies: [{ ...limited, definition: { [key]: 'dead' } }] },
      lettersOf({}, { [key]: 'dead' }),
    ),
  ),
  topology(
    'alternate exchange that is not declared',
    'rabbitmq-undeclared-exchange',
    "exchanges[0].arguments['alternate-exchange']",
    { exchanges: [{ ...events, arguments: { 'alternate-exchange': 'dead' } }] },
    { exchanges: [{ ...events, arguments: { 'alternate-exchange': 'dead' } }, dead] },
  ),
  ...['federation-upstream-set', 'federation-upstream-pattern'].map((key) =>
    broker(
      `policy with federation-upstream and ${key}`,
      'rabbitmq-policy-key',
      `policies[0].definition['${key}']`,
      federated({ 'federation-upstream': 'berlin', [key]: key.endsWith('set') ? 'all' : '^ber' }),
      federated({ [key]: key.endsWith('set') ? 'all' : '^ber' }),
    ),
  ),
  ...(
    [
      ['federation-upstream', 'bern'],
      ['federation-upstream', 5],
      ['federation-upstream-pattern', '^paris'],
      ['federation-upstream-set', 'cities'],
    ] as const
  ).map(([key, value]) =>
    broker(
      `policy with ${key} ${value}`,
      'rabbitmq-policy-value',
      `policies[0].definition['${key}']`,
      federated({ [key]: value }),
      federated({ 'federation-upstream': 'berlin' }),
    ),
  ),
  broker(
    'policy of a federation that is not declared',
    'rabbitmq-policy-value',
    "policies[0].definition['federation-upstream-set']",
    { policies: [{ ...limited, definition: { 'federation-upstream-set': 'all' } }] },
    federated({ 'federation-upstream-set': 'all' }),
  ),
  broker(
    'policy of a federation with a wrong pattern',
    'rabbitmq-expression',
    "policies[0].definition['federation-upstream-pattern']",
    // The second expression matches, so that only the first is at fault.
    federated({ 'federation-upstream-pattern': 'berlin|(' }),
    federated({ 'federation-upstream-pattern': 'berlin|()' }),
  ),
  ...(
    [
      ['all', { 'delivery-limit': 5, 'max-age': '7D' }],
      ['queues', { 'delivery-limit': 5, 'queue-mode': 'lazy' }],
    ] as const
  ).map(([applyTo, definition]) =>
    broker(
      `policy of ${applyTo} with keys of different types: ${Object.keys(definition).join(', ')}`,
      'rabbitmq-policy-key',
      'policies[0].definition',
      { policies: [{ ...limited, applyTo, definition }] },
      { policies: [{ ...limited, applyTo, definition: { 'delivery-limit': 5, 'queue-version': 2 } }] },
    ),
  ),
  broker(
    'federation of streams',
    'rabbitmq-policy-key',
    "policies[0].definition['federation-upstream']",
    federated({ 'federation-upstream': 'berlin' }, { applyTo: 'streams' }),
    federated({ 'federation-upstream': 'berlin' }, { applyTo: 'exchanges' }),
  ),
  ...(
    [
      ['x-queue-master-locator', 'min-masters'],
      ['x-queue-version', 1],
    ] as const
  ).map(([key, value]) =>
    broker(
      `classic queue with ${key} ${value} from version 4.3 on`,
      'rabbitmq-argument',
      `topology.queues[0].arguments['${key}']`,
      { image: tag('4.3.0'), topology: { queues: [{ ...imports, arguments: { [key]: value }, type: 'classic' }] } },
      { image: tag('4.2.9'), topology: { queues: [{ ...imports, arguments: { [key]: value }, type: 'classic' }] } },
    ),
  ),
  ...(
    [
      ['rabbitmq-policy-key', 'queue-master-locator', 'min-masters'],
      ['rabbitmq-policy-value', 'queue-version', 1],
    ] as const
  ).map(([id, key, value]) =>
    broker(
      `policy with ${key} ${value} from version 4.3 on`,
      id,
      `policies[0].definition['${key}']`,
      { image: tag('4.3.0'), policies: [{ ...limited, definition: { [key]: value } }] },
      { image: tag('4.2.9'), policies: [{ ...limited, definition: { [key]: value } }] },
    ),
  ),
  broker(
    'no delivery limit before version 4',
    'rabbitmq-policy-value',
    "policies[0].definition['delivery-limit']",
    { image: tag('3.13.7'), policies: [{ ...limited, definition: { 'delivery-limit': -1 } }] },
    { policies: [{ ...limited, definition: { 'delivery-limit': -1 } }] },
  ),
  ...(
    [
      [{ 'x-delayed-retry-type': 'all' }, { 'x-delayed-retry-min': 5, 'x-delayed-retry-type': 'all' }],
      [
        { 'x-delayed-retry-max': 4, 'x-delayed-retry-min': 5 },
        { 'x-delayed-retry-max': 5, 'x-delayed-retry-min': 5 },
      ],
    ] as const
  ).map(([mistaken, corrected]) =>
    broker(
      `queue with ${JSON.stringify(mistaken)}`,
      'rabbitmq-argument',
      `topology.queues[0].arguments${keyPath(Object.keys(mistaken)[0])}`,
      { image: tag('4.3.0'), topology: { queues: [{ ...imports, arguments: mistaken }] } },
      { image: tag('4.3.0'), topology: { queues: [{ ...imports, arguments: corrected }] } },
    ),
  ),
  ...['broker-default-user', 'broker-erlang-cookie', 'broker-loader-user-credentials'].map((credentialsSecret) =>
    topology(
      `Secret ${credentialsSecret} of an operator`,
      'rabbitmq-secret',
      'users[0].credentialsSecret',
      { users: [{ ...loader, credentialsSecret }] },
      { users: [{ ...loader, credentialsSecret: 'loader' }] },
    ),
  ),
];
