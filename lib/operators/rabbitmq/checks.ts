import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkPort } from '../../core/ports';
import { settingName } from '../../core/settings-location';
import { type Duration, maxInt32, seconds } from '../../core/units';
import { checkRanges } from '../../kubernetes/pod/endpoint-checks';
import { checkImagePlatform } from '../../kubernetes/pod/pod-capacity';
import { checkAmount } from '../../kubernetes/pod/pod-checks';
import { maxGracePeriod } from '../../kubernetes/pod/termination';
import type { ImprovadoOptions, RabbitmqBackend } from './backend';
import { checkRunbooks } from '../../core/runbooks';
import { checkDeadLetters } from './dead-letter-checks';
import { checkFederations, checkUpstreams } from './federation-checks';
import { checkImage, checkOperatorVersion, clusterOperatorVersion } from './image-checks';
import { checkPolicies } from './policies';
import type { RabbitmqClusterProps } from './props';
import { checkSizes } from './size-checks';
import { checkTls } from './tls';
import { checkTopology, checkVhosts } from './topology-checks';
import { imageVersion, isAtLeast } from './version';
import { checkVhost } from './vhost-check';

/** Checks the props of a cluster for the operator of its backend. */
export function checkRabbitmqCluster(props: RabbitmqClusterProps, { settings }: RabbitmqBackend): Finding[] {
  const { image, monitoring, name, placement, replicas, vhost } = props;
  return [
    ...checkName('rabbitmq-cluster', name),
    ...checkReplicas(replicas),
    ...checkImage(image),
    ...checkImagePlatform(image, placement),
    ...checkSizes(props, settings.operator === 'cluster-operator'),
    ...(vhost === undefined ? [] : checkVhost(vhost, 'vhost')),
    ...checkPolicies(props),
    ...checkTopology(props),
    ...checkFederations(props),
    ...checkVhosts(props),
    ...checkPartitionHandling(props),
    ...checkTls(props),
    ...(monitoring?.runbooks === undefined ? [] : checkRunbooks(monitoring.runbooks, 'monitoring.runbooks')),
    ...(settings.operator === 'improvado'
      ? [...checkImprovado(props), ...checkImprovadoOptions(settings)]
      : [
          ...checkOperatorVersion(settings.version ?? clusterOperatorVersion, image),
          ...(settings.gracePeriod === undefined ? [] : checkGracePeriod(settings.gracePeriod)),
          ...checkRanges(settings.apiServerAddresses ?? [], 'backend.apiServerAddresses', 'apiServerAddresses'),
          ...checkPriorityClass(props),
          // The improvado operator declares neither exchanges nor upstreams.
          ...checkDeadLetters(props),
          ...checkUpstreams(props),
        ]),
  ];
}

function checkReplicas(replicas: number): Finding[] {
  // The operator's field has 32 bits. With a larger number it can read no cluster any more.
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > maxInt32) {
    return [
      {
        id: 'rabbitmq-replicas',
        setting: 'replicas',
        message: `replicas must be a whole number from 1 to ${maxInt32}; got ${replicas}`,
        hint: 'set replicas to 3, 5 or 7',
      },
    ];
  }
  if (replicas >= 3 && replicas % 2 === 1) return [];
  return [
    {
      id: 'rabbitmq-quorum',
      setting: 'replicas',
      message: `replicas must be odd and at least 3 (3, 5, 7); got ${replicas}`,
      hint: 'set replicas to 3: an even count tolerates no more failures than the odd count below it, and 1 or 2 none',
    },
  ];
}

function checkGracePeriod(gracePeriod: Duration): Finding[] {
  const setting = 'backend.gracePeriod';
  const found = checkAmount(gracePeriod, setting, 'duration');
  if (found.length > 0 || seconds(gracePeriod) <= maxGracePeriod) return found;
  return [
    {
      id: 'rabbitmq-grace-period',
      setting,
      message: `gracePeriod must be at most 15m; got ${gracePeriod}`,
      hint: 'lower it to 15m: when a node is removed, cluster-autoscaler kills pods that take longer',
    },
  ];
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

function checkImprovadoOptions({ exporterPort, nodeCleanupInterval }: ImprovadoOptions): Finding[] {
  const setting = 'backend.nodeCleanupInterval';
  const found = nodeCleanupInterval === undefined ? [] : checkAmount(nodeCleanupInterval, setting, 'duration');
  const isTooLong = nodeCleanupInterval !== undefined && found.length === 0 && seconds(nodeCleanupInterval) > maxInt32;
  return [
    ...(exporterPort === undefined ? [] : checkPort(exporterPort, 'backend.exporterPort')),
    ...found,
    ...(isTooLong
      ? [
          {
            id: 'duration',
            setting,
            message: `nodeCleanupInterval must be at most ${maxInt32}s; got ${nodeCleanupInterval}`,
            hint: 'write it as 10s',
          },
        ]
      : []),
  ];
}

/** Rejects props that the operator has no field for. */
function checkImprovado({
  allowedFrom = [],
  image,
  monitoring,
  priorityClass,
  tls,
  topology,
}: RabbitmqClusterProps): Finding[] {
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
    ...(tls === undefined ? [] : [unsupported('tls', 'which ignores its own setting of it', 'an object')]),
    ...(topology === undefined ? [] : [unsupported('topology', 'which creates users and policies only', 'an object')]),
    ...(monitoring === undefined ? [] : [unsupported('monitoring', 'whose pods have other metrics', 'an object')]),
  ];
}
