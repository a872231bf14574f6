import { App } from 'cdktf';
import { type Construct } from 'constructs';
import { MachineImage, type MachineImageProps } from '../../../lib/aws/compute/machine-image';
import { NodeGroup } from '../../../lib/aws/compute/node-group';
import type { NodeGroupProps } from '../../../lib/aws/compute/node-group-props';
import { Network } from '../../../lib/aws/network/network';
import type { NetworkProps } from '../../../lib/aws/network/props';
import { Stack } from '../../../lib/aws/stack/stack';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { requireProps } from '../../../lib/core/required-props';

/** Id and source of each diagnostic of a construct with props that no compiler checks. */
function diagnostics(create: (scope: Construct) => void): [string, string][] {
  const identity = { account: '111111111111', environment: 'shop', name: 'all', region: 'eu-west-1' };
  const stack = new Stack(new App(), { ...identity, localState: 'shop.tfstate' });
  create(stack);
  return collectDiagnostics(stack).map(({ id, source }) => [id, source]);
}

const network: NetworkProps = {
  cidr: '10.0.0.0/16',
  clusterName: 'shop',
  name: 'shop',
  nat: 'single',
  region: 'eu-west-1',
  tiers: { public: { access: 'public', slot: 0 } },
  zones: { a: { slot: 0 } },
};

describe('required props', () => {
  it('complete props: are the same object', () => {
    expect(requireProps(new App(), network, { cidr: '10.0.0.0/16' })).toBe(network);
  });

  it.each(Object.keys(network))('network: requires %s', (name) => {
    const props = { ...network, [name]: undefined };
    expect(diagnostics((scope) => new Network(scope, 'network', props))).toEqual([
      ['missing-setting', `Network: ${name}`],
    ]);
  });

  it('machine image: requires id and version', () => {
    const props = undefined as unknown as MachineImageProps;
    expect(diagnostics((scope) => new MachineImage(scope, 'image', props))).toEqual([
      ['missing-setting', 'MachineImage: id'],
      ['missing-setting', 'MachineImage: kubernetesVersion'],
    ]);
  });

  it('node group: requires image and sizes', () => {
    const props = { name: 'general', clusterName: 'shop' } as NodeGroupProps;
    expect(diagnostics((scope) => new NodeGroup(scope, 'group', props))).toEqual(
      [
        'image',
        'instanceProfile',
        'instanceType',
        'maxSizePerZone',
        'minSizePerZone',
        'rootVolume',
        'securityGroups',
        'subnets',
      ].map((name) => ['missing-setting', `NodeGroup: ${name}`]),
    );
  });
});
