import type { Duration } from '../lib/core/units';
import type { clusterOperatorReleases } from '../lib/operators/rabbitmq/releases';

/** Name of the platform's RabbitMQ cluster, by which services connect to it. */
export const rabbitmqName = 'dts-master-rabbitmq-ha';

/**
 * Version of the RabbitMQ cluster operator in all clusters. An operator from 2.22.0 on needs RabbitMQ 4.2.4 or later, so the
 * image in `environments/container-images.lock.json` is upgraded first.
 */
export const rabbitmqOperatorVersion: keyof typeof clusterOperatorReleases = '2.20.0';

/** Time that a RabbitMQ node gets to hand over its queues. The nodes of its group are drained for as long. */
export const rabbitmqDrainTimeout: Duration = '15m';

/** Virtual host of the data transfer service. */
export const rabbitmqVhost = 'dts';
