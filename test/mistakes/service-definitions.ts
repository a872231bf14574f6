import { SettingsLocation } from '../../lib/core/settings-location';
import type { ScheduledTaskDefinition, WebServiceDefinition } from '../../lib/platform/definitions/service-definition';
import { checkServiceDefinition } from '../../lib/platform/definitions/service-schema';
import type { Mistake } from '../support/mistakes';

const publicAddress = { subdomain: 'reports', paths: ['/*'], priority: 30, nodePort: 30090 };

const service: WebServiceDefinition = {
  kind: 'web-service',
  name: 'reports',
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/health/ready',
  livenessPath: '/health/live',
  drainTimeout: '60s',
  publicAddress,
  size: { minReplicas: 2, maxReplicas: 4, cpu: '250m', memory: '512Mi' },
  config: { LOG_LEVEL: 'info' },
  secrets: { DATABASE_URL: { secret: 'reports', key: 'database-url' } },
  connectsTo: ['rabbitmq'],
};

const task: ScheduledTaskDefinition = {
  kind: 'scheduled-task',
  name: 'reports',
  nodeGroup: 'general',
  imageFrom: 'api',
  command: ['reports', 'send'],
  schedule: '30 4 * * *',
  activeDeadline: '2h',
  drainTimeout: '30s',
  size: { cpu: '250m', memory: '512Mi' },
  config: {},
  secrets: {},
  connectsTo: [],
};

const file = 'apps/services/reports.ts';

const check = (definition: unknown) =>
  checkServiceDefinition(definition, new SettingsLocation([{ file, settings: definition }]));

/** A mistake in a definition. A setting that is undefined in `changes` is left out. */
function inDefinition(
  title: string,
  id: string,
  setting: string,
  changes: object,
  corrected: WebServiceDefinition | ScheduledTaskDefinition = service,
): Mistake {
  const entries = Object.entries({ ...corrected, ...changes }).filter(([, value]) => value !== undefined);
  return {
    title,
    id,
    source: setting === '' ? file : `${file} → ${setting}`,
    mistaken: () => check(Object.fromEntries(entries)),
    corrected: () => check(corrected),
  };
}

const inService = (title: string, id: string, setting: string, changes: object) =>
  inDefinition(`service: ${title}`, id, setting, changes);
const inTask = (title: string, id: string, setting: string, changes: object) =>
  inDefinition(`task: ${title}`, id, setting, changes, task);

/** Service definitions that their types reject. */
export const serviceDefinitions: readonly Mistake[] = [
  inService('drain timeout under the beginning of its name', 'unknown-setting', 'drian', {
    drainTimeout: undefined,
    drian: '60s',
  }),
  inService('misspelt liveness path', 'unknown-setting', 'livenesPath', {
    livenessPath: undefined,
    livenesPath: '/live',
  }),
  inService('misspelt node group', 'unknown-setting', 'nodegroup', { nodeGroup: undefined, nodegroup: 'general' }),
  inService('misspelt connections', 'unknown-setting', 'connectTo', { connectsTo: undefined, connectTo: [] }),
  inService('connections under the name of an old version', 'unknown-setting', 'talksTo', { talksTo: ['rabbitmq'] }),
  inService('connections as a string', 'setting-value', 'connectsTo', { connectsTo: 'rabbitmq' }),
  inService('port in quotes', 'setting-value', 'port', { port: '8080' }),
  inService('no port', 'missing-setting', 'port (not set)', { port: undefined }),
  inService('secret without its key', 'setting-value', 'secrets.TOKEN', { secrets: { TOKEN: 'reports' } }),
  inService('misspelt key of a secret', 'unknown-setting', 'secrets.TOKEN.keyy', {
    secrets: { TOKEN: { secret: 'reports', keyy: 'token' } },
  }),
  inService('number in its config', 'setting-value', 'config.REPORT_PORT', { config: { REPORT_PORT: 8080 } }),
  inService('boolean in its config', 'setting-value', 'config.FLAG', { config: { FLAG: true } }),
  inService('misspelt public address', 'unknown-setting', 'publicAdress', {
    publicAddress: undefined,
    publicAdress: publicAddress,
  }),
  inService('misspelt internal address', 'unknown-setting', 'internalAdress', { internalAdress: publicAddress }),
  inService('address without subdomain', 'missing-setting', 'publicAddress.subdomain (not set)', {
    publicAddress: { paths: ['/*'], priority: 30, nodePort: 30090 },
  }),
  inService('path that is a number', 'setting-value', 'publicAddress.paths[1]', {
    publicAddress: { ...publicAddress, paths: ['/*', 5] },
  }),
  inService('misspelt minimum of pods', 'unknown-setting', 'size.mim', {
    size: { mim: 2, maxReplicas: 4, cpu: '250m', memory: '512Mi' },
  }),
  inService('memory in a unit of other systems', 'setting-value', 'size.memory', {
    size: { ...service.size, memory: '512MB' },
  }),
  inService('duration without a known unit', 'setting-value', 'drainTimeout', { drainTimeout: '30x' }),
  inService('misspelt kind', 'setting-value', 'kind', { kind: 'webservice' }),
  inService('kind that is a number', 'setting-value', 'kind', { kind: 5 }),
  inService('no kind', 'missing-setting', 'kind (not set)', { kind: undefined }),
  inTask('port of a web service', 'unknown-setting', 'port', { port: 8080 }),
  inTask('command as a string', 'setting-value', 'command', { command: 'reports send' }),
  inTask('no schedule', 'missing-setting', 'schedule (not set)', { schedule: undefined }),
  ...[undefined, null, 'reports', []].map((definition): Mistake => ({
    title: `service: ${JSON.stringify(definition) ?? 'undefined'} in place of a definition`,
    id: 'setting-value',
    source: file,
    mistaken: () => check(definition),
    corrected: () => check(service),
  })),
];
