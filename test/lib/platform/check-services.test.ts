import { services } from '../../../apps/services';
import { exposureFor, exposures } from '../../../lib/platform/exposures';
import type { ServiceDefinition, WebServiceDefinition } from '../../../lib/platform/service-definition';
import { checkServices } from '../../../lib/platform/check-services';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';

const lab = environments['lab']!;

const service = (name: string, own: Partial<WebServiceDefinition> = {}): ServiceDefinition => ({
  config: {},
  drainTimeout: '15s',
  kind: 'web-service',
  livenessPath: '/live',
  name,
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/ready',
  secrets: {},
  connectsTo: [],
  ...own,
});
const address = { nodePort: 30_080, paths: ['/*'], priority: 10, subdomain: 'app' };
const size = { cpu: '250m', maxReplicas: 3, memory: '512Mi', minReplicas: 2 } as const;

/** The problems of a list in a lab that has a size for each name, as their four lines. */
function problemsOf(list: readonly ServiceDefinition[], sized: readonly string[] = list.map(({ name }) => name)) {
  const environment: Environment = { ...lab, services: Object.fromEntries(sized.map((name) => [name, size])) };
  return checkServices(list, [environment]).map(({ path, message, source, hint }) => [path, message, source, hint]);
}

describe('the list of services', () => {
  it('as committed fits every environment', () => {
    expect(checkServices(services, Object.values(environments))).toEqual([]);
  });

  it('has no node port twice', () => {
    const list = [
      service('web', { publicAddress: address }),
      service('shop', { publicAddress: { ...address, priority: 11 } }),
    ];
    expect(problemsOf(list)).toEqual([
      [
        'shop',
        'nodePort 30080 is taken by web',
        'apps/services/shop.ts → publicAddress.nodePort',
        'choose a free port, and leave the older one as it is',
      ],
    ]);
  });

  it('has nobody who talks to nobody', () => {
    expect(problemsOf([service('web', { connectsTo: ['api', 'databse'] }), service('api')])).toEqual([
      [
        'web',
        "connectsTo names who can be talked to (broker, database, internet, web, api), got 'databse'",
        'apps/services/web.ts → connectsTo',
        'correct the name, or remove it: did you mean database?',
      ],
    ]);
  });

  it('has nobody who asks the internet where there is no NAT', () => {
    const list = [service('web', { connectsTo: ['api', 'internet'] }), service('api')];
    const sized = { api: size, web: size };
    const problems = (nat: Environment['network']['nat'], of: readonly ServiceDefinition[]) =>
      checkServices(of, [{ ...lab, network: { ...lab.network, nat }, services: sized }]).map(
        ({ path, message, source, hint }) => [path, message, source, hint],
      );
    expect(problems('none', list)).toEqual([
      [
        'web',
        "without NAT nobody reaches the internet, got 'internet', and network.nat of lab is 'none'",
        'apps/services/web.ts → connectsTo',
        "remove it, or set network.nat to 'single' in environments/lab.ts",
      ],
    ]);
    expect(problems('none', [service('web', { connectsTo: ['api'] }), service('api')])).toEqual([]);
    expect(problems('single', list)).toEqual([]);
  });

  it('has nobody who talks to a worker, which listens to no requests', () => {
    const worker: ServiceDefinition = {
      config: {},
      drainTimeout: '5m',
      healthPort: 8081,
      kind: 'worker',
      livenessPath: '/live',
      name: 'loader',
      nodeGroup: 'general',
      readinessPath: '/ready',
      secrets: {},
      connectsTo: ['web'],
    };
    expect(problemsOf([service('web', { connectsTo: ['loader'] }), worker]).map(([, rule]) => rule)).toEqual([
      "connectsTo names who can be talked to (broker, database, internet, web), got 'loader'",
    ]);
  });

  it('has tasks of services that exist, and nobody who talks to a task', () => {
    const task: ServiceDefinition = {
      command: ['clean'],
      config: {},
      activeDeadline: '1h',
      drainTimeout: '15s',
      kind: 'scheduled-task',
      name: 'clean-up',
      nodeGroup: 'general',
      imageFrom: 'shop',
      schedule: '30 3 * * *',
      secrets: {},
      size: { cpu: '100m', memory: '128Mi' },
      connectsTo: [],
    };
    expect(problemsOf([service('web', { connectsTo: ['clean-up'] }), task], ['web'])).toEqual([
      [
        'web',
        "connectsTo names who can be talked to (broker, database, internet, web), got 'clean-up'",
        'apps/services/web.ts → connectsTo',
        'correct the name, or remove it',
      ],
      [
        'clean-up',
        "a task runs the image of a service, got 'shop' (services: web)",
        'apps/services/clean-up.ts → release',
        'name the service whose release it belongs to',
      ],
    ]);
    expect(problemsOf([service('web'), { ...task, imageFrom: 'web' }], ['web'])).toEqual([]);
  });

  it('has a size for every service', () => {
    expect(problemsOf([service('web'), service('shop')], ['web'])).toEqual([
      [
        'lab',
        'every service has a size, got none for shop',
        'lab → services.shop',
        'write size: { min, max, cpu, memory } in apps/services/shop.ts',
      ],
    ]);
  });

  it('has a service for every size', () => {
    expect(problemsOf([service('web')], ['web', 'shop'])).toEqual([
      [
        'lab',
        "a size belongs to a service, got one for 'shop' (services: web)",
        'lab → services.shop',
        'correct the name, or remove it',
      ],
    ]);
  });

  it('has names that are nearly right told with the right ones', () => {
    const fixes = (list: readonly ServiceDefinition[], sized?: readonly string[]) =>
      problemsOf(list, sized).map(([, , , hint]) => hint);
    expect(fixes([service('shop'), service('storefront')], ['shop', 'storefront', 'storefronts'])).toEqual([
      "correct the name, or remove it: did you mean storefront? If it was renamed, write renamedFrom: 'storefronts' in apps/services/storefront.ts too",
    ]);
    expect(fixes([service('web', { nodeGroup: 'genral' })])).toEqual([
      'correct the name, or add the group: did you mean general?',
    ]);
  });

  it('has a node group for every service, in every environment', () => {
    expect(problemsOf([service('web', { nodeGroup: 'fast' })])).toEqual([
      [
        'web',
        "nodeGroup is one of lab (general, transfer), got 'fast'",
        'apps/services/web.ts → nodeGroup',
        'correct the name, or add the group',
      ],
    ]);
  });

  it('has all of its mistakes told at once', () => {
    const list = [
      service('web', { nodeGroup: 'fast', publicAddress: address }),
      service('shop', { publicAddress: address, connectsTo: ['nobody'] }),
    ];
    expect(problemsOf(list, ['other'])).toHaveLength(6);
  });
});

describe('an exposure', () => {
  it('says in one place what both halves need', () => {
    expect(exposureFor(service('web', { publicAddress: address }), lab)).toEqual({
      scheme: 'internet-facing',
      host: 'app.lab.imp.example',
      nodePort: 30_080,
      paths: ['/*'],
      priority: 10,
    });
  });

  it('within the network has its name in a domain of its own, which only the network sees', () => {
    const inner = service('web', { internalAddress: { ...address, idleTimeout: '10m' } });
    expect(exposureFor(inner, lab)).toMatchObject({
      scheme: 'internal',
      host: 'app.internal.lab.imp.example',
      idleTimeout: '10m',
    });
  });

  it('without a subdomain is at the domain itself', () => {
    const bare = service('web', { publicAddress: { ...address, subdomain: '' } });
    expect(exposures(lab, [bare, service('inner')]).map(({ host }) => host)).toEqual(['lab.imp.example']);
  });
});
