import { addresses } from '../../../lib/review/addresses';

const main = JSON.stringify({
  data: { aws_vpc: { network: {} } },
  resource: { aws_vpc: { network_vpc: {} }, aws_subnet: { 'network_subnet-b': {}, 'network_subnet-a': {} } },
});
const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: lab\n`;
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: lab\n';
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\n  namespace: lab\n';

describe('addresses', () => {
  it('addresses: one sorted line for each resource and object, none for data sources', () => {
    const kubernetes = new Map([
      ['50-workloads/Deployment.api.yaml', deployment],
      ['00-namespaces/Namespace.lab.yaml', namespace],
    ]);
    expect(addresses({ kubernetes, terraform: new Map([['network/main.tf.json', main]]) })).toEqual([
      'kubernetes - Namespace lab',
      'kubernetes lab Deployment.apps api',
      'terraform network aws_subnet.network_subnet-a',
      'terraform network aws_subnet.network_subnet-b',
      'terraform network aws_vpc.network_vpc',
    ]);
  });

  it('content hash: is replaced by #', () => {
    const configMapAddresses = (name: string) =>
      addresses({ kubernetes: new Map([['a.yaml', configMap(name)]]), terraform: new Map() });
    expect(configMapAddresses('api-0123456789')).toEqual(['kubernetes lab ConfigMap api-#']);
    expect(configMapAddresses('api-abcdef0123')).toEqual(configMapAddresses('api-0123456789'));
    expect(configMapAddresses('web-abcdef0123')).not.toEqual(configMapAddresses('api-abcdef0123'));
  });

  it('content hash: other suffixes are kept', () => {
    const configMapAddresses = (name: string) =>
      addresses({ kubernetes: new Map([['a.yaml', configMap(name)]]), terraform: new Map() });
    expect(configMapAddresses('api-012345678')).toEqual(['kubernetes lab ConfigMap api-012345678']);
    expect(configMapAddresses('a0123456789')).toEqual(['kubernetes lab ConfigMap a0123456789']);
  });

  it('addresses: ignores other files', () => {
    expect(
      addresses({
        kubernetes: new Map([['README.md', '# not an object']]),
        terraform: new Map([
          ['cluster/user-data/general.sh', '#!/bin/bash'],
          ['cluster/main.tf.json', '{"terraform":{}}'],
        ]),
      }),
    ).toEqual([]);
  });
});
