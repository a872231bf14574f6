import { web } from '../../../apps/services/web';
import { secretKeys } from '../../../lib/platform/secrets';
import type { ServiceDefinition } from '../../../lib/platform/service-definition';

describe('Secrets of services', () => {
  const reading = (secrets: ServiceDefinition['secrets']): ServiceDefinition => ({ ...web, secrets });

  test('keys: are merged by Secret', () => {
    const services = [
      reading({ B: { key: 'b', secret: 'shared' }, C: { key: 'c', secret: 'own' } }),
      reading({ A: { key: 'a', secret: 'shared' }, B: { key: 'b', secret: 'shared' } }),
    ];
    expect(secretKeys(services)).toEqual([
      ['own', ['c']],
      ['shared', ['a', 'b']],
    ]);
  });

  test('Secrets: exclude those that an operator creates', () => {
    const secret = 'dts-master-rabbitmq-ha-default-user';
    expect(secretKeys([reading({ BROKER_PASSWORD: { key: 'password', secret } })])).toEqual([]);
  });
});
