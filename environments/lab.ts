import { defineEnvironment } from './define-environment';

/** Upgrades are applied here first. It can be destroyed at any time. */
export const lab = defineEnvironment('lab', {
  account: '111111111111',
  region: 'eu-west-1',
  domain: 'lab.imp.example',
  state: { bucket: 'imp-lab-terraform-state' },
  // Nobody reads older ones.
  accessLogs: { retention: '14d' },
  // One failed request is a large share of few requests, and experiments may fail.
  loadBalancer: { maxErrorRatePercent: 50 },
  network: {
    cidr: '10.10.0.0/16',
    // One gateway costs a third. The lab tolerates the loss of its zone.
    nat: 'single',
    // A dozen endpoints would cost more than all nodes of the lab.
    awsApiAccess: 'nat',
    flowLogs: { retention: '7d' },
  },
  nodeGroups: {
    // Room to replace one node in each zone.
    general: { maxSizePerZone: 2 },
    transfer: {
      instanceType: 'c6i.xlarge',
      // Spot instances only: an interrupted transfer is retried.
      mixedInstances: {
        alternatives: ['c5.xlarge', 'c5a.xlarge', 'c6a.xlarge', 'c7a.xlarge', 'c7i.xlarge'],
        onDemandBase: 0,
        onDemandPercentageAboveBase: 0,
      },
      maxSizePerZone: 2,
    },
  },
  services: {
    'web': { minReplicas: 2, maxReplicas: 3 },
    'api': { minReplicas: 2, maxReplicas: 3 },
    'dts-worker': { minReplicas: 2, maxReplicas: 4 },
  },
  // For upgrades of RabbitMQ, not for failover.
  rabbitmq: { replicas: 1, storage: '10Gi' },
  // Nobody looks at older metrics and logs, and nobody has to notice when the alerts of the lab stop.
  monitoring: { watchdog: false, storage: '20Gi', retention: '3d' },
  logging: { storage: '20Gi', retention: '3d' },
  database: {
    instanceClass: 'db.t4g.medium',
    storage: '20Gi',
    // The data of the lab needs no standby and no old backups.
    multiAz: false,
    backupRetention: '1d',
    maxConnections: 330,
  },
  // The lab is destroyed and created again as a test.
  deletionProtection: false,
  waivers: [
    {
      check: 'rabbitmq-quorum',
      construct: 'lab-40-data/dts-master-rabbitmq-ha',
      reason: 'one node is enough to test an upgrade; messages in the lab may be lost',
      owner: 'platform',
    },
  ],
});
