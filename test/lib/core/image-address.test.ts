import { repositoryAddress } from '../../../lib/core/image-address';

test('repository address in ECR: has account, region and name', () => {
  expect(repositoryAddress('333333333333.dkr.ecr.eu-west-1.amazonaws.com/imp/api')).toEqual({
    account: '333333333333',
    name: 'imp/api',
    region: 'eu-west-1',
  });
});

test.each([
  ['333333333333.dkr-ecr.eu-west-1.on.aws', 'eu-west-1'],
  ['333333333333.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['333333333333.dkr-ecr-fips.us-east-1.on.aws', 'us-east-1'],
  ['333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['333333333333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1'],
])('repository address at %s: is in ECR', (host, region) => {
  expect(repositoryAddress(`${host}/imp/api`)).toEqual({ account: '333333333333', name: 'imp/api', region });
});

test.each([
  'registry.example.com/api',
  'rabbitmq',
  '33.dkr.ecr.eu-west-1.amazonaws.com/api',
  '333333333333.dkr.ecr.eu-west-1.amazonaws.com/',
])('repository address %s: is not in ECR', (repository) => {
  expect(repositoryAddress(repository)).toBeUndefined();
});
