import type { Environment } from '../../environments/environment';
import type { ServiceDefinition, WebServiceDefinition } from '../../lib/platform/definitions/service-definition';
import type { VariantSettings } from '../../lib/platform/definitions/service-settings';
import type { Mistake } from '../support/mistakes';
import {
  sampleAddress as address,
  sampleEnvironment,
  sampleSize,
  serviceDiagnostics,
  sizedEnvironment,
  taskDefinition,
  webDefinition,
  workerDefinition,
} from '../support/platform-samples';

type Definitions = readonly ServiceDefinition[] | Readonly<Record<string, ServiceDefinition>>;

/** A mistake in definitions that an environment with a size for each of them runs. */
function definitions(
  title: string,
  id: string,
  source: string,
  mistaken: Definitions,
  corrected: Definitions,
): Mistake {
  return {
    title,
    id,
    source,
    mistaken: () => serviceDiagnostics(mistaken, sizedEnvironment(Object.values(corrected))),
    corrected: () => serviceDiagnostics(corrected),
  };
}

/** A mistake in one web service, in `apps/services/web.ts`. */
function web(
  title: string,
  id: string,
  setting: string,
  mistaken: Partial<WebServiceDefinition>,
  corrected: Partial<WebServiceDefinition> = {},
): Mistake {
  const exposed = { publicAddress: address };
  return definitions(
    title,
    id,
    `apps/services/web.ts → ${setting}`,
    [webDefinition({ ...exposed, ...mistaken })],
    [webDefinition({ ...exposed, ...corrected })],
  );
}

/** A service whose requests are counted. */
const measured = { availability: 99.9, ports: { metrics: { port: 9102 } } };
const onlyRequests = { requests: { failed: { code: '5..' }, metric: 'http_requests_total' } };

/** A mistake in the settings of an environment, for one web service with a canary. */
function settings(
  title: string,
  id: string,
  setting: string,
  mistaken: Partial<Environment> | Readonly<Record<string, VariantSettings>>,
  corrected: Partial<Environment> | Readonly<Record<string, VariantSettings>>,
  definition: ServiceDefinition = webDefinition({
    publicAddress: address,
    variants: { blue: { nodePort: 30_181 }, canary: { nodePort: 30_180 } },
  }),
): Mistake {
  const diagnose = (own: typeof mistaken) => () => {
    const isVariants = Object.keys(own).every((key) => ['blue', 'canary', 'green'].includes(key));
    const size = isVariants
      ? { ...sampleSize, variants: own as Readonly<Record<string, VariantSettings>> }
      : sampleSize;
    return serviceDiagnostics([definition], sampleEnvironment({ [definition.name]: size }, isVariants ? {} : own));
  };
  return {
    title,
    id,
    source: `environments/sample.ts → ${setting}`,
    mistaken: diagnose(mistaken),
    corrected: diagnose(corrected),
  };
}

/** A mistake in a service that no environment runs. */
function unreleased(
  title: string,
  id: string,
  source: string,
  mistaken: ServiceDefinition,
  corrected: ServiceDefinition,
): Mistake {
  const released = webDefinition({ publicAddress: address });
  const environment = sizedEnvironment([released]);
  const diagnose = (definition: ServiceDefinition) => () => serviceDiagnostics([released, definition], environment);
  return { title, id, source, mistaken: diagnose(mistaken), corrected: diagnose(corrected) };
}

const shop = {
  ...webDefinition({ name: 'shop' }),
  publicAddress: { ...address, nodePort: 30_081, priority: 11, subdomain: 'shop' },
};
const exposed = webDefinition({ publicAddress: address });

