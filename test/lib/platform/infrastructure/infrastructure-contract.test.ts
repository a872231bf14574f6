import { App as Workloads } from 'cdk8s';
import { App as Infrastructure } from 'cdktf';
import { shop } from '../../../../apps/examples/library/library';
import { Network } from '../../../../lib/aws/network/network';
import type { NetworkProps } from '../../../../lib/aws/network/props';
import { Stack } from '../../../../lib/aws/stack/stack';
import type { Cidr } from '../../../../lib/core/cidr';
import { checkPlatform } from '../../../../lib/platform/checks/check-halves';
import { ServicesChart } from '../../../../lib/platform/constructs/services-chart';
import {
  infrastructureContract,
  type InfrastructureContractProps,
} from '../../../../lib/platform/infrastructure/infrastructure-contract';

const [account, region] = ['111111111111', 'eu-west-1'];

const tiers: NetworkProps['tiers'] = {
  private: { access: 'private', slot: 3 },
  pods: { access: 'private', kubernetesRole: 'cni', slot: 4, width: 4 },
};

/** Id and source of each diagnostic of a service in a network. */
function diagnostics(
  cidr: Cidr,
  changed: Pick<InfrastructureContractProps, 'podTier' | 'serviceCidr'> = {},
): [string, string][] {
  const identity = { account, environment: 'shop', name: 'all', region };
  const stack = new Stack(new Infrastructure(), { ...identity, localState: 'shop.tfstate' });
  const network = new Network(stack, 'network', {
    cidr,
    clusterName: 'shop',
    name: 'shop',
    nat: 'none',
    region,
    tiers,
    zones: { a: { slot: 0 }, b: { slot: 1 } },
  });
  const nodeGroups = { general: { labels: {}, taints: {} } };
  const contract = infrastructureContract({ network, nodeGroups, ...changed });
  const chart = new ServicesChart(new Workloads(), 'shop', { contract, namespace: 'shop', services: [shop] });
  return checkPlatform(stack, [chart]).map(({ id, source }) => [id, source]);
}

describe('infrastructure contract', () => {
  it('range of the network: is reported once', () => {
    expect(diagnostics('10.0.0.0/33')).toEqual([['cidr', 'Network: cidr']]);
    expect(diagnostics(undefined as unknown as Cidr)).toEqual([['missing-setting', 'Network: cidr']]);
  });

  it('pods of an exposed service: have subnets without nodes', () => {
    const finding = ['pod-subnets', 'ServicesChart: contract.podSubnets'];
    const found = (podTier?: string) =>
      diagnostics('10.0.0.0/16', podTier === undefined ? {} : { podTier }).filter(([id]) => id === 'pod-subnets');
    expect([found(), found('private'), found('none')]).toEqual([[], [finding], [finding]]);
  });

  it.each<[Cidr, string]>([
    ['8.8.0.0/16', 'cidr-public'],
    ['172.16.0.0/12', 'cidr-special-use'],
    ['10.0.0.0/12', 'cidr-overlap'],
    ['172.20.0.1/16', 'cidr'],
  ])('addresses of Services: must be private, and outside of the network, unlike %s', (serviceCidr, id) => {
    expect(diagnostics('10.0.0.0/16', { serviceCidr })).toEqual([[id, 'Network: serviceCidr']]);
    const accepted = diagnostics('10.0.0.0/16', { serviceCidr: '100.64.0.0/16' });
    expect(accepted.filter(([, source]) => source.startsWith('Network'))).toEqual([]);
  });

  it('subnets of pods: are known by their names and ranges', () => {
    const contract = infrastructureContract({
      network: {
        cidr: '10.0.0.0/16',
        subnets: (tier) => ({ a: { cidr: '10.0.128.0/20', name: `shop-${tier}-a` } }),
      },
      nodeGroups: {},
    });
    expect(contract.podSubnets).toEqual({ a: { cidr: '10.0.128.0/20', name: 'shop-pods-a' } });
  });
});
