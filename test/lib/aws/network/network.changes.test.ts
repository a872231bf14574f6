import fc from 'fast-check';
import { Network } from '../../../../lib/aws/network/network';
import { type NetworkProps } from '../../../../lib/aws/network/props';
import {
  addressed,
  findingsOf,
  type Json,
  type Named,
  network,
  networkProps,
  resources,
  terraformOf,
} from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformOf((stack) => network(stack, props));

describe('a network that grows', () => {
  const modes = fc.constantFrom<NetworkProps['nat']>('none', 'single', 'per-zone', 'regional');
  const tierNames = fc.stringMatching(/^[a-z]{2,6}$/).filter((name) => !(name in networkProps.tiers));
  const accesses = fc.constantFrom('private' as const, 'isolated' as const);

  it('changes no address and no argument of what stands, whichever zone or tier is added', () => {
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
          expectKept(addressed(terraform({ nat })), addressed(terraform(grown)));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('leaves NAT gateways where they are when a second public tier is written before the first', () => {
    const tiers = { edge: { access: 'public' as const, slot: 2 }, ...networkProps.tiers };
    expectKept(addressed(terraform()), addressed(terraform({ tiers })));
  });

  // No choice by slots or letters alone can stay when anything may be added: a lower slot needs the place to be said.
  it('leaves the one NAT gateway where it is said to stand when a zone and a public tier take lower slots', () => {
    const natPlacement = { tier: 'public', zone: 'a' };
    const tiers = { ...networkProps.tiers, public: { access: 'public' as const, slot: 2 } };
    const before = { natPlacement, tiers, zones: { a: { slot: 1 }, b: { slot: 2 } } };
    const after = {
      natPlacement,
      tiers: { ...tiers, edge: { access: 'public' as const, slot: 0 } },
      zones: { ...before.zones, c: { slot: 0 } },
    };
    expectKept(addressed(terraform(before)), addressed(terraform(after)));
  });
});

function expectKept(before: Named, after: Named): void {
  for (const [address, block] of Object.entries(before)) expect([address, after[address]]).toEqual([address, block]);
}

describe('a network of another stack', () => {
  it('is found by names, with only the subnets that are used, and owns nothing', () => {
    const found = terraformOf((stack) => Network.existing(stack, 'network', { ...networkProps, use: ['data'] }));
    expect(found.resource).toBeUndefined();
    expect(found.data.aws_vpc).toEqual({ network_vpc: { tags: { Name: 'lab' } } });
    expect(Object.values<Json>(found.data.aws_subnet).map(({ tags }) => tags.Name)).toEqual([
      'lab-data-a',
      'lab-data-b',
      'lab-data-c',
    ]);
  });

  it('asks for the names that its owner writes', () => {
    const owned = terraform();
    const found = terraformOf((stack) =>
      Network.existing(stack, 'network', { ...networkProps, use: ['public', 'private', 'data'] }),
    );
    const names = (blocks: Named) => Object.values<Json>(blocks).map(({ tags }) => tags.Name);
    expect(names(found.data.aws_subnet)).toEqual(names(resources(owned, 'aws_subnet')));
    expect(names(found.data.aws_vpc)).toEqual(names(resources(owned, 'aws_vpc')));
  });
});

describe('a network with a mistake', () => {
  it.each<[string, Partial<NetworkProps>, [string, string, string]]>([
    [
      'name',
      { name: 'my network' },
      [
        'name',
        "a vpc name is letters, digits and _.:/=+-@, got 'my network'",
        "rename it, for example to 'my-network'",
      ],
    ],
    [
      'range',
      { cidr: '10.0.0.0/24' },
      ['cidr', 'must be an IPv4 range with a prefix from /16 to /20, got /24', 'choose a prefix from /16 to /20'],
    ],
    [
      'slot',
      { zones: { a: { slot: 0 }, b: { slot: 0 } } },
      [
        'zones.b.slot',
        'slot 0 is taken by zones.a, and a slot is the address of everything in it',
        'use a free one (1, 2, 3, 4, 5, 6, 7), and leave zones.a as it is',
      ],
    ],
    [
      'zone',
      { zones: { 'eu-west-1a': { slot: 0 } } },
      ['zones.eu-west-1a', "a zone is named by its letter, got 'eu-west-1a'", "write 'a' for the zone eu-west-1a"],
    ],
    [
      'NAT',
      { nat: 'per-zone', tiers: { private: { access: 'private', slot: 0 } } },
      [
        'nat',
        "nat 'per-zone' needs a public tier to stand in, got none",
        "add a tier with access 'public', or set nat to 'none'",
      ],
    ],
  ])('in its %s says so, and does not fall over it', (_, props, finding) => {
    expect(findingsOf((stack) => network(stack, props))).toEqual([finding]);
  });

  it('says nothing when it is sound', () => {
    expect(findingsOf((stack) => network(stack))).toEqual([]);
    expect(findingsOf((stack) => network(stack, { nat: 'none', tiers: {} }))).toEqual([]);
  });
});
