import { defineEnvironment } from './define-environment';

/** Production in small: the same shape, so that what works here works there. */
export const staging = defineEnvironment('staging', {
  account: '222222222222',
  region: 'eu-west-1',
  domain: 'staging.imp.example',
  // The same people as for production: an alarm that is wrong is found here.
  alarms: { topic: 'imp-alarms' },
  state: { bucket: 'imp-staging-terraform-state' },
  // The same rules as production's, so that what they refuse is found here.
  loadBalancer: { webAcl: 'imp-public' },
  network: { cidr: '10.20.0.0/16' },
  services: {
    // Half of production's load at most.
    'web': { maxReplicas: 6 },
    'api': { maxReplicas: 6 },
    'dts-worker': { maxReplicas: 8 },
  },
  database: {
    // The standby is kept, so that a failover can be tried; the machine is small.
    instanceClass: 'db.t4g.large',
    backupRetention: '7d',
    // Small, and there: a promotion can be tried.
    replicas: { readers: { instanceClass: 'db.t4g.medium' } },
  },
});
