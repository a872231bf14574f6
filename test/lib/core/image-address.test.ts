import { repositoryAddress } from '../../../lib/core/image-address';

test('repository address in ECR: has account, region and name', () => {
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
])('repository address %s: is not in ECR', (repository) => {
  expect(repositoryAddress(repository)).toBeUndefined();
});
