import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkBindingArguments, checkExchangeArguments, checkQueueArguments } from './argument-checks';
import { checkExpression } from './expression-check';
import { checkWholeNumber } from './key-values';
import type { RabbitmqClusterProps } from './props';
import { vhostOf } from './topology';
import { type At, builtInExchanges, each } from './topology-list';
import type {
  RabbitmqArguments,
  RabbitmqBinding,
  RabbitmqPermissions,
  RabbitmqTopicPermissions,
  RabbitmqTopology,
} from './topology-props';

/** Checks arguments of queues, exchanges and bindings, and routing keys. */
export function checkAllArguments(props: RabbitmqClusterProps, topology: RabbitmqTopology): Finding[] {
  const { bindings = [], exchanges = [], queues = [] } = topology;
  const exchangeType = (binding: RabbitmqBinding) =>
    exchanges.find(
      (exchange) => exchange.name === binding.exchange && vhostOf(props, exchange) === vhostOf(props, binding),
    )?.type ?? builtInExchanges[binding.exchange];
  return [
    ...[...each(queues, 'queues'), ...each(exchanges, 'exchanges'), ...each(bindings, 'bindings')].flatMap(
      ({ item, at }) => checkWholeNumbers(item.arguments, at),
    ),
    ...each(queues, 'queues').flatMap(({ item, at }) => checkQueueArguments(item, props.image, at)),
    ...each(exchanges, 'exchanges').flatMap(({ item, at }) => checkExchangeArguments(item, at)),
    ...each(bindings, 'bindings').flatMap(({ item, at }) => checkBindingArguments(item, exchangeType(item), at)),
  ];
}

function checkWholeNumbers(given: RabbitmqArguments | undefined, at: At): Finding[] {
  return sortedEntries<string, boolean | number | string>(given ?? {}).flatMap(([key, value]) =>
    typeof value === 'number' ? checkWholeNumber(value, at('arguments', key)) : [],
  );
}

/** Checks the regular expressions of permissions. */
export function checkExpressions({ users = [] }: RabbitmqTopology): Finding[] {
  return each(users, 'users').flatMap(({ item: { permissions, topicPermissions = {} }, at }) => [
    ...sortedEntries<string, RabbitmqPermissions>(permissions).flatMap(([vhost, given]) =>
      sortedEntries<string, string>({ ...given }).flatMap(([key, expression]) =>
        checkExpression(expression, at('permissions', vhost, key)),
      ),
    ),
    ...sortedEntries<string, readonly RabbitmqTopicPermissions[]>(topicPermissions).flatMap(([vhost, topics]) =>
      topics.flatMap(({ read = '', write = '' }, index) =>
        sortedEntries({ read, write }).flatMap(([key, expression]) =>
          checkExpression(expression, at('topicPermissions', vhost, String(index), key)),
        ),
      ),
    ),
  ]);
}
