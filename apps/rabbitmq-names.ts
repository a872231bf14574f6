import type { Duration } from '../lib/core/units';

/** Name of the platform's RabbitMQ cluster, by which services connect to it. */
export const rabbitmqName = 'dts-master-rabbitmq-ha';

/** Time that a RabbitMQ node gets to hand over its queues. The nodes of its group are drained for as long. */
export const rabbitmqDrainTimeout: Duration = '15m';

/** Virtual host of the data transfer service. */
export const rabbitmqVhost = 'dts';
