import { sortedEntries } from '../../core/canonical';
import type { Memory } from '../../core/units';
import { type RabbitmqClusterProps, rabbitmqDefaults } from './props';
import { isAtLeast } from './version';

/** Returns lines for rabbitmq.conf, which take precedence over the operator's own. */
export function additionalConfig({
  image,
  memoryHighWatermark,
  partitionHandling = rabbitmqDefaults.partitionHandling,
  vhost = rabbitmqDefaults.vhost,
}: RabbitmqClusterProps): string {
  const lines: Record<string, string | undefined> = {
    // The server ignores it from 4.3 on. Before, `autoheal`, as in the talk: quorum queues follow their majority in any mode,
    // so it affects classic queues only. The minority continues to serve them and loses its changes when the partition
    // heals; `pause_minority`, the operator's default, stops the minority.
    'cluster_partition_handling': isAtLeast(image, 4, 3) ? undefined : partitionHandling,
    // Queues that clients declare without a type survive the loss of a member.
    'default_queue_type': isAtLeast(image, 4, 0) ? 'quorum' : undefined,
    'default_vhost': vhost,
    'vm_memory_high_watermark.absolute': memoryHighWatermark === undefined ? undefined : watermark(memoryHighWatermark),
  };
  return sortedEntries(lines)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/** Returns an amount in RabbitMQ's notation of binary units: `256M` for `256Mi`, which is mebibytes in all versions. */
export function watermark(memory: Memory): string {
  return memory.replace(/i$/, '');
}
