import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { mebibytes } from '../../core/units';
import { checkAmount } from '../../kubernetes/checks/pod-checks';
import {
  isAtLeast,
  imageVersion,
  type RabbitmqBackend,
  type RabbitmqClusterProps,
  type RabbitmqImage,
} from './settings';

/** What is wrong with a cluster's settings, whoever makes it. */
export function checkCluster(props: RabbitmqClusterProps, { settings }: RabbitmqBackend): Finding[] {
  const { resources, memoryHighWatermark } = props;
  return [
    ...checkName('rabbitmq-cluster', props.name),
    ...checkQuorum(props.replicas),
    ...checkImage(props.image),
    ...checkAmount(props.storage, 'storage', 'storage'),
    ...(resources ? checkAmount(resources.cpu, 'resources.cpu', 'cpu') : []),
    ...(resources ? checkAmount(resources.memory, 'resources.memory', 'memory') : []),
    ...(memoryHighWatermark === undefined ? [] : checkAmount(memoryHighWatermark, 'memoryHighWatermark', 'memory')),
    ...checkWatermark(props),
    ...checkMirroring(props),
    ...checkPartitionHandling(props),
    ...(settings.operator === 'improvado'
      ? checkImprovado(props)
      : [...checkAmount(settings.gracePeriod ?? '15m', 'backend.gracePeriod', 'duration'), ...checkPriority(props)]),
  ];
}

function checkQuorum(replicas: number): Finding[] {
  return Number.isInteger(replicas) && replicas >= 3 && replicas % 2 === 1
    ? []
    : [
        {
          id: 'rabbitmq-quorum',
          setting: 'replicas',
          message: `replicas must be odd and at least 3 (3, 5, 7), got ${replicas}`,
          hint: 'use 3: an even member more adds nothing that may be lost, and one or two survive no loss at all',
        },
      ];
}

function checkImage(image: RabbitmqImage): Finding[] {
  const found: Finding[] = [];
  if (!imageVersion(image)) {
    found.push({
      setting: 'image.tag',
      message: `tag must start with RabbitMQ's version, such as 4.1.4-management, got '${image.tag}'`,
      hint: 'write the version in full: what the server can do is read from it',
    });
  }
  if (image.digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(image.digest)) {
    found.push({
      setting: 'image.digest',
      message: `digest must be sha256: and 64 lower-case hexadecimal digits, got '${image.digest}'`,
      hint: 'copy the digest that the registry shows for the image',
    });
  }
  return found;
}

function checkWatermark({ memoryHighWatermark, resources }: RabbitmqClusterProps): Finding[] {
  if (memoryHighWatermark === undefined || resources === undefined) return [];
  return mebibytes(memoryHighWatermark) < mebibytes(resources.memory)
    ? []
    : [
        {
          setting: 'memoryHighWatermark',
          message: `memoryHighWatermark must be less than resources.memory (${resources.memory}), got ${memoryHighWatermark}`,
          hint: 'lower it, best to six tenths of the memory: above the limit the member is killed before a publisher waits',
        },
      ];
}

function checkMirroring({ image, policies = [] }: RabbitmqClusterProps): Finding[] {
  if (!imageVersion(image) || !isAtLeast(image, 4, 0)) return [];
  return policies.flatMap(({ name, definition }, index) => {
    const mirroring = Object.keys(definition).filter((key) => key.startsWith('ha-'));
    return mirroring.length === 0
      ? []
      : [
          {
            setting: `policies.${index}.definition`,
            message: `queues are not mirrored from RabbitMQ 4 on, got ${mirroring.join(', ')} in policy '${name}' with ${image.tag}`,
            hint: 'remove the policy: queues are quorum queues by default, which replicate by themselves',
          },
        ];
  });
}

function checkPartitionHandling({ image, partitionHandling }: RabbitmqClusterProps): Finding[] {
  return partitionHandling === undefined || !imageVersion(image) || !isAtLeast(image, 4, 3)
    ? []
    : [
        {
          setting: 'partitionHandling',
          message: `partitionHandling has no effect from RabbitMQ 4.3 on, got '${partitionHandling}' with ${image.tag}`,
          hint: 'remove it: the side with the majority goes on, the other one waits',
        },
      ];
}

function checkPriority({ priorityClass }: RabbitmqClusterProps): Finding[] {
  return priorityClass
    ? []
    : [
        {
          setting: 'priorityClass',
          message: 'a broker must name its PriorityClass, got none, which is priority 0: below whoever waits for it',
          hint: "name one above that of its clients, such as 'data'",
        },
      ];
}

/** What the construct takes and this operator has no place for, refused instead of forgotten. */
function checkImprovado({ allowedFrom = [], image, priorityClass }: RabbitmqClusterProps): Finding[] {
  const found: Finding[] = [];
  if (image.digest !== undefined) {
    found.push({
      setting: 'image.digest',
      message: `the improvado operator takes an image by name and tag, got ${image.digest}`,
      hint: 'remove the digest, or use RabbitmqBackend.clusterOperator()',
    });
  }
  if (allowedFrom.length > 0) {
    found.push({
      setting: 'allowedFrom',
      message: `the improvado backend makes no NetworkPolicy, got callers ${allowedFrom.map(({ name }) => name).join(', ')}`,
      hint: 'remove allowedFrom, or use RabbitmqBackend.clusterOperator()',
    });
  }
  if (priorityClass !== undefined) {
    found.push({
      setting: 'priorityClass',
      message: `the improvado operator gives its pods no priority, got '${priorityClass}'`,
      hint: 'remove priorityClass, or use RabbitmqBackend.clusterOperator()',
    });
  }
  return found;
}
