import { repositoryAddress } from '../../../lib/core/image-address';

test('an address in a registry of AWS says account, region and name', () => {
  expect(repositoryAddress('333333333333.dkr.ecr.eu-west-1.amazonaws.com/imp/api')).toEqual({
    account: '333333333333',
    name: 'imp/api',
    region: 'eu-west-1',
  });
});

test.each([
  'registry.example.com/api',
  'rabbitmq',
  '33.dkr.ecr.eu-west-1.amazonaws.com/api',
  '333333333333.dkr.ecr.eu-west-1.amazonaws.com/',
])('%s is none of them', (repository) => {
  expect(repositoryAddress(repository)).toBeUndefined();
});
