import { SettingsLocation } from '../../../lib/core/settings-location';
import type { DeployedService } from '../../../lib/platform/deployed-services';
import { usedSecrets } from '../../../lib/platform/secrets';
import type { ServiceDefinition } from '../../../lib/platform/service-definition';

/** A deployed service that reads these keys of Secrets. */
function reader(secrets: ServiceDefinition['secrets']): DeployedService {
  const location = new SettingsLocation([{ file: 'services/reader.ts', settings: { secrets } }]);
  return {
    definition: { secrets },
    settingLocation: (...path: readonly string[]) => location.at(...path),
  } as unknown as DeployedService;
}

describe('Secrets of services', () => {
  test('keys: are merged by Secret', () => {
    const services = [
      reader({ B: { key: 'b', secret: 'shared' }, C: { key: 'c', secret: 'own' } }),
      reader({ A: { key: 'a', secret: 'shared' }, B: { key: 'b', secret: 'shared' } }),
    ];
    expect(usedSecrets(services).map(({ keys, name }) => [name, keys])).toEqual([
      ['own', ['c']],
      ['shared', ['a', 'b']],
    ]);
  });

  test('Secrets: exclude those that an operator creates', () => {
    const services = [reader({ BROKER_PASSWORD: { key: 'password', secret: 'broker-default-user' } })];
    expect(usedSecrets(services, ['broker-default-user'])).toEqual([]);
  });
});
