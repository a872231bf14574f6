import type { Duration } from '../../lib/core/units';

/** The one message broker of the platform. Both halves and every service know it by this name. */
export const rabbitmqName = 'dts-master-rabbitmq-ha';

/** The node group that it runs on. */
export const rabbitmqNodeGroup = 'general';

/** How long a member may take to hand over its queues and wait for its neighbours. A machine that goes waits for it. */
export const rabbitmqDrainTimeout: Duration = '15m';

/** The virtual host of the data transfer service. */
export const rabbitmqVhost = 'dts';
