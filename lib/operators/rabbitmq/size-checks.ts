import type { Finding } from '../../core/diagnostics';
import { mebibytes, type Memory } from '../../core/units';
import { checkPodFitsNode } from '../../kubernetes/pod/pod-capacity';
import { checkAmount } from '../../kubernetes/pod/pod-checks';
import type { RabbitmqClusterProps } from './props';

/** Memory of a member, in MiB: RabbitMQ needs 256 MiB at all times, which is half of what the operator lets it use. */
const minMemory = 512;

/** Free space of a volume, in MiB, below which a member blocks publishers: the operator sets `disk_free_limit.absolute = 2GB`. */
export const diskFreeLimit = 2e9 / 2 ** 20;

/** Volume of a member, in MiB. Half of the smallest volume is left for messages. */
const minStorage = 4 * 1024;

/**
 * Checks the amounts of CPU, memory and storage, and the watermark.
 *
 * @param hasOperatorDefaults true if the cluster operator configures the members
 */
export function checkSizes(
  { memoryHighWatermark, placement, resources, storage }: RabbitmqClusterProps,
  hasOperatorDefaults: boolean,
): Finding[] {
  return [
    ...atLeast(checkAmount(storage, 'storage', 'storage'), 'storage', storage, hasOperatorDefaults ? minStorage : 0),
    ...(resources
      ? [
          ...checkAmount(resources.cpu, 'resources.cpu', 'cpu'),
          ...atLeast(
            checkAmount(resources.memory, 'resources.memory', 'memory'),
            'resources.memory',
            resources.memory,
            minMemory,
          ),
          ...checkPodFitsNode(resources, placement),
        ]
      : []),
    ...(memoryHighWatermark === undefined ? [] : checkWatermark(memoryHighWatermark, resources?.memory)),
  ];
}

function atLeast(found: Finding[], setting: string, amount: Memory, minimum: number): Finding[] {
  if (found.length > 0 || mebibytes(amount) >= minimum) return found;
  const isStorage = setting === 'storage';
  const least = isStorage ? `${minimum / 1024}Gi` : `${minimum}Mi`;
  return [
    {
      id: isStorage ? 'rabbitmq-storage' : 'rabbitmq-memory',
      setting,
      message: `${isStorage ? 'storage' : 'memory'} must be at least ${least}; got ${amount}`,
      hint: isStorage
        ? `raise it to ${least} or more: members block publishers while less than 2GB are free`
        : `raise it to ${least} or more: an idle member needs a quarter of a gigabyte`,
    },
  ];
}

function checkWatermark(watermark: Memory, limit: Memory | undefined): Finding[] {
  const found = checkAmount(watermark, 'memoryHighWatermark', 'memory');
  if (found.length > 0) return found;
  if (limit === undefined || !(mebibytes(watermark) >= mebibytes(limit))) return [];
  return [
    {
      id: 'rabbitmq-memory-watermark',
      setting: 'memoryHighWatermark',
      message: `memoryHighWatermark must be less than resources.memory (${limit}); got ${watermark}`,
      hint: 'lower it to 60 % of the memory: above the limit the kernel kills the member before publishers are blocked',
    },
  ];
}
