import { usedSecrets } from '../../../../lib/platform/definitions/used-secrets';
import { sampleEnvironment, sampleServices, sampleSize, webDefinition } from '../../../support/platform-samples';
import { deployedServices } from '../../../../lib/platform/definitions/deployed-services';
import { SettingsLocation } from '../../../../lib/core/settings-location';
import type { ServiceDefinition } from '../../../../lib/platform/definitions/service-definition';

const location = new SettingsLocation([{ file: 'environments/sample.ts', settings: {} }]);

/** Secrets of two services with these credentials. */
function serviceSecrets(...secrets: readonly ServiceDefinition['secrets'][]) {
  const definitions = secrets.map((own, index) => webDefinition({ name: `web-${index}`, secrets: own }));
  const sizes = Object.fromEntries(definitions.map(({ name }) => [name, sampleSize]));
  return deployedServices(sampleServices(...definitions), sampleEnvironment(sizes), location);
}

describe('Secrets of services', () => {
  test('keys: are merged by Secret, at the first setting that names it', () => {
    const services = serviceSecrets(
      { B: { key: 'b', secret: 'shared' }, C: { key: 'c', secret: 'own' } },
      { A: { key: 'a', secret: 'shared' }, B: { key: 'b', secret: 'shared' } },
    );
    expect(usedSecrets(services).map(({ keys, location: { file }, name }) => [name, keys, file])).toEqual([
      ['own', ['c'], 'apps/services/web-0.ts'],
      ['shared', ['a', 'b'], 'apps/services/web-0.ts'],
    ]);
  });

  test('Secrets: exclude those that an operator creates', () => {
    const services = serviceSecrets({ PASSWORD: { key: 'password', secret: 'queues-default-user' } });
    expect(usedSecrets(services, ['queues-default-user'])).toEqual([]);
  });
});
