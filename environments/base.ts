import type { BaseSettings } from './environment';

/** Settings shared by all environments. Each environment's own file overrides some of them, with a reason. */
export const base: BaseSettings = {
  // The owner in cost reports.
  tags: { team: 'platform' },
  accessLogs: { retention: '30d' },
  // A bad image causes failed requests within minutes, long before an instance refresh has replaced the last node.
  loadBalancer: { maxErrorRatePercent: 5 },
  cluster: {
    domain: 'cluster.imp',
    serviceCidr: '172.20.0.0/16',
    podSecurityVersion: 'v1.34',
  },
  network: {
    tiers: {
      // A slot is an eighth of the network and does not change.
      public: { access: 'public', slot: 0 },
      data: { access: 'isolated', slot: 1 },
      // A range of its own, so that a rule can allow interface endpoints and nothing else in the network.
      endpoints: { access: 'isolated', slot: 2 },
      // Nodes and internal load balancers.
      private: { access: 'private', slot: 3 },
      // Half of the network. Rules that admit nodes admit no pod, because pods have addresses of their own.
      pods: { access: 'private', slot: 4, width: 4 },
    },
    zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 2 } },
    nat: 'per-zone',
    // Secrets, images and sessions of nodes stay inside the network, and need no NAT.
    awsApiAccess: 'interface-endpoints',
    flowLogs: { maxAggregationInterval: '600s', retention: '30d' },
  },
  nodeGroups: {
    general: {
      image: 'node',
      instanceType: 'm6i.xlarge',
      minSizePerZone: 1,
      maxSizePerZone: 3,
      rootVolume: '60Gi',
      labels: { 'node.adamant.dev/group': 'general' },
      taints: {},
    },
    // Transfers use whole cores for minutes. On nodes of their own they do not slow down requests.
    transfer: {
      image: 'transfer-node',
      instanceType: 'c6i.2xlarge',
      // An interrupted transfer is retried, so half of the nodes above the minimum can be spot instances.
      mixedInstances: {
        alternatives: ['c5.2xlarge', 'c5a.2xlarge', 'c6a.2xlarge', 'c7a.2xlarge', 'c7i.2xlarge'],
        onDemandBase: 1,
        onDemandPercentageAboveBase: 50,
      },
      minSizePerZone: 1,
      maxSizePerZone: 4,
      rootVolume: '120Gi',
      labels: { 'node.adamant.dev/group': 'transfer' },
      taints: { dedicated: 'transfer:NoSchedule' },
    },
  },
  // For the load of tests; production sets its own.
  services: {
    'web': { minReplicas: 3, maxReplicas: 6, cpu: '250m', memory: '512Mi' },
    'api': { minReplicas: 3, maxReplicas: 6, cpu: '500m', memory: '1Gi' },
    'dts-scheduler': { minReplicas: 2, maxReplicas: 4, cpu: '250m', memory: '512Mi' },
    'dts-worker': { minReplicas: 3, maxReplicas: 8, cpu: '1', memory: '2Gi' },
  },
  rabbitmq: { nodeGroup: 'general', replicas: 3, cpu: '1', memory: '2Gi', storage: '20Gi' },
  addons: { nodeGroup: 'general' },
  monitoring: {
    nodeGroup: 'general',
    channel: '#platform-alerts',
    pager: false,
    watchdog: true,
    cpu: '250m',
    memory: '2Gi',
    storage: '50Gi',
    retention: '15d',
  },
  logging: { nodeGroup: 'general', replicas: 3, cpu: '500m', memory: '2Gi', storage: '50Gi', retention: '14d' },
  database: {
    engineVersion: '17.9',
    // Enough for a test of a failover; production sets its own.
    instanceClass: 'db.t4g.large',
    storage: '100Gi',
    multiAz: true,
    backupRetention: '14d',
    // Leaves room for another service.
    maxConnections: 550,
    passwordVersion: 1,
    // Serves reports, and can be promoted.
    replicas: { readers: {} },
  },
  // The entry `<environment>/<secret>` of the store is the content of the Secret `<secret>`.
  secretStore: 'aws-secrets-manager',
  deletionProtection: true,
  waivers: [],
};
