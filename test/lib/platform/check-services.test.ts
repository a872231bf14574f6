import { services } from '../../../apps/services';
import { exposureOf, exposuresOf } from '../../../lib/platform/exposures';
import type { ServiceDefinition, WebServiceDefinition } from '../../../lib/platform/service-definition';
import { validateServices } from '../../../lib/platform/check-services';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';

const lab = environments['lab']!;

const service = (name: string, own: Partial<WebServiceDefinition> = {}): ServiceDefinition => ({
  config: {},
  drain: '15s',
  kind: 'web-service',
  livenessPath: '/live',
  name,
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/ready',
  secrets: {},
  talksTo: [],
  ...own,
});
const address = { nodePort: 30_080, paths: ['/*'], priority: 10, subdomain: 'app' };
const size = { cpu: '250m', max: 3, memory: '512Mi', min: 2 } as const;

/** The problems of a list in a lab that has a size for each name, as their four lines. */
function problemsOf(list: readonly ServiceDefinition[], sized: readonly string[] = list.map(({ name }) => name)) {
  const environment: Environment = { ...lab, services: Object.fromEntries(sized.map((name) => [name, size])) };
  return validateServices(list, [environment]).map(({ path, rule, where, fix }) => [path, rule, where, fix]);
}

describe('the list of services', () => {
  it('as committed fits every environment', () => {
    expect(validateServices(services, Object.values(environments))).toEqual([]);
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
    expect(problemsOf([service('web', { talksTo: ['api', 'databse'] }), service('api')])).toEqual([
      [
        'web',
        "talksTo names who can be talked to (broker, database, internet, web, api), got 'databse'",
        'apps/services/web.ts → talksTo',
        'correct the name, or remove it: did you mean database?',
      ],
    ]);
  });

  it('has nobody who asks the internet where there is no NAT', () => {
    const list = [service('web', { talksTo: ['api', 'internet'] }), service('api')];
    const sized = { api: size, web: size };
    const problems = (nat: Environment['network']['nat'], of: readonly ServiceDefinition[]) =>
      validateServices(of, [{ ...lab, network: { ...lab.network, nat }, services: sized }]).map(
        ({ path, rule, where, fix }) => [path, rule, where, fix],
      );
    expect(problems('none', list)).toEqual([
      [
        'web',
        "without NAT nobody reaches the internet, got 'internet', and network.nat of lab is 'none'",
        'apps/services/web.ts → talksTo',
        "remove it, or set network.nat to 'single' in environments/lab.ts",
      ],
    ]);
    expect(problems('none', [service('web', { talksTo: ['api'] }), service('api')])).toEqual([]);
    expect(problems('single', list)).toEqual([]);
  });

  it('has nobody who talks to a worker, which listens to no requests', () => {
    const worker: ServiceDefinition = {
      config: {},
      drain: '5m',
      healthPort: 8081,
      kind: 'worker',
      livenessPath: '/live',
      name: 'loader',
      nodeGroup: 'general',
      readinessPath: '/ready',
      secrets: {},
      talksTo: ['web'],
    };
    expect(problemsOf([service('web', { talksTo: ['loader'] }), worker]).map(([, rule]) => rule)).toEqual([
      "talksTo names who can be talked to (broker, database, internet, web), got 'loader'",
    ]);
  });

  it('has tasks of services that exist, and nobody who talks to a task', () => {
    const task: ServiceDefinition = {
      command: ['clean'],
      config: {},
      deadline: '1h',
      drain: '15s',
      kind: 'scheduled-task',
      name: 'clean-up',
      nodeGroup: 'general',
      release: 'shop',
      schedule: '30 3 * * *',
      secrets: {},
      size: { cpu: '100m', memory: '128Mi' },
      talksTo: [],
    };
    expect(problemsOf([service('web', { talksTo: ['clean-up'] }), task], ['web'])).toEqual([
      [
        'web',
        "talksTo names who can be talked to (broker, database, internet, web), got 'clean-up'",
        'apps/services/web.ts → talksTo',
        'correct the name, or remove it',
      ],
      [
        'clean-up',
        "a task runs the image of a service, got 'shop' (services: web)",
        'apps/services/clean-up.ts → release',
        'name the service whose release it belongs to',
      ],
    ]);
    expect(problemsOf([service('web'), { ...task, release: 'web' }], ['web'])).toEqual([]);
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
      problemsOf(list, sized).map(([, , , fix]) => fix);
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
      service('shop', { publicAddress: address, talksTo: ['nobody'] }),
    ];
    expect(problemsOf(list, ['other'])).toHaveLength(6);
  });
});

describe('an exposure', () => {
  it('says in one place what both halves need', () => {
    expect(exposureOf(service('web', { publicAddress: address }), lab)).toEqual({
      drain: '15s',
      facing: 'internet',
      healthPath: '/ready',
      host: 'app.lab.imp.example',
      nodePort: 30_080,
      paths: ['/*'],
      priority: 10,
      service: 'web',
    });
  });

  it('within the network has its name in a domain of its own, which only the network sees', () => {
    const inner = service('web', { internalAddress: { ...address, idleTimeout: '10m' } });
    expect(exposureOf(inner, lab)).toMatchObject({
      facing: 'internal',
      host: 'app.internal.lab.imp.example',
      idleTimeout: '10m',
    });
  });

  it('without a subdomain is at the domain itself', () => {
    const bare = service('web', { publicAddress: { ...address, subdomain: '' } });
    expect(exposuresOf(lab, [bare, service('inner')]).map(({ host }) => host)).toEqual(['lab.imp.example']);
  });
});
