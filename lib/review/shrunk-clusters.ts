import type { Finding } from '../core/diagnostics';
import { mebibytes, type Storage } from '../core/units';
import { type RefusedChange, refusedChanges } from './refused-changes';

interface Cluster {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly replicas: number; readonly persistence: { readonly storage: Storage } };
}

/**
 * Returns a finding for each RabbitMQ cluster with fewer members or smaller volumes than the accepted one. The operator refuses
 * both, and does not update the cluster any more.
 *
 * @param before the accepted manifests of an environment, by path
 * @see https://www.rabbitmq.com/kubernetes/operator/using-operator#scale
 */
export function shrunkClusters(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): RefusedChange[] {
  return refusedChanges('RabbitmqCluster', before, after, shrunkSettings);
}

function shrunkSettings({ spec: was }: Cluster, { spec }: Cluster): Finding[] {
  const finding = (setting: string, before: string | number, now: string | number): Finding => ({
    id: 'rabbitmq-shrunk',
    setting,
    message: `${setting} must not be less than the accepted ${before}; got ${now}`,
    hint: `restore ${before}, or create a cluster of another name and move the messages`,
  });
  const [volumeBefore, volume] = [was.persistence.storage, spec.persistence.storage];
  return [
    ...(spec.replicas < was.replicas ? [finding('replicas', was.replicas, spec.replicas)] : []),
    ...(mebibytes(volume) < mebibytes(volumeBefore) ? [finding('storage', volumeBefore, volume)] : []),
  ];
}
