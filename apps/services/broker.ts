/** The one message broker of the platform. Both halves and every service know it by this name. */
export const brokerName = 'dts-master-rabbitmq-ha';

/** The virtual host of the data transfer service. */
export const brokerVhost = 'dts';
