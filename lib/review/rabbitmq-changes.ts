import { canonicalJson } from '../core/canonical';
import type { Finding } from '../core/diagnostics';
import { type RefusedChange, refusedChanges } from './refused-changes';

/** An object of the messaging topology operator. */
interface TopologyObject {
  readonly apiVersion: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Readonly<Record<string, unknown>> & { readonly name?: string };
}

/** Values of fields that an object may lack. The operator distinguishes empty arguments from none. */
const defaults: Readonly<Record<string, unknown>> = { autoDelete: false, durable: false, vhost: '/' };

const declared = ['vhost', 'type', 'durable', 'autoDelete', 'arguments'];

/** Fields of each kind that never change. The operator's webhook refuses most of them, and RabbitMQ the others. */
const fixedFields: Readonly<Record<string, readonly string[]>> = {
  Exchange: declared,
  Federation: ['vhost'],
  Permission: ['vhost'],
  Policy: ['vhost'],
  Queue: declared,
  Shovel: ['vhost'],
  TopicPermission: ['vhost'],
};

/**
 * Returns a finding for each change of a topology that is never made: another type, durability or virtual host, or other arguments
 * of an existing queue or exchange. The object in RabbitMQ stays as it was.
 *
 * @param before the accepted manifests of an environment, by path
 * @see https://www.rabbitmq.com/docs/queues#property-equivalence
 */
export function refusedTopologyChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): RefusedChange[] {
  return Object.entries(fixedFields).flatMap(([kind, fields]) =>
    refusedChanges<TopologyObject>(kind, before, after, (was, is) =>
      is.apiVersion.startsWith('rabbitmq.com/') ? fields.flatMap((field) => changedField(kind, field, was, is)) : [],
    ),
  );
}

function changedField(
  kind: string,
  field: string,
  { spec: before }: TopologyObject,
  { metadata, spec }: TopologyObject,
): Finding[] {
  const [was, is] = [before, spec].map((values) =>
    JSON.stringify(canonicalJson(values[field] ?? defaults[field] ?? null)),
  );
  if (was === is) return [];
  return [
    {
      id: 'rabbitmq-topology-change',
      setting: 'topology',
      message: `${field} of the ${kind} '${spec.name ?? metadata.name}' must stay ${was}; got ${is}`,
      hint: hints[kind] ?? 'restore it, or delete the object by hand first: kubectl delete',
    },
  ];
}

const hints: Readonly<Record<string, string>> = {
  Exchange:
    'restore it, or declare an exchange of another name, move its bindings and publishers, and delete this one by hand',
  Queue: 'restore it, or declare a queue of another name, move the messages with a shovel, and delete this one by hand',
};
