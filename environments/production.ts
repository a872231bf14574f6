import { defineEnvironment } from './define-environment';

/** The environment of the customers. */
export const production = defineEnvironment('production', {
  account: '333333333333',
  region: 'eu-west-1',
  domain: 'imp.example',
  // The people on call, who manage the topic's subscriptions.
  alarms: { topic: 'imp-alarms' },
  state: { bucket: 'imp-production-terraform-state' },
  // Incidents are investigated months later.
  accessLogs: { retention: '365d' },
  // The security team manages its rules.
  loadBalancer: { webAcl: 'imp-public', maxErrorRatePercent: 2 },
  network: {
    cidr: '10.30.0.0/16',
    // Investigations need one-minute records of the last year.
    flowLogs: { maxAggregationInterval: '60s', retention: '365d' },
  },
  nodeGroups: {
    // Two nodes in each zone carry the load after the loss of one zone.
    general: { minSizePerZone: 2, maxSizePerZone: 6 },
    // All workers, and a quarter more during a release, fit on the nodes of two zones.
    transfer: { maxSizePerZone: 7 },
  },
  services: {
    // The next release receives one request in twenty, on the pods that this share needs.
    'web': { minReplicas: 6, maxReplicas: 24, variants: { canary: { weight: 5, minReplicas: 2, maxReplicas: 4 } } },
    'api': { minReplicas: 6, maxReplicas: 24 },
    'dts-worker': { minReplicas: 6, maxReplicas: 60 },
  },
  // The volume holds a day of transfers while a destination is down.
  rabbitmq: { cpu: '2', memory: '4Gi', storage: '100Gi' },
  // Metrics and logs of the last month, for investigations.
  monitoring: { pager: true, cpu: '1', memory: '8Gi', storage: '200Gi', retention: '30d' },
  logging: { cpu: '2', memory: '8Gi', storage: '500Gi', retention: '30d' },
  database: {
    instanceClass: 'db.m6g.2xlarge',
    storage: '500Gi',
    backupRetention: '35d',
    maxConnections: 2100,
    // A promoted replica needs a standby too.
    replicas: { readers: { multiAz: true } },
  },
});
