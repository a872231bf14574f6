import type { Lock, MachineImageLockPin, Pinned } from '../../../environments/locks';
import { mapValues } from '../support/lock-file';
import type { ProjectCopy } from './project-copy';
import { freeAccount, freeName, freeNetwork, freePort, freePriority, hexadecimal } from './values';

/** Adds a service with a file, a line in the list, and the pin of its image in one environment. */
export function addService(copy: ProjectCopy): void {
  const name = freeName('reports', copy.services);
  const key = name.replace('-', '');
  copy.write(
    `apps/services/${name}.ts`,
    `import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';

/** Renders reports on request. */
export const ${key}: ServiceDefinition = {
  kind: 'web-service',
  name: '${name}',
  nodeGroup: ${copy.setting('base', 'rabbitmq', 'nodeGroup')},
  port: 8080,
  readinessPath: '/ready',
  livenessPath: '/live',
  drainTimeout: '30s',
  size: { minReplicas: 2, maxReplicas: 4, cpu: '250m', memory: '512Mi' },
  internalAddress: {
    subdomain: '${name}',
    paths: ['/*'],
    priority: ${freePriority(copy)},
    nodePort: ${freePort(copy)},
  },
  config: { LOCALE: 'en' },
  secrets: { DATABASE_URL: { secret: '${name}', key: 'database-url' } },
  connectsTo: ['database'],
};
`,
  );
  copy.replace('apps/services/index.ts', /^import \{ \w+ \} from '\.\//m, `import { ${key} } from './${name}';\n$&`);
  copy.replace('apps/services/index.ts', /serviceList\('apps\/services', \{/, `$&\n  '${name}': ${key},`);
  copy.editContainerImages((lock) => {
    const [[environment, pins] = ['', {}]] = Object.entries(lock);
    const [pinned] = Object.values(pins);
    if (!pinned) throw new Error(`${environment} has no pin`);
    const repository = pinned.pinned.repository.replace(/[^/]+$/, name);
    const entry = { history: [], pinned: { digest: `sha256:${hexadecimal(name, 64)}`, repository } };
    return { ...lock, [environment]: { ...pins, [name]: entry } };
  });
}

/** Adds an environment that removes all replicas of `base.ts`, with the pins of another environment. */
export function addEnvironment(copy: ProjectCopy): void {
  const others = copy.environments;
  const [other = ''] = others;
  const name = freeName('sandbox', others);
  const base = copy.environment('base');
  const removals = (...path: readonly string[]) => base.keys(...path).map((key) => `'${key}': null`);
  const key = name.replace('-', '');
  copy.write(
    `environments/${name}.ts`,
    `import { defineEnvironment } from './define-environment';

/** Experiments of a day. */
export const ${key} = defineEnvironment('${name}', {
  account: '${freeAccount(copy)}',
  region: ${copy.setting(other, 'region')},
  domain: '${name}.imp.example',
  state: { bucket: 'imp-${name}-terraform-state' },
  network: { cidr: '${freeNetwork(copy)}' },
  database: { multiAz: false, replicas: { ${removals('database', 'replicas').join(', ')} } },
  deletionProtection: false,
});
`,
  );
  copy.replace('environments/index.ts', /^import machineImagesLock/m, `import { ${key} } from './${name}';\n$&`);
  const entry = key === name ? key : `'${name}': ${key}`;
  copy.replace('environments/index.ts', /: EnvironmentList = \{ /, `$&${entry}, `);
  const withPins = <Entry extends object>(lock: Lock<Entry>): Lock<Entry> => ({
    ...lock,
    [name]: mapValues(lock[other] ?? {}, (entry) => ({ ...entry, variants: undefined })),
  });
  copy.editMachineImages((lock) => {
    const pins = withPins(lock);
    return { ...pins, [name]: mapValues(pins[name] ?? {}, (entry) => ownImages(entry, name)) };
  });
  copy.editContainerImages(withPins);
}

/** Returns pins with the ids of AMIs in another account: each account has its own copy of an image. */
function ownImages(entry: Pinned<MachineImageLockPin>, account: string): Pinned<MachineImageLockPin> {
  const own = (pin: MachineImageLockPin): MachineImageLockPin => ({
    ...pin,
    images: mapValues(pin.images, (id) => `ami-${hexadecimal(`${account} ${id}`, 17)}`),
  });
  return { history: entry.history.map(own), pinned: own(entry.pinned) };
}
