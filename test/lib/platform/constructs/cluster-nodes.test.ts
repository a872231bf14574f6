import { App } from 'cdktf';
import { Network } from '../../../../lib/aws/network/network';
import type { NetworkProps } from '../../../../lib/aws/network/props';
import { Stack } from '../../../../lib/aws/stack/stack';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { type ClusterNodeGroup, ClusterNodes } from '../../../../lib/platform/constructs/cluster-nodes';

const [account, clusterName, region] = ['111111111111', 'shop', 'eu-west-1'];
const image = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' };
const general: ClusterNodeGroup = { image, instanceType: 'm6i.large', minSizePerZone: 2, maxSizePerZone: 4 };
const network: NetworkProps = {
  cidr: '10.0.0.0/16',
  clusterName,
  name: 'shop',
  nat: 'single',
  region,
  tiers: { public: { access: 'public', slot: 0 }, private: { access: 'private', slot: 4, width: 4 } },
  zones: { a: { slot: 0 }, b: { slot: 1 } },
};

/** Id and source of each diagnostic of nodes with props that no compiler checks. */
function diagnostics(props: object): [string, string][] {
  const stack = new Stack(new App(), { account, environment: 'shop', name: 'all', region, localState: 'shop.tfstate' });
  const given = { account, clusterName, groups: { general }, network: new Network(stack, 'network', network), region };
  new ClusterNodes(stack, 'nodes', { ...given, ...props });
  return collectDiagnostics(stack).map(({ id, source }) => [id, source]);
}

describe('cluster nodes', () => {
  it('props: have no mistakes', () => {
    expect(diagnostics({})).toEqual([]);
  });

  it.each([
    ['image', { groups: { general: { ...general, image: undefined } } }, 'missing-setting', 'groups.general.image'],
    ['type of image', { groups: { general: { ...general, image: 'ami' } } }, 'setting-value', 'groups.general.image'],
    [
      'size',
      { groups: { general: { ...general, minSizePerZone: '2' } } },
      'setting-value',
      'groups.general.minSizePerZone',
    ],
    ['unknown key', { groups: { general: { ...general, lables: {} } } }, 'unknown-setting', 'groups.general.lables'],
    ['groups', { groups: undefined }, 'missing-setting', 'groups'],
    ['cluster name', { clusterName: undefined }, 'missing-setting', 'clusterName'],
  ])('%s: is reported once', (_, props, id, setting) => {
    expect(diagnostics(props)).toEqual([[id, `ClusterNodes: ${setting}`]]);
  });

  it('image: is a pinned AMI', () => {
    expect(diagnostics({ groups: { general: { ...general, image: { ...image, id: 'ami-1' } } } })).toEqual([
      ['machine-image-id', 'MachineImage: id'],
    ]);
  });
});
