import type { Edit } from '../support/edited-project';

/** A mistake as a user makes it: in a file of the project. */
export interface MistakenFile {
  readonly title: string;
  readonly edit: Edit;
  /** The one diagnostic that the whole program reports. */
  readonly id: string;
  readonly source: string;
}

const api = 'apps/services/api.ts';
const web = 'apps/services/web.ts';
const worker = 'apps/services/dts-worker.ts';
const scheduler = 'apps/services/dts-scheduler.ts';
const cleanup = 'apps/services/dts-cleanup.ts';
const migration = 'apps/services/dts-migration.ts';
const base = 'environments/base.ts';
const lab = 'environments/lab.ts';
const staging = 'environments/staging.ts';
const production = 'environments/production.ts';
const images = 'environments/machine-images.lock.json';
const releases = 'environments/container-images.lock.json';

/** Mistakes in files of the frozen project. Each is reported once, at a setting that its file has. */
export const mistakenFiles: readonly MistakenFile[] = [
  {
    title: 'service: nodePort outside the range',
    edit: [api, 'nodePort: 30081', 'nodePort: 40081'],
    id: 'node-port',
    source: 'apps/services/api.ts → publicAddress.nodePort',
  },
  {
    title: 'node group: infinite size',
    edit: [base, 'maxSizePerZone: 3', 'maxSizePerZone: Infinity'],
    id: 'setting-value',
    source: 'environments/base.ts → nodeGroups.general.maxSizePerZone',
  },
  {
    title: 'service: port that is no number',
    edit: [api, 'port: 8080', 'port: NaN'],
    id: 'setting-value',
    source: 'apps/services/api.ts → port',
  },
  {
    title: 'service: key of a Secret with a slash',
    edit: [api, "key: 'database-url'", "key: 'database/url'"],
    id: 'secret-key',
    source: 'apps/services/api.ts → secrets.DATABASE_URL.key',
  },
  {
    title: 'service: idleTimeout above the limit',
    edit: [api, 'nodePort: 30081', "nodePort: 30081, idleTimeout: '5000s'"],
    id: 'load-balancer-idle-timeout',
    source: 'apps/services/api.ts → publicAddress.idleTimeout',
  },
  {
    title: 'access logs: retention in hours',
    edit: [base, "retention: '30d' },\n  //", "retention: '36h' },\n  //"],
    id: 'bucket-retention',
    source: 'environments/base.ts → accessLogs.retention',
  },
  {
    title: 'service: drainTimeout above the limit',
    edit: [api, "drainTimeout: '60s'", "drainTimeout: '3h'"],
    id: 'node-group-drain',
    source: 'apps/services/api.ts → drainTimeout',
  },
  {
    title: 'node group: taint without an effect',
    edit: [base, "'transfer:NoSchedule'", "'NoSchedule'"],
    id: 'node-taint',
    source: 'environments/base.ts → nodeGroups.transfer.taints.dedicated',
  },
  {
    title: 'node group: invalid label',
    edit: [base, "{ 'node.adamant.dev/group': 'general' }", "{ 'node.adamant.dev/group': 'gene ral' }"],
    id: 'node-label',
    source: "environments/base.ts → nodeGroups.general.labels['node.adamant.dev/group']",
  },
  {
    title: 'service: subdomain in upper case',
    edit: [api, "subdomain: 'api'", "subdomain: 'API'"],
    id: 'subdomain',
    source: 'apps/services/api.ts → publicAddress.subdomain',
  },
  {
    title: 'worker: privileged health port',
    edit: [worker, 'healthPort: 8081', 'healthPort: 81'],
    id: 'container-port',
    source: 'apps/services/dts-worker.ts → healthPort',
  },
  {
    title: 'worker: liveness path equals readiness path',
    edit: [worker, "livenessPath: '/health/live'", "livenessPath: '/health/ready'"],
    id: 'probe-paths',
    source: 'apps/services/dts-worker.ts → livenessPath',
  },
  {
    title: 'service: name of a Secret in upper case',
    edit: [web, "secret: 'web'", "secret: 'Web'"],
    id: 'resource-name',
    source: 'apps/services/web.ts → secrets.SESSION_KEY.secret',
  },
  {
    title: 'node group: more targets than a load balancer has',
    edit: [base, 'maxSizePerZone: 3', 'maxSizePerZone: 900'],
    id: 'address-capacity',
    source: 'environments/base.ts → nodeGroups',
  },
  {
    title: 'environment: domain with an underscore',
    edit: [lab, "'lab.imp.example'", "'lab_x.imp.example'"],
    id: 'domain',
    source: 'environments/lab.ts → domain',
  },
  {
    title: 'cluster: serviceCidr equals the range of the network',
    edit: [base, "'172.20.0.0/16'", "'10.10.0.0/16'"],
    id: 'cidr-overlap',
    source: 'environments/lab.ts → network.cidr',
  },
  {
    title: 'state: bucket with a dot',
    edit: [lab, "'imp-lab-terraform-state'", "'imp.lab-terraform-state'"],
    id: 'bucket-name-dots',
    source: 'environments/lab.ts → state.bucket',
  },
  {
    title: 'node group: unknown image',
    edit: [base, "image: 'node'", "image: 'nodee'"],
    id: 'machine-image-pin',
    source: 'environments/base.ts → nodeGroups.general.image',
  },
  {
    title: 'service: unknown node group',
    edit: [web, "nodeGroup: 'general'", "nodeGroup: 'genral'"],
    id: 'service-node-group',
    source: 'apps/services/web.ts → nodeGroup',
  },
  {
    title: 'service: readinessPath without a slash',
    edit: [api, "readinessPath: '/health/ready'", "readinessPath: 'health/ready'"],
    id: 'absolute-path',
    source: 'apps/services/api.ts → readinessPath',
  },
  {
    title: 'variant: node port of its service',
    edit: [web, 'nodePort: 30180', 'nodePort: 30080'],
    id: 'node-port-conflict',
    source: 'apps/services/web.ts → variants.canary.nodePort',
  },
  {
    title: 'service: name in upper case',
    edit: [api, "name: 'api'", "name: 'Api'"],
    id: 'resource-name',
    source: 'apps/services/api.ts → name',
  },
  {
    title: 'service: privileged port',
    edit: [web, 'port: 8080', 'port: 80'],
    id: 'container-port',
    source: 'apps/services/web.ts → port',
  },
  {
    title: 'service: path without a slash',
    edit: [web, "paths: ['/*']", "paths: ['x']"],
    id: 'exposure-paths',
    source: 'apps/services/web.ts → publicAddress.paths[0]',
  },
  {
    title: 'service: config key with a hyphen',
    edit: [api, 'SCHEDULER_URL:', "'SCHEDULER-URL':"],
    id: 'environment-variable-name',
    source: "apps/services/api.ts → config['SCHEDULER-URL']",
  },
  {
    title: 'service: unknown connectsTo',
    edit: [web, "connectsTo: ['api']", "connectsTo: ['apii']"],
    id: 'connection-target',
    source: 'apps/services/web.ts → connectsTo[0]',
  },
  {
    title: 'service: priority of another service',
    edit: [web, 'priority: 10', 'priority: 20'],
    id: 'listener-rule-priority',
    source: 'apps/services/web.ts → publicAddress.priority',
  },
  {
    title: 'task: unknown imageFrom',
    edit: [cleanup, "imageFrom: 'dts-scheduler'", "imageFrom: 'dts-schedulr'"],
    id: 'task-image',
    source: 'apps/services/dts-cleanup.ts → imageFrom',
  },
  {
    title: 'task: cron minute out of range',
    edit: [cleanup, "'30 4 * * *'", "'61 4 * * *'"],
    id: 'cron-schedule',
    source: 'apps/services/dts-cleanup.ts → schedule',
  },
  {
    title: 'task: unit of cpu',
    edit: [cleanup, "cpu: '250m'", "cpu: '250x'"],
    id: 'setting-value',
    source: 'apps/services/dts-cleanup.ts → size.cpu',
  },
  {
    title: 'task: unit of activeDeadline',
    edit: [migration, "activeDeadline: '30m'", "activeDeadline: '30x'"],
    id: 'setting-value',
    source: 'apps/services/dts-migration.ts → activeDeadline',
  },
  {
    title: 'environment: unknown setting',
    edit: [lab, "nat: 'single'", "nat: 'single', nta: 'single'"],
    id: 'unknown-setting',
    source: 'environments/lab.ts → network.nta',
  },
  {
    title: 'services: unit of cpu',
    edit: [base, "cpu: '250m', memory: '512Mi' },\n    'api'", "cpu: '500x', memory: '512Mi' },\n    'api'"],
    id: 'setting-value',
    source: 'environments/base.ts → services.web.cpu',
  },
  {
    title: 'database: maxConnections below the limit',
    edit: [base, 'maxConnections: 200', 'maxConnections: 5'],
    id: 'database-connections',
    source: 'environments/base.ts → database.maxConnections',
  },
  {
    title: 'load balancer: maxErrorRatePercent above 100',
    edit: [base, 'maxErrorRatePercent: 5', 'maxErrorRatePercent: 500'],
    id: 'error-rate',
    source: 'environments/base.ts → loadBalancer.maxErrorRatePercent',
  },
  {
    title: 'node group: root volume below the minimum',
    edit: [base, "rootVolume: '60Gi'", "rootVolume: '6Gi'"],
    id: 'root-volume',
    source: 'environments/base.ts → nodeGroups.general.rootVolume',
  },
  {
    title: 'rabbitmq: two replicas',
    edit: [base, 'replicas: 3', 'replicas: 2'],
    id: 'rabbitmq-quorum',
    source: 'environments/base.ts → rabbitmq.replicas',
  },
  {
    title: 'network: slot of another tier',
    edit: [base, "data: { access: 'isolated', slot: 1 }", "data: { access: 'isolated', slot: 0 }"],
    id: 'subnet-slot-conflict',
    source: 'environments/base.ts → network.tiers.public.slot',
  },
  {
    title: 'service: one replica',
    edit: [base, "'web': { minReplicas: 3", "'web': { minReplicas: 1"],
    id: 'replicas',
    source: 'environments/base.ts → services.web.minReplicas',
  },
  {
    title: 'node group: too few spot types',
    edit: [base, "['c5.2xlarge', 'c5a.2xlarge', 'c6a.2xlarge', 'c7a.2xlarge', 'c7i.2xlarge']", "['c5.2xlarge']"],
    id: 'spot-diversity',
    source: 'environments/base.ts → nodeGroups.transfer.mixedInstances.alternatives',
  },
  {
    title: 'network: unknown nat',
    edit: [lab, "nat: 'single'", "nat: 'singel'"],
    id: 'setting-value',
    source: 'environments/lab.ts → network.nat',
  },
  {
    title: 'node group: unknown instance type',
    edit: [base, "'m6i.xlarge'", "'m6i.xlrge'"],
    id: 'instance-type',
    source: 'environments/base.ts → nodeGroups.general.instanceType',
  },
  {
    title: 'node group: minSizePerZone above maxSizePerZone',
    edit: [base, 'minSizePerZone: 1,\n      maxSizePerZone: 3', 'minSizePerZone: 30,\n      maxSizePerZone: 3'],
    id: 'node-group-size',
    source: 'environments/base.ts → nodeGroups.general.minSizePerZone',
  },
  {
    title: 'machine image: malformed id',
    edit: [images, 'ami-09e43422a8c7cecd4', 'ami-09e4'],
    id: 'setting-value',
    source: "environments/machine-images.lock.json → lab.node.pinned.images['eu-west-1']",
  },
  {
    title: 'machine image: malformed Kubernetes version',
    edit: [images, '"1.34.2"', '"1.34"'],
    id: 'setting-value',
    source: 'environments/machine-images.lock.json → lab.node.pinned.kubernetesVersion',
  },
  {
    title: 'service: misspelt drainTimeout',
    edit: [api, 'drainTimeout:', 'drainTimout:'],
    id: 'unknown-setting',
    source: 'apps/services/api.ts → drainTimout',
  },
  {
    title: 'service: misspelt livenessPath',
    edit: [api, 'livenessPath:', 'livenesPath:'],
    id: 'unknown-setting',
    source: 'apps/services/api.ts → livenesPath',
  },
  {
    title: 'service: misspelt nodeGroup',
    edit: [api, 'nodeGroup:', 'nodegroup:'],
    id: 'unknown-setting',
    source: 'apps/services/api.ts → nodegroup',
  },
  {
    title: 'service: misspelt connectsTo',
    edit: [api, 'connectsTo:', 'connectTo:'],
    id: 'unknown-setting',
    source: 'apps/services/api.ts → connectTo',
  },
  {
    title: 'service: connectsTo is a text',
    edit: [api, "connectsTo: ['rabbitmq', 'database', 'dts-scheduler']", "connectsTo: 'rabbitmq'"],
    id: 'setting-value',
    source: 'apps/services/api.ts → connectsTo',
  },
  {
    title: 'service: port is a text',
    edit: [api, 'port: 8080', "port: '8080'"],
    id: 'setting-value',
    source: 'apps/services/api.ts → port',
  },
  {
    title: 'service: secret is a text',
    edit: [web, "{ secret: 'web', key: 'session-key' }", "'web'"],
    id: 'setting-value',
    source: 'apps/services/web.ts → secrets.SESSION_KEY',
  },
  {
    title: 'service: misspelt internalAddress',
    edit: [scheduler, 'internalAddress:', 'internalAdress:'],
    id: 'unknown-setting',
    source: 'apps/services/dts-scheduler.ts → internalAdress',
  },
  {
    title: 'service: misspelt publicAddress',
    edit: [api, 'publicAddress:', 'publicAdress:'],
    id: 'unknown-setting',
    source: 'apps/services/api.ts → publicAdress',
  },
  {
    title: 'service: unknown kind',
    edit: [api, "kind: 'web-service'", "kind: 'webservice'"],
    id: 'setting-value',
    source: 'apps/services/api.ts → kind',
  },
  {
    title: 'service: no subdomain',
    edit: [api, "subdomain: 'api', ", ''],
    id: 'missing-setting',
    source: 'apps/services/api.ts → publicAddress.subdomain (not set)',
  },
  {
    title: 'service: misspelt key of a secret',
    edit: [web, "key: 'session-key'", "keyy: 'session-key'"],
    id: 'unknown-setting',
    source: 'apps/services/web.ts → secrets.SESSION_KEY.keyy',
  },
  {
    title: 'service: config value is a number',
    edit: [web, "API_URL: 'http://api:8080'", 'REPORT_PORT: 8080'],
    id: 'setting-value',
    source: 'apps/services/web.ts → config.REPORT_PORT',
  },
  {
    title: 'service: config value is a boolean',
    edit: [web, "API_URL: 'http://api:8080'", 'FLAG: true'],
    id: 'setting-value',
    source: 'apps/services/web.ts → config.FLAG',
  },
  {
    title: 'services: misspelt minReplicas',
    edit: [base, "'web': { minReplicas:", "'web': { minReplica:"],
    id: 'unknown-setting',
    source: 'environments/base.ts → services.web.minReplica',
  },
  {
    title: 'service: node port of another service',
    edit: [api, 'nodePort: 30081', 'nodePort: 30080'],
    id: 'node-port-conflict',
    source: 'apps/services/web.ts → publicAddress.nodePort',
  },
  {
    title: 'environment: domain of another environment',
    edit: [lab, "'lab.imp.example'", "'staging.imp.example'"],
    id: 'unique-domain',
    source: 'environments/staging.ts → domain',
  },
  {
    title: 'environment: domain above 64 characters',
    edit: [lab, "'lab.imp.example'", `'${'a'.repeat(60)}.${'b'.repeat(60)}.example'`],
    id: 'certificate-domain-length',
    source: 'environments/lab.ts → domain',
  },
  {
    title: 'service: public subdomain of internal addresses',
    edit: [api, "subdomain: 'api'", "subdomain: 'internal'"],
    id: 'subdomain',
    source: 'apps/services/api.ts → publicAddress.subdomain',
  },
  {
    title: 'service: subdomain that is the domain of another environment',
    edit: [api, "subdomain: 'api'", "subdomain: 'lab'"],
    id: 'subdomain',
    source: 'apps/services/api.ts → publicAddress.subdomain',
  },
  {
    title: 'load balancer: allowed range with host bits',
    edit: [lab, 'maxErrorRatePercent: 50', "maxErrorRatePercent: 50, allowedRanges: { office: '203.0.113.1/24' }"],
    id: 'cidr',
    source: 'environments/lab.ts → loadBalancer.allowedRanges.office',
  },
  {
    title: 'load balancer: allowed range of everybody',
    edit: [lab, 'maxErrorRatePercent: 50', "maxErrorRatePercent: 50, allowedRanges: { all: '0.0.0.0/0' }"],
    id: 'cidr-size',
    source: 'environments/lab.ts → loadBalancer.allowedRanges.all',
  },
  {
    title: 'environment: domain is a URL',
    edit: [lab, "'lab.imp.example'", "'https://lab.imp.example/'"],
    id: 'domain',
    source: 'environments/lab.ts → domain',
  },
  {
    title: 'environment: domain in upper case with a dot',
    edit: [lab, "'lab.imp.example'", "'Lab.imp.example.'"],
    id: 'domain',
    source: 'environments/lab.ts → domain',
  },
  {
    title: 'database: retention of backups above the limit',
    edit: [production, "backupRetention: '35d'", "backupRetention: '36d'"],
    id: 'database-backups',
    source: 'environments/production.ts → database.backupRetention',
  },
  {
    title: 'flow logs: retention of half a day',
    edit: [lab, "retention: '7d'", "retention: '36h'"],
    id: 'bucket-retention',
    source: 'environments/lab.ts → network.flowLogs.retention',
  },
  {
    title: 'network: cidr with a prefix of 33',
    edit: [lab, "'10.10.0.0/16'", "'10.10.0.0/33'"],
    id: 'cidr',
    source: 'environments/lab.ts → network.cidr',
  },
  {
    title: 'node group: one instance',
    edit: [lab, 'general: { maxSizePerZone: 2 }', 'general: { maxSizePerZone: 1 }'],
    id: 'instance-refresh',
    source: 'environments/lab.ts → nodeGroups.general.maxSizePerZone',
  },
  {
    title: 'waiver: unknown check',
    edit: [lab, "check: 'rabbitmq-quorum'", "check: 'rabitmq-quorum'"],
    id: 'unused-waiver',
    source: 'environments/lab.ts → waivers[0]',
  },
  {
    title: 'environment: unknown region',
    edit: [lab, "region: 'eu-west-1'", "region: 'eu-west1'"],
    id: 'region',
    source: 'environments/lab.ts → region',
  },
  {
    title: 'machine image: not in the region of the environment',
    edit: [images, '"eu-west-1": "ami-09e43422a8c7cecd4"', '"us-east-1": "ami-09e43422a8c7cecd4"'],
    id: 'machine-image-pin',
    source: 'environments/machine-images.lock.json → lab.node.pinned.images',
  },
  {
    title: 'lock file: an environment twice',
    edit: [releases, '"lab": {\n    "web"', '"lab": {},\n  "lab": {\n    "web"'],
    id: 'duplicate-key',
    source: 'environments/container-images.lock.json:4:3',
  },
  {
    title: 'environment: account of 11 digits',
    edit: [lab, "'111111111111'", "'11111111111'"],
    id: 'account',
    source: 'environments/lab.ts → account',
  },
  {
    title: 'service: name of a Secret with an underscore',
    edit: [web, "secret: 'web'", "secret: 'Reports_x'"],
    id: 'resource-name',
    source: 'apps/services/web.ts → secrets.SESSION_KEY.secret',
  },
  {
    title: 'service: node port below the range',
    edit: [api, 'nodePort: 30081', 'nodePort: 8080'],
    id: 'node-port',
    source: 'apps/services/api.ts → publicAddress.nodePort',
  },
  {
    title: 'services: unit of memory',
    edit: [base, "memory: '512Mi' },\n    'api'", "memory: '512MB' },\n    'api'"],
    id: 'setting-value',
    source: 'environments/base.ts → services.web.memory',
  },
  {
    title: 'lock file: missing comma',
    edit: [images, '"1.34.2",', '"1.34.2"'],
    id: 'lock-file-syntax',
    source: 'environments/machine-images.lock.json:10:9',
  },
  {
    title: 'container image: short digest',
    edit: [releases, 'sha256:3369845686ff2bddb525529ddc9ec0c83e60cf0275ea88dd5627a426efb19d84', 'sha256:3369'],
    id: 'setting-value',
    source: 'environments/container-images.lock.json → lab.web.pinned.digest',
  },
  {
    title: 'service: size is missing',
    edit: [base, "    'web': { minReplicas: 3, maxReplicas: 12, cpu: '250m', memory: '512Mi' },\n", ''],
    id: 'missing-setting',
    source: 'environments/lab.ts → services.web',
  },
  {
    title: 'environment: alarms are missing',
    edit: [production, "alarms: { topic: 'imp-alarms' },", ''],
    id: 'alarm-topic',
    source: 'environments/production.ts → alarms (not set)',
  },
  {
    title: 'environment: alarm topic is an ARN',
    edit: [production, "topic: 'imp-alarms'", "topic: 'arn:aws:sns:eu-west-1:333333333333:imp-alarms'"],
    id: 'alarm-topic',
    source: 'environments/production.ts → alarms.topic',
  },
  {
    title: 'environment: network of another environment',
    edit: [staging, "'10.20.0.0/16'", "'10.10.128.0/17'"],
    id: 'network-overlap',
    source: 'environments/staging.ts → network.cidr',
  },
  {
    title: 'environment: account of another environment',
    edit: [staging, "'222222222222'", "'111111111111'"],
    id: 'unique-account',
    source: 'environments/staging.ts → account',
  },
  {
    title: 'network: no NAT',
    edit: [
      lab,
      "nat: 'single',\n    // A dozen endpoints would cost more than all nodes of the lab.\n    awsApiAccess: 'nat'",
      "nat: 'none'",
    ],
    id: 'internet-access',
    source: 'apps/services/dts-worker.ts → connectsTo[2]',
  },
  {
    title: 'environment: override without effect',
    edit: [staging, "replicas: { readers: { instanceClass: 'db.t4g.medium' } }", 'replicas: {}'],
    id: 'override-without-effect',
    source: 'environments/staging.ts → database.replicas',
  },
  {
    title: 'rabbitmq: unknown node group',
    edit: [base, "rabbitmq: { nodeGroup: 'general'", "rabbitmq: { nodeGroup: 'generl'"],
    id: 'rabbitmq-node-group',
    source: 'environments/base.ts → rabbitmq.nodeGroup',
  },
  {
    title: 'addons: unknown node group',
    edit: [base, "addons: { nodeGroup: 'general'", "addons: { nodeGroup: 'generl'"],
    id: 'addons-node-group',
    source: 'environments/base.ts → addons.nodeGroup',
  },
  {
    title: 'logging: unknown node group',
    edit: [base, "logging: { nodeGroup: 'general'", "logging: { nodeGroup: 'generl'"],
    id: 'logging-node-group',
    source: 'environments/base.ts → logging.nodeGroup',
  },
  {
    title: 'monitoring: unknown node group',
    edit: [base, "monitoring: {\n    nodeGroup: 'general'", "monitoring: {\n    nodeGroup: 'generl'"],
    id: 'monitoring-node-group',
    source: 'environments/base.ts → monitoring.nodeGroup',
  },
  {
    title: 'rabbitmq: more members than nodes',
    edit: [base, "rabbitmq: { nodeGroup: 'general', replicas: 3", "rabbitmq: { nodeGroup: 'general', replicas: 11"],
    id: 'rabbitmq-nodes',
    source: 'environments/base.ts → rabbitmq.replicas',
  },
  {
    title: 'rabbitmq: image of an unknown version',
    edit: [releases, '"tag": "4.2.9-management"', '"tag": "management"'],
    id: 'rabbitmq-image-tag',
    source: 'environments/container-images.lock.json → lab.rabbitmq.pinned.tag',
  },
  {
    title: 'variant: weight above 100',
    edit: [production, 'weight: 5', 'weight: 105'],
    id: 'variant-weight',
    source: 'environments/production.ts → services.web.variants.canary.weight',
  },
  {
    title: 'variant: unknown',
    edit: [production, 'canary: {', 'canry: {'],
    id: 'variant-definition',
    source: 'environments/production.ts → services.web.variants.canry',
  },
  {
    title: 'settings of an unknown service',
    edit: [base, "'dts-worker': {", "'dts-workr': {"],
    id: 'missing-setting',
    source: "environments/lab.ts → services['dts-worker']",
  },
  {
    title: 'node group: image that one environment has no pin of',
    edit: [staging, 'services: {', "nodeGroups: { general: { image: 'nodes' } },\n  services: {"],
    id: 'machine-image-pin',
    source: 'environments/staging.ts → nodeGroups.general.image',
  },
  {
    title: 'network: slot of another zone',
    edit: [lab, "nat: 'single',", "nat: 'single',\n    zones: { b: { slot: 0 } },"],
    id: 'subnet-slot-conflict',
    source: 'environments/lab.ts → network.zones.b.slot',
  },
  {
    title: 'base: misspelt nodeGroups',
    edit: [base, 'nodeGroups: {', 'nodeGroup: {'],
    id: 'unknown-setting',
    source: 'environments/base.ts → nodeGroup',
  },
  {
    title: 'services: maxReplicas is a text',
    edit: [staging, "'dts-worker': { maxReplicas: 8 }", "'dts-worker': { maxReplicas: '8' }"],
    id: 'setting-value',
    source: "environments/staging.ts → services['dts-worker'].maxReplicas",
  },
  {
    title: 'flow logs: maxAggregationInterval that EC2 does not offer',
    edit: [production, "maxAggregationInterval: '60s'", "maxAggregationInterval: '6s'"],
    id: 'setting-value',
    source: 'environments/production.ts → network.flowLogs.maxAggregationInterval',
  },
  {
    title: 'environment: another name than its file',
    edit: [lab, "defineEnvironment('lab'", "defineEnvironment('labs'"],
    id: 'environment-name',
    source: 'environments/lab.ts → name',
  },
  {
    title: 'lock file: misspelt environment',
    edit: [releases, '"lab"', '"lba"'],
    id: 'unknown-pin',
    source: 'environments/container-images.lock.json → lba',
  },
  {
    title: 'machine images: misspelt environment',
    edit: [images, '"lab"', '"lba"'],
    id: 'unknown-pin',
    source: 'environments/machine-images.lock.json → lba',
  },
  {
    title: 'lock file: misspelt service',
    edit: [releases, '"web"', '"wbe"'],
    id: 'unknown-pin',
    source: 'environments/container-images.lock.json → lab.wbe',
  },
  {
    title: 'service: subdomain is a host name',
    edit: [web, "subdomain: 'app'", "subdomain: 'app.lab.imp.example'"],
    id: 'subdomain',
    source: 'apps/services/web.ts → publicAddress.subdomain',
  },
  {
    title: 'services: settings of a misspelt service',
    edit: [
      base,
      "    'web': {",
      "    'webb': { minReplicas: 3, maxReplicas: 12, cpu: '250m', memory: '512Mi' },\n    'web': {",
    ],
    id: 'service-settings',
    source: 'environments/base.ts → services.webb',
  },
  {
    title: 'database: a fraction of a connection',
    edit: [base, 'maxConnections: 200', 'maxConnections: 200.5'],
    id: 'database-connections',
    source: 'environments/base.ts → database.maxConnections',
  },
  {
    title: 'database: replicas is a list',
    edit: [base, 'replicas: { readers: {} }', "replicas: ['readers']"],
    id: 'setting-value',
    source: 'environments/base.ts → database.replicas',
  },
  {
    title: 'node group: taint with a misspelt effect',
    edit: [base, "'transfer:NoSchedule'", "'transfer:NoScheduled'"],
    id: 'node-taint',
    source: 'environments/base.ts → nodeGroups.transfer.taints.dedicated',
  },
  {
    title: 'service: connectsTo itself',
    edit: [web, "connectsTo: ['api']", "connectsTo: ['api', 'web']"],
    id: 'connection-target',
    source: 'apps/services/web.ts → connectsTo[1]',
  },
];
