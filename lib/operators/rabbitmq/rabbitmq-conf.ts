import { sortedEntries } from '../../core/canonical';
import { mebibytes, type Memory } from '../../core/units';
import { type RabbitmqClusterProps, rabbitmqDefaults, type RabbitmqImage } from './props';
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
    'vm_memory_high_watermark.absolute':
      memoryHighWatermark === undefined ? undefined : watermark(memoryHighWatermark, image),
  };
  return sortedEntries(lines)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/**
 * Returns an amount in RabbitMQ's notation: whole mebibytes, or bytes. `M` is a mebibyte before 3.13, and a million bytes from
 * then on, as in Kubernetes; `MiB` is a mebibyte in all versions.
 *
 * @see https://github.com/rabbitmq/rabbitmq-server/blob/v4.2.x/deps/rabbit_common/src/rabbit_resource_monitor_misc.erl
 */
export function watermark(memory: Memory, image: RabbitmqImage): string {
  const amount = mebibytes(memory);
  if (!Number.isInteger(amount)) return String(Math.round(amount * 2 ** 20));
  return `${amount}${isAtLeast(image, 3, 13) ? 'MiB' : 'M'}`;
}
