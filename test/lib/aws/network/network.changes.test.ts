import fc from 'fast-check';
import type { NetworkProps } from '../../../../lib/aws/network/props';
import { addressed, type Json, type Named, network, networkProps, terraformJson } from '../../../support/terraform';

/** A network in a region with six zones. */
const terraform = (props: Partial<NetworkProps> = {}): Json =>
  terraformJson((stack) => network(stack, { region: 'us-east-1', ...props }));

describe('network that grows', () => {
  const modes = fc.constantFrom<NetworkProps['nat']>('none', 'single', 'per-zone', 'regional');
  const tierNames = fc.stringMatching(/^[a-z]{2,6}$/).filter((name) => !(name in networkProps.tiers));
  const accesses = fc.constantFrom('private' as const, 'isolated' as const);

  it('zones and tiers: adding one changes no address or argument of the others', () => {
    fc.assert(
      fc.property(
        modes,
        fc.constantFrom('d', 'e', 'f'),
        fc.integer({ max: 7, min: 3 }),
        tierNames,
        fc.constantFrom(2, 3),
        accesses,
        (nat, zone, zoneSlot, tier, slot, access) => {
          const grown = {
            nat,
            tiers: { [tier]: { access, slot }, ...networkProps.tiers },
            zones: { [zone]: { slot: zoneSlot }, ...networkProps.zones },
          };
          expectUnchanged(addressed(terraform({ nat })), addressed(terraform(grown)));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('NAT gateways: stay when a second public tier is written before the first', () => {
    const tiers = { edge: { access: 'public' as const, slot: 2 }, ...networkProps.tiers };
    expectUnchanged(addressed(terraform()), addressed(terraform({ tiers })));
  });

  // Slots alone cannot keep the placement if any slot may be added: a lower one needs an explicit placement.
  it('NAT gateway: stays at its placement when a zone and a public tier with lower slots are added', () => {
    const natPlacement = { tier: 'public', zone: 'a' };
    const tiers = { ...networkProps.tiers, public: { access: 'public' as const, slot: 2 } };
    const before = { natPlacement, tiers, zones: { a: { slot: 1 }, b: { slot: 2 } } };
    const after = {
      natPlacement,
      tiers: { ...tiers, edge: { access: 'public' as const, slot: 0 } },
      zones: { ...before.zones, c: { slot: 0 } },
    };
    expectUnchanged(addressed(terraform(before)), addressed(terraform(after)));
  });
});

function expectUnchanged(before: Named, after: Named): void {
  for (const [address, block] of Object.entries(before)) expect([address, after[address]]).toEqual([address, block]);
}
