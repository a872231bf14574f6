import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { mebibytes } from '../../core/units';
import { settingName } from '../../core/settings-location';
import { checkAmount, checkImageDigest } from '../../kubernetes/pod/pod-checks';
import type { RabbitmqBackend } from './backend';
import { type RabbitmqClusterProps, rabbitmqDefaults, type RabbitmqImage } from './props';
import { imageVersion, isAtLeast } from './version';

/** Checks the props of a cluster for the operator of its backend. */
export function checkRabbitmqCluster(props: RabbitmqClusterProps, { settings }: RabbitmqBackend): Finding[] {
  const { memoryHighWatermark, resources, storage } = props;
  return [
    ...checkName('rabbitmq-cluster', props.name),
    ...checkQuorum(props.replicas),
    ...checkImage(props.image),
    ...checkAmount(storage, 'storage', 'storage'),
    ...(resources ? checkAmount(resources.cpu, 'resources.cpu', 'cpu') : []),
    ...(resources ? checkAmount(resources.memory, 'resources.memory', 'memory') : []),
    ...(memoryHighWatermark === undefined ? [] : checkAmount(memoryHighWatermark, 'memoryHighWatermark', 'memory')),
    ...checkWatermark(props),
    ...checkMirroring(props),
    ...checkPartitionHandling(props),
    ...(settings.operator === 'improvado'
      ? checkImprovado(props)
      : [
          ...checkAmount(settings.gracePeriod ?? rabbitmqDefaults.gracePeriod, 'backend.gracePeriod', 'duration'),
          ...checkPriorityClass(props),
        ]),
  ];
}

function checkQuorum(replicas: number): Finding[] {
  if (Number.isInteger(replicas) && replicas >= 3 && replicas % 2 === 1) return [];
  return [
    {
      id: 'rabbitmq-quorum',
      setting: 'replicas',
      message: `replicas must be odd and at least 3 (3, 5, 7); got ${replicas}`,
      hint: 'set replicas to 3: an even count tolerates no more failures than the odd count below it, and 1 or 2 none',
    },
  ];
}

function checkImage(image: RabbitmqImage): Finding[] {
  const found = image.digest === undefined ? [] : checkImageDigest(image.digest);
  if (imageVersion(image)) return found;
  return [
    ...found,
    {
      id: 'rabbitmq-image-tag',
      setting: 'image.tag',
      message: `tag must start with RabbitMQ's version, such as 4.1.4-management; got '${image.tag}'`,
      hint: "write the full version: the server's features depend on it",
    },
  ];
}

function checkWatermark({ memoryHighWatermark, resources }: RabbitmqClusterProps): Finding[] {
  if (memoryHighWatermark === undefined || resources === undefined) return [];
  if (!(mebibytes(memoryHighWatermark) >= mebibytes(resources.memory))) return [];
  return [
    {
      id: 'rabbitmq-memory-watermark',
      setting: 'memoryHighWatermark',
      message: `memoryHighWatermark must be less than resources.memory (${resources.memory}); got ${memoryHighWatermark}`,
      hint: 'lower it to 60 % of the memory: above the limit the kernel kills the member before publishers are blocked',
    },
  ];
}

function checkMirroring({ image, policies = [] }: RabbitmqClusterProps): Finding[] {
  if (!imageVersion(image) || !isAtLeast(image, 4, 0)) return [];
  return policies.flatMap(({ name, definition }, index) => {
    const keys = Object.keys(definition).filter((key) => key.startsWith('ha-'));
    if (keys.length === 0) return [];
    return [
      {
        id: 'rabbitmq-mirroring',
        setting: ['policies', String(index), 'definition'],
        message: `definition of policy '${name}' must not mirror queues from RabbitMQ 4 on (${image.tag}); got ${keys.join(', ')}`,
        hint: 'remove the policy: queues are quorum queues by default, which are replicated',
      },
    ];
  });
}

function checkPartitionHandling({ image, partitionHandling }: RabbitmqClusterProps): Finding[] {
  if (partitionHandling === undefined || !imageVersion(image) || !isAtLeast(image, 4, 3)) return [];
  return [
    {
      id: 'rabbitmq-partition-handling',
      setting: 'partitionHandling',
      message: `partitionHandling must not be set from RabbitMQ 4.3 on (${image.tag}), which ignores it; got '${partitionHandling}'`,
      hint: 'remove it: the majority continues, and the minority waits',
    },
  ];
}

function checkPriorityClass({ priorityClass }: RabbitmqClusterProps): Finding[] {
  if (priorityClass) return [];
  return [
    {
      id: 'rabbitmq-priority',
      setting: 'priorityClass',
      message: 'priorityClass must be set for a broker; got none, which is priority 0',
      hint: 'name a class of a higher priority than that of its clients',
    },
  ];
}

/** Rejects props that the operator has no field for. */
function checkImprovado({ allowedFrom = [], image, priorityClass }: RabbitmqClusterProps): Finding[] {
  const unsupported = (setting: string, constraint: string, value: string): Finding => ({
    id: 'improvado-unsupported',
    setting,
    message: `${settingName(setting)} must not be set for the improvado operator, ${constraint}; got ${value}`,
    hint: `remove ${setting}, or use RabbitmqBackend.clusterOperator()`,
  });
  const clients = allowedFrom.map(({ name }) => name).join(', ');
  return [
    ...(image.digest === undefined
      ? []
      : [unsupported('image.digest', 'which refers to images by tag', `'${image.digest}'`)]),
    ...(allowedFrom.length === 0 ? [] : [unsupported('allowedFrom', 'which has no NetworkPolicy', clients)]),
    ...(priorityClass === undefined
      ? []
      : [unsupported('priorityClass', 'whose pods have no priority', `'${priorityClass}'`)]),
  ];
}
