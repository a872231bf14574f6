import { checkPlatforms, type CheckOptions } from '../../apps/diagnostics';
import { platformImages } from '../../environments/locks';
import type { ContainerImagePin, Environment } from '../../environments/environment';
import type { Diagnostic } from '../../lib/core/diagnostics';
import type {
  MigrationDefinition,
  ScheduledTaskDefinition,
  ServiceDefinition,
  WebServiceDefinition,
  WorkerDefinition,
} from '../../lib/platform/definitions/service-definition';
import { type Service, serviceList } from '../../lib/platform/definitions/service-list';
import type { ServiceSettings } from '../../lib/platform/definitions/service-settings';

// A platform that no team edits: an environment with two node groups, and services of every kind.

export const sampleSize = { cpu: '250m', maxReplicas: 10, memory: '512Mi', minReplicas: 4 } as const;

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** A pinned image of a service. */
export function samplePin(name: string) {
  return { digest, repository: `111111111111.dkr.ecr.eu-west-1.amazonaws.com/${name}` };
}

const nodeGroup = (group: string) => ({
  image: 'node',
  instanceType: 'm6i.xlarge',
  labels: { 'node.adamant.dev/group': group },
  maxSizePerZone: 4,
  minSizePerZone: 3,
  rootVolume: '60Gi' as const,
  taints: {},
});

const tags: Readonly<Partial<Record<(typeof platformImages)[number], string>>> = {
  alertmanager: 'v0.33.1',
  elasticsearch: '9.1.3',
  filebeat: '9.1.3',
  kibana: '9.1.3',
  prometheus: 'v3.13.2',
  rabbitmq: '4.2.9-management',
};

/** Returns the pin of an image of the platform itself. All but RabbitMQ's also run on other processors. */
function platformPin(image: (typeof platformImages)[number]): ContainerImagePin {
  const { [image]: tag } = tags;
  return {
    ...samplePin(image),
    ...(image !== 'rabbitmq' && { platforms: ['linux/amd64', 'linux/arm64'] }),
    ...(tag !== undefined && { tag }),
  };
}

/** An environment that runs a service for each of the names. */
export function sampleEnvironment(
  services: Readonly<Record<string, ServiceSettings>> = { web: sampleSize },
  own: Partial<Environment> = {},
): Environment {
  return {
    name: 'sample',
    account: '111111111111',
    region: 'eu-west-1',
    domain: 'sample.example.com',
    state: { bucket: 'sample-terraform-state' },
    accessLogs: { retention: '14d' },
    loadBalancer: { maxErrorRatePercent: 5 },
    network: {
      awsApiAccess: 'nat',
      cidr: '10.10.0.0/16',
      flowLogs: { maxAggregationInterval: '600s', retention: '7d' },
      nat: 'single',
      tiers: {
        public: { access: 'public', slot: 0 },
        data: { access: 'isolated', slot: 1 },
        endpoints: { access: 'isolated', slot: 2 },
        private: { access: 'private', slot: 3 },
        pods: { access: 'private', slot: 4, width: 4 },
      },
      zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 2 } },
    },
    cluster: { domain: 'cluster.local', podSecurityVersion: 'v1.34', serviceCidr: '172.20.0.0/16' },
    nodeGroups: { general: nodeGroup('general'), transfer: nodeGroup('transfer') },
    services,
    addons: { nodeGroup: 'general' },
    logging: { cpu: '500m', memory: '2Gi', nodeGroup: 'general', replicas: 3, retention: '3d', storage: '20Gi' },
    monitoring: {
      channel: '#alerts',
      cpu: '250m',
      memory: '1Gi',
      nodeGroup: 'general',
      pager: true,
      retention: '3d',
      storage: '20Gi',
      watchdog: true,
    },
    rabbitmq: { cpu: '1', memory: '2Gi', nodeGroup: 'general', replicas: 3, storage: '20Gi' },
    database: {
      backupRetention: '7d',
      engineVersion: '17.6',
      instanceClass: 'db.m6g.large',
      maxConnections: 400,
      multiAz: false,
      passwordVersion: 1,
      replicas: {},
      storage: '100Gi',
    },
    secretStore: 'aws-secrets-manager',
    deletionProtection: false,
    machineImages: { node: { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2', recipe: 'a'.repeat(10) } },
    containerImages: {
      ...Object.fromEntries(
        Object.entries(services).flatMap(([name, { variants = {} }]) =>
          [name, ...Object.keys(variants).map((variant) => `${name}-${variant}`)].map((image) => [
            image,
            samplePin(name),
          ]),
        ),
      ),
      ...Object.fromEntries(platformImages.map((image) => [image, platformPin(image)])),
    },
    waivers: [],
    ...own,
  };
}

const common = {
  config: {},
  connectsTo: [],
  drainTimeout: '15s',
  nodeGroup: 'general',
  secrets: {},
} as const;

export const sampleAddress = { nodePort: 30_080, paths: ['/*'], priority: 10, subdomain: 'app' };

export function webDefinition(own: Partial<WebServiceDefinition> = {}): WebServiceDefinition {
  return {
    ...common,
    kind: 'web-service',
    livenessPath: '/live',
    name: 'web',
    port: 8080,
    readinessPath: '/ready',
    ...own,
  };
}

export function workerDefinition(own: Partial<WorkerDefinition> = {}): WorkerDefinition {
  return {
    ...common,
    healthPort: 8081,
    kind: 'worker',
    livenessPath: '/live',
    name: 'loader',
    readinessPath: '/ready',
    ...own,
  };
}

export function taskDefinition(own: Partial<ScheduledTaskDefinition> = {}): ScheduledTaskDefinition {
  return {
    ...common,
    activeDeadline: '1h',
    command: ['clean'],
    imageFrom: 'web',
    kind: 'scheduled-task',
    name: 'clean-up',
    schedule: '30 3 * * *',
    size: { cpu: '100m', memory: '128Mi' },
    ...own,
  };
}

export function migrationDefinition(own: Partial<MigrationDefinition> = {}): MigrationDefinition {
  return {
    ...common,
    activeDeadline: '30m',
    command: ['migrate'],
    imageFrom: 'web',
    kind: 'migration',
    name: 'migrate',
    size: { cpu: '100m', memory: '128Mi' },
    ...own,
  };
}

/** Services in files of their names. */
export function sampleServices(...definitions: readonly ServiceDefinition[]): readonly Service[] {
  return serviceList('apps/services', Object.fromEntries(definitions.map((each) => [each.name, each])));
}

/** All diagnostics of services in an environment that has a size and a pinned image for each of them. */
export function serviceDiagnostics(
  definitions: readonly ServiceDefinition[] | Readonly<Record<string, ServiceDefinition>>,
  environment: Environment = sizedEnvironment(Object.values(definitions)),
  options: Omit<CheckOptions, 'services'> = {},
): readonly Diagnostic[] {
  const services = Array.isArray(definitions)
    ? sampleServices(...(definitions as readonly ServiceDefinition[]))
    : serviceList('apps/services', definitions as Readonly<Record<string, ServiceDefinition>>);
  return checkPlatforms([environment], { ...options, services }).diagnostics;
}

/** An environment with a size and a pinned image for each service that is no task. */
export function sizedEnvironment(
  definitions: readonly ServiceDefinition[],
  own: Partial<Environment> = {},
): Environment {
  const names = definitions.filter(({ kind }) => kind === 'web-service' || kind === 'worker').map(({ name }) => name);
  return sampleEnvironment(Object.fromEntries(names.map((name) => [name, sampleSize])), own);
}
