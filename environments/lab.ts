import { defineEnvironment } from './define-environment';

/** Where an upgrade is tried first. It may be destroyed on any day. */
export const lab = defineEnvironment('lab', {
  account: '111111111111',
  region: 'eu-west-1',
  domain: 'lab.imp.example',
  state: { bucket: 'imp-lab-terraform-state' },
  // Read on the day, or never.
  accessLogs: { retention: '14d' },
  // Few requests, so that one is many percent; and what is tried here may fail.
  loadBalancer: { maxErrorRatePercent: 50 },
  network: {
    cidr: '10.10.0.0/16',
    // One gateway is a third of the price; the lab can wait for a lost zone.
    nat: 'single',
    // A dozen endpoints would cost more than all machines of the lab.
    awsApiAccess: 'nat',
    flowLogs: { retention: '7d' },
  },
  nodeGroups: {
    // Enough to roll one machine in each zone, and no more.
    general: { maxSize: 4 },
    transfer: {
      instanceType: 'c6i.xlarge',
      // All of them may be taken away: what the lab loses is done again.
      mixedInstances: {
        alternatives: ['c5.xlarge', 'c5a.xlarge', 'c6a.xlarge', 'c7a.xlarge', 'c7i.xlarge'],
        onDemandBase: 0,
        onDemandPercentageAboveBase: 0,
      },
      maxSize: 4,
    },
  },
  services: {
    'web': { minReplicas: 2, maxReplicas: 3 },
    'api': { minReplicas: 2, maxReplicas: 3 },
    'dts-worker': { minReplicas: 2, maxReplicas: 4 },
  },
  // The lab tries the upgrade of a broker, not its failover.
  rabbitmq: { replicas: 1, storage: '10Gi' },
  database: {
    instanceClass: 'db.t4g.medium',
    storage: '20Gi',
    // Nothing in the lab is worth a standby or a long memory.
    multiAz: false,
    backupRetention: '1d',
    maxConnections: 100,
  },
  // The lab is destroyed and made again to prove that it can be.
  protection: { stateful: false },
  waivers: [
    {
      rule: 'rabbitmq-quorum',
      construct: 'lab-40-data/dts-master-rabbitmq-ha',
      reason: 'one node proves that an upgrade works; what is queued in the lab may be lost',
      owner: 'platform',
    },
  ],
});