/** Rejected definitions of services, and rejected settings of services in environments. */
export const services: readonly Mistake[] = [
  // Definitions, wherever their constructs report them.
  web('port: below 1024', 'container-port', 'port', { port: 80 }),
  web('readinessPath: without a slash', 'absolute-path', 'readinessPath', { readinessPath: 'ready' }),
  web('livenessPath: same as readinessPath', 'probe-paths', 'livenessPath', { livenessPath: '/ready' }),
  ...['/health#ready', '//health'].map((readinessPath) =>
    web(`readinessPath: ${readinessPath}`, 'probe-path', 'readinessPath', { readinessPath }),
  ),
  web('livenessPath: request of readinessPath', 'probe-paths', 'livenessPath', { livenessPath: '/%72eady?' }),
  web('drainTimeout: without a unit', 'setting-value', 'drainTimeout', { drainTimeout: '30x' as never }),
  web('config: malformed name of a variable', 'environment-variable-name', "config['LOG-LEVEL']", {
    config: { 'LOG-LEVEL': 'x' },
  }),
  web('nodePort: outside of the range', 'node-port', 'publicAddress.nodePort', {
    publicAddress: { ...address, nodePort: 40_081 },
  }),
  web('priority: outside of the range', 'listener-rule-priority', 'publicAddress.priority', {
    publicAddress: { ...address, priority: 0 },
  }),
  web('paths: without a slash', 'exposure-paths', 'publicAddress.paths[0]', {
    publicAddress: { ...address, paths: ['x'] },
  }),
  web('availability: no metrics', 'service-availability', 'availability', { availability: 99.9 }, { ...measured }),
  web(
    'availability: a port of another name',
    'service-availability',
    'availability',
    { availability: 99.9, ports: { statsd: { port: 9102 } } },
    { ...measured },
  ),
  web('requests: no availability', 'service-availability', 'requests', onlyRequests, { ...measured }),
  web(
    'availability: all requests',
    'service-level-availability',
    'availability',
    { ...measured, availability: 100 },
    measured,
  ),
  web(
    'requests: no expression of Go',
    'service-level-requests',
    'requests.failed',
    { ...measured, requests: { failed: { code: '(?=5)' }, metric: 'http_requests_total' } },
    { ...measured, requests: { failed: { status: '5..' }, metric: 'requests_total' } },
  ),
  web('subdomain: upper case', 'subdomain', 'publicAddress.subdomain', {
    publicAddress: { ...address, subdomain: 'API' },
  }),
  web('idleTimeout: above the limit of a load balancer', 'load-balancer-idle-timeout', 'publicAddress.idleTimeout', {
    publicAddress: { ...address, idleTimeout: '5000s' },
  }),
  web('secret: upper case', 'resource-name', 'secrets.KEY.secret', { secrets: { KEY: { key: 'key', secret: 'Web' } } }),
  definitions(
    'healthPort: below 1024',
    'container-port',
    'apps/services/loader.ts → healthPort',
    [workerDefinition({ healthPort: 81 })],
    [workerDefinition()],
  ),
  definitions(
    'worker: livenessPath same as readinessPath',
    'probe-paths',
    'apps/services/loader.ts → livenessPath',
    [workerDefinition({ livenessPath: '/ready' })],
    [workerDefinition()],
  ),
  definitions(
    'schedule: minute 61',
    'cron-schedule',
    'apps/services/clean-up.ts → schedule',
    [exposed, taskDefinition({ schedule: '61 3 * * *' })],
    [exposed, taskDefinition()],
  ),

  // The list.
  definitions(
    'list: undefined in place of a service',
    'setting-value',
    'apps/services/web.ts',
    { web: undefined as unknown as ServiceDefinition },
    { web: webDefinition() },
  ),
  definitions(
    'name: upper case',
    'resource-name',
    'apps/services/shop.ts → name',
    { shop: { ...shop, name: 'Shop', size: sampleSize }, web: exposed },
    { shop: { ...shop, size: sampleSize }, web: exposed },
  ),
  ...['database', 'internet', 'rabbitmq'].flatMap((name): Mistake[] => {
    const source = `apps/services/${name}.ts → name`;
    const own = workerDefinition({ name, size: sampleSize });
    const other = workerDefinition({ name: `${name}-reports`, size: sampleSize });
    const diagnose = (definition: ServiceDefinition) => () =>
      serviceDiagnostics([definition], sizedEnvironment([definition]));
    const title = `name: target ${name} of connections`;
    return [
      { title, id: 'reserved-name', source, mistaken: diagnose(own), corrected: diagnose(other) },
      unreleased(`${title}, before its first release`, 'reserved-name', source, own, other),
    ];
  }),
  ...['DATABASE_HOST', 'DATABASE_PORT', 'DATABASE_READ_HOST'].map((variable) =>
    web(
      `config: ${variable} of a client of the database`,
      'reserved-variable',
      `config.${variable}`,
      { config: { [variable]: 'pgbouncer' }, connectsTo: ['database'] },
      { config: { [variable]: 'pgbouncer' } },
    ),
  ),
  web(
    'config: DATABASE_POOL_SIZE of a client with a pool size',
    'reserved-variable',
    'config.DATABASE_POOL_SIZE',
    { config: { DATABASE_POOL_SIZE: '50' }, connectsTo: ['database'], databasePoolSize: 5 },
    { config: { DATABASE_POOL_SIZE: '5' }, connectsTo: ['database'] },
  ),
  ...[0, 2.5, -1].map((databasePoolSize) =>
    web(
      `pool size: ${databasePoolSize}`,
      'database-pool-size',
      'databasePoolSize',
      { connectsTo: ['database'], databasePoolSize },
      { connectsTo: ['database'], databasePoolSize: 5 },
    ),
  ),
  web(
    'pool size: of a service that does not connect to the database',
    'database-pool-size',
    'databasePoolSize',
    { databasePoolSize: 5 },
    { connectsTo: ['database'], databasePoolSize: 5 },
  ),
  web(
    'secrets: DATABASE_HOST of a client of the database',
    'reserved-variable',
    'secrets.DATABASE_HOST',
    { connectsTo: ['database'], secrets: { DATABASE_HOST: { key: 'host', secret: 'web' } } },
    { connectsTo: ['database'], secrets: { PROXY_HOST: { key: 'host', secret: 'web' } } },
  ),
  definitions(
    'name: a copy of another service',
    'service-name',
    'apps/services/shop.ts → name',
    { shop: { ...exposed, publicAddress: shop.publicAddress }, web: exposed },
    { shop, web: exposed },
  ),
  definitions(
    'variant: name of a service',
    'variant-name',
    'apps/services/web.ts → variants.canary',
    [webDefinition({ name: 'web-canary' }), { ...exposed, variants: { canary: { nodePort: 30_180 } } }],
    [webDefinition({ name: 'web-canary' }), { ...exposed, variants: { green: { nodePort: 30_180 } } }],
  ),
  definitions(
    'nodePort: of another service',
    'node-port-conflict',
    'apps/services/web.ts → publicAddress.nodePort',
    [shop, { ...exposed, publicAddress: { ...address, nodePort: 30_081 } }],
    [shop, exposed],
  ),
  definitions(
    'nodePort: of a variant of another service',
    'node-port-conflict',
    'apps/services/web.ts → publicAddress.nodePort',
    [{ ...shop, variants: { canary: { nodePort: 30_080 } } }, exposed],
    [{ ...shop, variants: { canary: { nodePort: 30_180 } } }, exposed],
  ),
  definitions(
    'priority: of another service',
    'listener-rule-priority',
    'apps/services/web.ts → publicAddress.priority',
    [shop, { ...exposed, publicAddress: { ...address, priority: 11 } }],
    [shop, exposed],
  ),
  web('address: public and internal', 'service-address', 'internalAddress', {
    internalAddress: { ...address, nodePort: 30_082, priority: 12 },
  }),
  web(
    'connectsTo: unknown target',
    'connection-target',
    'connectsTo[0]',
    { connectsTo: ['databse'] },
    { connectsTo: ['database'] },
  ),
  definitions(
    'connectsTo: unknown port of a service',
    'connection-target',
    'apps/services/web.ts → connectsTo[0]',
    [workerDefinition({ ports: { metrics: { port: 9100 } } }), webDefinition({ connectsTo: ['loader:statsd'] })],
    [workerDefinition({ ports: { metrics: { port: 9100 } } }), webDefinition({ connectsTo: ['loader:metrics'] })],
  ),
  definitions(
    'connectsTo: its own port',
    'connection-target',
    'apps/services/web.ts → connectsTo[0]',
    [webDefinition({ connectsTo: ['web:metrics'], ports: { metrics: { port: 9100 } } })],
    [webDefinition({ ports: { metrics: { port: 9100 } } })],
  ),
  definitions(
    'connectsTo: a worker',
    'connection-target',
    'apps/services/web.ts → connectsTo[0]',
    [workerDefinition(), webDefinition({ connectsTo: ['loader'] })],
    [workerDefinition({ connectsTo: ['web'] }), webDefinition()],
  ),
  definitions(
    'connectsTo: a task',
    'connection-target',
    'apps/services/web.ts → connectsTo[0]',
    [webDefinition({ connectsTo: ['clean-up'] }), taskDefinition()],
    [webDefinition(), taskDefinition({ connectsTo: ['web'] })],
  ),
  definitions(
    'imageFrom: unknown service',
    'task-image',
    'apps/services/clean-up.ts → imageFrom',
    [exposed, taskDefinition({ imageFrom: 'shop' })],
    [exposed, taskDefinition({ imageFrom: 'web' })],
  ),

  // Services that no environment runs yet.
  unreleased(
    'unreleased service: port below 1024',
    'container-port',
    'apps/services/shop.ts → port',
    { ...shop, port: 80, size: sampleSize },
    { ...shop, size: sampleSize },
  ),
  unreleased(
    'unreleased service: priority of another service',
    'listener-rule-priority',
    'apps/services/shop.ts → publicAddress.priority',
    { ...shop, publicAddress: { ...shop.publicAddress, priority: 10 }, size: sampleSize },
    { ...shop, size: sampleSize },
  ),

  // Settings of environments.
  web('nodeGroup: unknown', 'service-node-group', 'nodeGroup', { nodeGroup: 'fast' }),
  settings(
    'services: setting of an unknown service',
    'service-settings',
    'services.shop',
    { services: { shop: sampleSize, web: sampleSize } },
    { services: { web: sampleSize } },
  ),
  {
    ...settings(
      'services: no size',
      'service-size',
      'services.web (not set)',
      { services: {} },
      { services: { web: sampleSize } },
    ),
    source: 'apps/services/web.ts → size (not set)',
  },
  settings(
    'minReplicas: above maxReplicas',
    'autoscaler-range',
    'services.web.minReplicas',
    { services: { web: { ...sampleSize, minReplicas: 12 } } },
    { services: { web: sampleSize } },
  ),
  settings(
    'maxReplicas: same as minReplicas',
    'autoscaler-room',
    'services.web.maxReplicas',
    { services: { web: { ...sampleSize, maxReplicas: 4 } } },
    { services: { web: sampleSize } },
  ),
  settings(
    'rabbitmq: unknown node group',
    'rabbitmq-node-group',
    'rabbitmq.nodeGroup',
    { rabbitmq: { ...sampleEnvironment().rabbitmq, nodeGroup: 'fast' } },
    {},
  ),
  settings(
    'rabbitmq: more members than nodes',
    'rabbitmq-nodes',
    'rabbitmq.replicas',
    { rabbitmq: { ...sampleEnvironment().rabbitmq, replicas: 99 } },
    {},
  ),
  settings(
    'rabbitmq: majority in one of two zones',
    'rabbitmq-zones',
    'rabbitmq.replicas',
    { network: { ...sampleEnvironment().network, zones: { a: { slot: 0 }, b: { slot: 1 } } } },
    {},
  ),
  settings(
    'node label: malformed',
    'node-label',
    "nodeGroups.general.labels['bad label/x/y']",
    {
      nodeGroups: {
        ...sampleEnvironment().nodeGroups,
        general: { ...sampleEnvironment().nodeGroups['general']!, labels: { 'bad label/x/y': 'a b' } },
      },
    },
    {},
  ),
  settings(
    'access logs: retention of half a day',
    'bucket-retention',
    'accessLogs.retention',
    { accessLogs: { retention: '36h' } },
    {},
  ),
  settings(
    'network: AWS APIs through NAT, without NAT',
    'aws-api-access',
    'network.awsApiAccess',
    { network: { ...sampleEnvironment().network, awsApiAccess: 'nat', nat: 'none' } },
    { network: { ...sampleEnvironment().network, awsApiAccess: 'interface-endpoints', nat: 'none' } },
  ),
  settings(
    'nodeGroups: more pods than addresses',
    'address-capacity',
    'nodeGroups',
    { nodeGroups: largeNodeGroups(20), network: { ...sampleEnvironment().network, cidr: '10.10.0.0/17' } },
    { nodeGroups: largeNodeGroups(7), network: { ...sampleEnvironment().network, cidr: '10.10.0.0/17' } },
  ),
  {
    title: 'connectsTo: internet without NAT',
    id: 'internet-access',
    source: 'apps/services/web.ts → connectsTo[0]',
    ...withoutNat(['internet'], []),
  },

  // Variants.
  settings(
    'weight: above 100',
    'variant-weight',
    'services.web.variants.canary.weight',
    { canary: { weight: 101 } },
    { canary: { weight: 100 } },
  ),
  settings(
    'weight: a fraction',
    'variant-weight',
    'services.web.variants.canary.weight',
    { canary: { weight: 0.5 } },
    { canary: { weight: 0 } },
  ),
  settings(
    'weights: sum above 100',
    'variant-weight',
    'services.web.variants',
    { blue: { weight: 60 }, canary: { weight: 41 } },
    { blue: { weight: 60 }, canary: { weight: 40 } },
  ),
  settings(
    'variant: maxReplicas below its share',
    'variant-size',
    'services.web.variants.canary.maxReplicas',
    { canary: { maxReplicas: 4, minReplicas: 2, weight: 50 } },
    { canary: { maxReplicas: 5, minReplicas: 2, weight: 50 } },
  ),
  settings(
    'variant: minReplicas below its share',
    'variant-size',
    'services.web.variants.canary.minReplicas',
    { canary: { minReplicas: 2, weight: 51 } },
    { canary: { minReplicas: 3, weight: 51 } },
  ),
  settings(
    'variant: not defined by the service',
    'variant-definition',
    'services.web.variants.green',
    { green: { weight: 0 } },
    { canary: { weight: 0 } },
  ),
  settings(
    'variant: of a service without an address',
    'variant-address',
    'services.web.variants',
    { canary: { weight: 0 } },
    {},
    webDefinition({ variants: { canary: { nodePort: 30_180 } } }),
  ),
];

function withoutNat(
  mistaken: readonly string[],
  corrected: readonly string[],
): Pick<Mistake, 'mistaken' | 'corrected'> {
  const diagnose = (connectsTo: readonly string[]) => () => {
    const { network } = sampleEnvironment();
    const own = { network: { ...network, awsApiAccess: 'interface-endpoints', nat: 'none' } as const };
    return serviceDiagnostics([webDefinition({ connectsTo })], sampleEnvironment({ web: sampleSize }, own));
  };
  return { mistaken: diagnose(mistaken), corrected: diagnose(corrected) };
}

function largeNodeGroups(maxSizePerZone: number): Environment['nodeGroups'] {
  const { general, ...others } = sampleEnvironment().nodeGroups;
  return { ...others, ...(general && { general: { ...general, maxSizePerZone } }) };
}
