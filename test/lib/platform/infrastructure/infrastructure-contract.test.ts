import { App as Workloads } from 'cdk8s';
import { App as Infrastructure } from 'cdktf';
import { shop } from '../../../../apps/examples/library/library';
import { Network } from '../../../../lib/aws/network/network';
import { Stack } from '../../../../lib/aws/stack/stack';
import type { Cidr } from '../../../../lib/core/cidr';
import { checkPlatform } from '../../../../lib/platform/checks/check-halves';
import { ServicesChart } from '../../../../lib/platform/constructs/services-chart';
import { infrastructureContract } from '../../../../lib/platform/infrastructure/infrastructure-contract';

const [account, region] = ['111111111111', 'eu-west-1'];

/** Id and source of each diagnostic of a service in a network. */
function diagnostics(cidr: Cidr): [string, string][] {
  const identity = { account, environment: 'shop', name: 'all', region };
  const stack = new Stack(new Infrastructure(), { ...identity, localState: 'shop.tfstate' });
  const network = new Network(stack, 'network', {
    cidr,
    clusterName: 'shop',
    name: 'shop',
    nat: 'none',
    region,
    tiers: { private: { access: 'private', slot: 4, width: 4 } },
    zones: { a: { slot: 0 }, b: { slot: 1 } },
  });
  const contract = infrastructureContract({ network, nodeGroups: { general: { labels: {}, taints: {} } } });
  const chart = new ServicesChart(new Workloads(), 'shop', { contract, namespace: 'shop', services: [shop] });
  return checkPlatform(stack, [chart]).map(({ id, source }) => [id, source]);
}

describe('infrastructure contract', () => {
  it('range of the network: is reported once', () => {
    expect(diagnostics('10.0.0.0/33')).toEqual([['cidr', 'Network: cidr']]);
    expect(diagnostics(undefined as unknown as Cidr)).toEqual([['missing-setting', 'Network: cidr']]);
  });
});
