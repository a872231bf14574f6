import type { BaseSettings } from './environment';

/** The shared answer to every question. What differs is in the environment's own file, with its reason. */
export const base: BaseSettings = {
  accessLogs: { retention: '30d' },
  // A bad image shows as failed requests within minutes, long before the last machine is new.
  loadBalancer: { maxErrorRatePercent: 5 },
  cluster: {
    domain: 'cluster.imp',
    serviceCidr: '172.20.0.0/16',
    podSecurityVersion: 'v1.34',
  },
  network: {
    tiers: {
      // A slot is an eighth of the network, for good. Eighth 3 is free.
      public: { access: 'public', slot: 0 },
      data: { access: 'isolated', slot: 1 },
      // Ranges of their own, so that who may reach AWS and nothing else inside can be told by address.
      endpoints: { access: 'isolated', slot: 2 },
      // Pods have addresses of their own in the private tier, so it is half of the network.
      private: { access: 'private', slot: 4, width: 4 },
    },
    zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 2 } },
    nat: 'per-zone',
    // Secrets, images and sessions of machines never leave the network, and need no NAT.
    awsApiAccess: 'interface-endpoints',
    flowLogs: { interval: '600s', retention: '30d' },
  },
  nodeGroups: {
    general: {
      image: 'node',
      instanceType: 'm6i.xlarge',
      minSize: 3,
      maxSize: 9,
      rootVolume: '60Gi',
      labels: { 'node.adamant.dev/group': 'general' },
      taints: {},
    },
    // Transfers take whole cores for minutes; on machines of their own they slow no request.
    transfer: {
      image: 'transfer-node',
      instanceType: 'c6i.2xlarge',
      // A transfer that is cut off is taken up again, so half of the machines above the floor may be taken away.
      mixedInstances: {
        alternatives: ['c5.2xlarge', 'c5a.2xlarge', 'c6a.2xlarge', 'c7a.2xlarge', 'c7i.2xlarge'],
        onDemandBase: 3,
        onDemandPercentageAboveBase: 50,
      },
      minSize: 3,
      maxSize: 12,
      rootVolume: '120Gi',
      labels: { 'node.adamant.dev/group': 'transfer' },
      taints: { dedicated: 'transfer:NoSchedule' },
    },
  },
  services: {
    'web': { minReplicas: 3, maxReplicas: 12, cpu: '250m', memory: '512Mi' },
    'api': { minReplicas: 3, maxReplicas: 12, cpu: '500m', memory: '1Gi' },
    'dts-scheduler': { minReplicas: 2, maxReplicas: 4, cpu: '250m', memory: '512Mi' },
    'dts-worker': { minReplicas: 3, maxReplicas: 30, cpu: '1', memory: '2Gi' },
  },
  rabbitmq: { nodeGroup: 'general', replicas: 3, cpu: '1', memory: '2Gi', storage: '20Gi' },
  database: {
    engineVersion: '17.6',
    instanceClass: 'db.m6g.large',
    storage: '100Gi',
    multiAz: true,
    backupRetention: '14d',
    maxConnections: 200,
    passwordVersion: 1,
    // A copy that answers reports, and is ready to take over.
    replicas: { readers: {} },
  },
  // What the store keeps as `<environment>/<secret>` is the Secret of that name.
  secretStore: 'aws-secrets-manager',
  protection: { stateful: true },
  waivers: [],
};
