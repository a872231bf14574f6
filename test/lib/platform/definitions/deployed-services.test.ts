import { SettingsLocation } from '../../../../lib/core/settings-location';
import { deployedServices, isReleased, withVariants } from '../../../../lib/platform/definitions/deployed-services';
import type { VariantDefinition, WebServiceDefinition } from '../../../../lib/platform/definitions/service-definition';
import type { VariantSettings } from '../../../../lib/platform/definitions/service-settings';
import {
  migrationDefinition,
  sampleAddress as publicAddress,
  sampleEnvironment,
  samplePin,
  sampleServices,
  sampleSize,
  taskDefinition,
  webDefinition,
} from '../../../support/platform-samples';

const inner = webDefinition({
  config: { API_URL: 'http://api:8080', LOG: 'info' },
  secrets: { KEY: { key: 'key', secret: 'web' } },
});

/** The web service in an environment with these variants. */
function deploy(own: Partial<WebServiceDefinition>, variants: Readonly<Record<string, VariantSettings>> = {}) {
  const environment = sampleEnvironment({ web: { ...sampleSize, variants } });
  const location = new SettingsLocation([{ file: 'environments/sample.ts', settings: environment }]);
  const services = deployedServices(sampleServices({ ...inner, publicAddress, ...own }), environment, location);
  return { service: services[0]!, all: withVariants(services) };
}

const canary = (own: Partial<VariantDefinition> = {}, settings: Partial<VariantSettings> = {}) =>
  deploy({ variants: { canary: { nodePort: 30_180, ...own } } }, { canary: { weight: 5, ...settings } }).service
    .variants['canary']!;

describe('variant', () => {
  it('workload: is the service under a name and a node port of its own, of the same size', () => {
    const { service, weight } = canary();
    expect(service.definition).toEqual({
      ...inner,
      name: 'web-canary',
      publicAddress: { ...publicAddress, nodePort: 30_180 },
    });
    expect([service.size, service.image, weight]).toEqual([sampleSize, samplePin('web'), 5]);
  });

  it('workload: has the settings of the variant', () => {
    const { service } = canary({
      config: { LOG: 'debug', NEW: 'yes' },
      drainTimeout: '60s',
      port: 9090,
      readinessPath: '/ready2',
      secrets: { TOKEN: { key: 'token', secret: 'web' } },
    });
    expect(service.definition).toMatchObject({
      config: { API_URL: 'http://api:8080', LOG: 'debug', NEW: 'yes' },
      drainTimeout: '60s',
      livenessPath: '/live',
      port: 9090,
      readinessPath: '/ready2',
      secrets: { KEY: { key: 'key', secret: 'web' }, TOKEN: { key: 'token', secret: 'web' } },
    });
    expect(service.exposure).toMatchObject({ host: 'app.sample.example.com', nodePort: 30_180 });
  });

  it('workload: keeps the previous name of its service', () => {
    const own = { renamedFrom: 'front', variants: { canary: { nodePort: 30_180 } } };
    const { definition } = deploy(own, { canary: { weight: 5 } }).service.variants['canary']!.service;
    expect(definition).toMatchObject({ name: 'web-canary', physicalName: 'front-canary' });
    expect(definition.renamedFrom).toBeUndefined();
  });

  it('size: may be smaller than the service', () => {
    const { service } = canary({}, { maxReplicas: 3, minReplicas: 2 });
    expect(service.size).toEqual({ ...sampleSize, maxReplicas: 3, minReplicas: 2 });
  });

  it('sources: are its own settings, or those of its service', () => {
    const { service, weightLocation } = canary({ port: 9090 }, { minReplicas: 2 });
    const { settingLocation, sizeLocation } = service;
    expect(
      [
        settingLocation('port'),
        settingLocation('livenessPath'),
        settingLocation('config', 'LOG'),
        sizeLocation('minReplicas'),
        sizeLocation('cpu'),
        weightLocation,
      ].map(String),
    ).toEqual([
      'apps/services/web.ts → variants.canary.port',
      'apps/services/web.ts → livenessPath',
      'apps/services/web.ts → config.LOG',
      'environments/sample.ts → services.web.variants.canary.minReplicas',
      'environments/sample.ts → services.web.cpu',
      'environments/sample.ts → services.web.variants.canary.weight',
    ]);
    expect(String(service.exposureSources?.nodePort)).toBe('apps/services/web.ts → variants.canary.nodePort');
  });

  it('runs only in environments that give it a weight', () => {
    const names = (variants: Readonly<Record<string, VariantSettings>>) =>
      deploy({ variants: { canary: { nodePort: 30_180 } } }, variants).all.map(({ definition }) => definition.name);
    expect(names({})).toEqual(['web']);
    expect(names({ canary: { weight: 0 } })).toEqual(['web', 'web-canary']);
  });
});

describe('exposure', () => {
  it('has the address of both halves', () => {
    expect(deploy({}).service.exposure).toEqual({
      scheme: 'internet-facing',
      host: 'app.sample.example.com',
      nodePort: 30_080,
      paths: ['/*'],
      priority: 10,
    });
  });

  it('internal: has a host name in a domain below the public one', () => {
    const { service } = deploy({
      internalAddress: { ...publicAddress, idleTimeout: '10m' },
      publicAddress: undefined as never,
    });
    expect(service.exposure).toMatchObject({
      scheme: 'internal',
      host: 'app.internal.sample.example.com',
      idleTimeout: '10m',
    });
  });

  it('empty subdomain: is the domain itself', () => {
    expect(deploy({ publicAddress: { ...publicAddress, subdomain: '' } }).service.exposure?.host).toBe(
      'sample.example.com',
    );
  });

  it('is absent without an address', () => {
    expect(deploy({ publicAddress: undefined as never }).service.exposure).toBeUndefined();
  });
});

describe('released service', () => {
  it('image: is its own, or that of the service of a task', () => {
    const environment = sampleEnvironment({ web: sampleSize });
    const released = [inner, taskDefinition(), migrationDefinition()].map((each) => isReleased(environment, each));
    expect(released).toEqual([true, true, true]);
    expect(isReleased(environment, webDefinition({ name: 'shop' }))).toBe(false);
    expect(isReleased(environment, taskDefinition({ imageFrom: 'shop' }))).toBe(false);
  });
});
