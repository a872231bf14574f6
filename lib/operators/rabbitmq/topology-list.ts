import type { RabbitmqTopology } from './topology-props';

/** A setting of the topology: `topology.queues.0.name`. */
export type At = (...keys: readonly string[]) => readonly string[];

/** Returns the objects of a list with their settings. */
export function each<Item>(items: readonly Item[], list: keyof RabbitmqTopology) {
  return items.map((item, index) => ({
    item,
    at: (...keys: readonly string[]) => ['topology', list, String(index), ...keys],
  }));
}

/** Types of the exchanges of every virtual host. */
export const builtInExchanges: Readonly<Record<string, string>> = {
  'amq.direct': 'direct',
  'amq.fanout': 'fanout',
  'amq.headers': 'headers',
  'amq.match': 'headers',
  'amq.rabbitmq.trace': 'topic',
  'amq.topic': 'topic',
};
