import { libraryExample, shop } from '../../../../apps/examples/library/library';
import { checkPlatform } from '../../../../lib/platform/checks/check-halves';
import { webService, type WebServiceSettings } from '../../../../lib/platform/definitions/standalone-service';

const settings: WebServiceSettings = {
  name: 'shop',
  image: shop.image,
  port: 8080,
  readinessPath: '/ready',
  livenessPath: '/live',
  nodeGroup: 'general',
  autoscaling: { minReplicas: 3, maxReplicas: 12 },
  resources: { cpu: '250m', memory: '512Mi' },
  exposure: { host: 'shop.example.com', paths: ['/*'], priority: 10, nodePort: 30_080 },
  connectsTo: ['internet'],
};

/** Id, source and hint of each diagnostic of the example with a service that no compiler checks. */
function diagnostics(changed: object, ...others: readonly WebServiceSettings[]): [string, string, string][] {
  const mistaken = webService({ ...settings, ...changed });
  const { chart, stack } = libraryExample([mistaken, ...others.map(webService)]);
  return checkPlatform(stack, [chart]).map(({ hint, id, source }) => [id, source, hint]);
}

const other: WebServiceSettings = {
  ...settings,
  name: 'cart',
  connectsTo: ['shop'],
  exposure: { host: 'cart.example.com', paths: ['/*'], priority: 20, nodePort: 30_081 },
};

describe('web service', () => {
  it('pool size: is that of the definition, and a mistake without a connection to the database', () => {
    const client = webService({ ...settings, connectsTo: ['database'], databasePoolSize: 5 });
    expect(client.definition.databasePoolSize).toBe(5);
    expect(client).not.toHaveProperty('mistakes');
    expect(webService({ ...settings, databasePoolSize: 5 }).mistakes).toMatchObject([{ id: 'database-pool-size' }]);
  });

  it('settings: have no mistakes', () => {
    expect(webService(settings)).not.toHaveProperty('mistakes');
    expect(diagnostics({})).toEqual([]);
  });

  it('misspelt setting: is reported once, with the one that is meant', () => {
    const mistake = { readinessPath: undefined, readynessPath: '/ready' };
    expect(diagnostics(mistake)).toEqual([
      ['unknown-setting', "service 'shop' → readynessPath", 'did you mean readinessPath?'],
    ]);
  });

  it.each([
    ['missing setting', { autoscaling: undefined }, 'missing-setting', "service 'shop' → autoscaling (not set)"],
    ['number in quotes', { port: '8080' }, 'setting-value', "service 'shop' → port"],
    ['unit', { resources: { cpu: '250m', memory: '512MB' } }, 'setting-value', "service 'shop' → resources.memory"],
    ['list', { connectsTo: 'internet' }, 'setting-value', "service 'shop' → connectsTo"],
    ['name', { name: undefined }, 'missing-setting', "service 'undefined' → name (not set)"],
  ])('%s: is reported, and no other setting', (_, changed, id, source) => {
    expect(diagnostics(changed).map(([found, place]) => [found, place])).toEqual([[id, source]]);
  });

  it('mistaken service: may be the target of a connection', () => {
    expect(diagnostics({ port: '8080' }, other).map(([id]) => id)).toEqual(['setting-value']);
  });

  it('settings of another type: are reported', () => {
    expect(webService(undefined as unknown as WebServiceSettings).mistakes).toMatchObject([{ id: 'setting-value' }]);
  });
});
