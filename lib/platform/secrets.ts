import { byCodePoint, sortedEntries } from '../core/canonical';
import { rabbitmqCredentials } from '../operators/rabbitmq/rabbitmq-cluster';
import { rabbitmqName } from '../../apps/services/rabbitmq';
import type { ServiceDefinition } from './service-definition';

/** Secrets that an operator makes in the cluster, so that no store has them. */
const madeInCluster = [rabbitmqCredentials(rabbitmqName).password.secret];

/** The Secrets that services read from the store, with all keys that any of them reads, in the order of their names. */
export function secretKeys(of: readonly ServiceDefinition[]): [secret: string, keys: string[]][] {
  const read = of
    .flatMap(({ secrets }) => sortedEntries(secrets).map(([, reference]) => reference))
    .filter(({ secret }) => !madeInCluster.includes(secret));
  const names = [...new Set(read.map(({ secret }) => secret))].sort(byCodePoint);
  return names.map((name) => [
    name,
    [...new Set(read.filter(({ secret }) => secret === name).map(({ key }) => key))].sort(byCodePoint),
  ]);
}
