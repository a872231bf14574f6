import { defineEnvironment } from './define-environment';

/** What customers see. */
export const production = defineEnvironment('production', {
  account: '333333333333',
  region: 'eu-west-1',
  domain: 'imp.example',
  // Those who are on call; whom it wakes is changed without us.
  alarms: { topic: 'imp-alarms' },
  state: { bucket: 'imp-production-terraform-state' },
  // Incidents are looked into long after.
  accessLogs: { retention: '365d' },
  // The rules are security's own, who change them without us.
  loadBalancer: { webAcl: 'imp-public', maxErrorRatePercent: 2 },
  network: {
    cidr: '10.30.0.0/16',
    // What an investigation needs: by the minute, and a year back.
    flowLogs: { interval: '60s', retention: '365d' },
  },
  nodeGroups: {
    // Two machines in each zone carry the load with one zone lost.
    general: { minSize: 6, maxSize: 18 },
    transfer: { minSize: 6, maxSize: 30 },
  },
  services: {
    // The next release meets one request in twenty, on as many pods as that needs.
    'web': { minReplicas: 6, maxReplicas: 24, variants: { canary: { weight: 5, minReplicas: 2, maxReplicas: 4 } } },
    'api': { minReplicas: 6, maxReplicas: 24 },
    'dts-worker': { minReplicas: 6, maxReplicas: 60 },
  },
  // A day of transfers waits here when a destination is down.
  rabbitmq: { cpu: '2', memory: '4Gi', storage: '100Gi' },
  database: {
    instanceClass: 'db.m6g.2xlarge',
    storage: '500Gi',
    backupRetention: '35d',
    maxConnections: 1000,
    // It may have to take over with the zone that it is in as well.
    replicas: { readers: { multiAz: true } },
  },
});
