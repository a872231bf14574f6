import { defineEnvironment } from './define-environment';

/** A small production: the same structure, so that a release that works here works there. */
export const staging = defineEnvironment('staging', {
  account: '222222222222',
  region: 'eu-west-1',
  domain: 'staging.imp.example',
  // The same people as for production, so that a wrong alarm is found here.
  alarms: { topic: 'imp-alarms' },
  state: { bucket: 'imp-staging-terraform-state' },
  // The rules of production, so that a request that they block is found here.
  loadBalancer: { webAcl: 'imp-public' },
  network: { cidr: '10.20.0.0/16' },
  // A fourth scheduler would need more connections than the database permits.
  services: { 'dts-scheduler': { maxReplicas: 3 } },
  database: {
    backupRetention: '7d',
    // As many as the memory of the replica allows.
    maxConnections: 450,
    // Small, to test a promotion.
    replicas: { readers: { instanceClass: 'db.t4g.medium' } },
  },
});
