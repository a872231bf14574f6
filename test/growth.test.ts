import type { Files } from '../apps/synthesize';
import type { Environment } from '../environments/environment';
import { addresses } from '../lib/review/addresses';
import { allEnvironments, synthesizeFixture } from './fixtures/platform';

// An address that disappears is a resource that Terraform destroys, or an object that is left behind.

type Growth = (environment: Environment) => Environment;

/** Checks of a majority in the other zones, from which a third zone needs no exception. */
const majorities = ['elasticsearch-zone-quorum', 'rabbitmq-zones'];

const growths: Record<string, Growth> = {
  'node group': (environment) => {
    const { general } = environment.nodeGroups;
    if (!general) throw new Error(`${environment.name} has no node group to copy`);
    // The largest network is planned to its last addresses: the new group takes the addresses that the old one gives up.
    const smaller = { ...general, maxSizePerZone: Math.max(2, general.maxSizePerZone - 1) };
    const labels = { 'node.adamant.dev/group': 'a-batch' };
    const batch = { ...general, labels, maxSizePerZone: 1, minSizePerZone: 0 };
    return { ...environment, nodeGroups: { 'a-batch': batch, ...environment.nodeGroups, 'general': smaller } };
  },
  'tier': (environment) => {
    const { network } = environment;
    const tiers = { 'a-cache': { access: 'isolated', slot: 6, width: 2 } as const, ...network.tiers };
    return { ...environment, network: { ...network, tiers } };
  },
  'zone': (environment) => {
    const { network } = environment;
    const waivers = environment.waivers.filter(({ check }) => !majorities.includes(check));
    return { ...environment, network: { ...network, zones: { d: { slot: 3 }, ...network.zones } }, waivers };
  },
};
growths['node group, tier and zone'] = (environment) =>
  Object.values(growths)
    .slice(0, 3)
    .reduce((grown, grow) => grow(grown), environment);

function environmentAddresses(files: Files, { name }: Environment): string[] {
  const below = (half: string) =>
    new Map(
      [...files]
        .filter(([file]) => file.startsWith(`${half}/${name}/`))
        .map(([file, text]) => [file.slice(`${half}/${name}/`.length), text]),
    );
  return addresses({ kubernetes: below('kubernetes'), terraform: below('terraform') });
}

/** An environment with a free slot, for which its groups have at most four nodes in a zone, in a region with a fourth zone. */
function withRoom(environment: Environment): Environment {
  const { network } = environment;
  const nodeGroups = Object.fromEntries(
    Object.entries(environment.nodeGroups).map(([name, group]) => [
      name,
      { ...group, maxSizePerZone: Math.min(group.maxSizePerZone, 4) },
    ]),
  );
  const services = Object.fromEntries(
    Object.entries(environment.services).map(([name, size]) => {
      const { maxReplicas, minReplicas } = size;
      if (maxReplicas === undefined || minReplicas === undefined) return [name, size];
      return [name, { ...size, maxReplicas: Math.min(maxReplicas, 2 * minReplicas) }];
    }),
  );
  const tiers = { ...network.tiers, pods: { access: 'private', slot: 4, width: 2 } as const };
  return { ...environment, network: { ...network, tiers }, nodeGroups, region: 'us-east-1', services };
}

describe.each(allEnvironments.map((environment) => [environment.name, withRoom(environment)] as const))(
  '%s',
  (_, environment) => {
    const before = environmentAddresses(synthesizeFixture([environment]), environment);

    test.each(Object.entries(growths))('new %s: keeps every address, without a moved block', (_title, grow) => {
      const files = synthesizeFixture([grow(environment)]);
      const after = environmentAddresses(files, environment);
      expect(before.length).toBeGreaterThan(100);
      expect(before.filter((address) => !after.includes(address))).toEqual([]);
      expect(after.length).toBeGreaterThan(before.length);
      expect([...files.values()].filter((text) => text.includes('"moved"'))).toEqual([]);
    });
  },
);
