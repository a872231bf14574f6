import { type Files, synthesize } from '../apps/synthesize';
import { committed } from '../environments';
import type { Environment } from '../environments/environment';
import { addresses } from '../lib/review/addresses';

// What stands keeps its address, whatever is added beside it: an address that goes is something destroyed.

type Growth = (environment: Environment) => Environment;

const growths: Record<string, Growth> = {
  'a node group': (environment) => {
    const { general } = environment.nodeGroups;
    if (!general) throw new Error(`${environment.name} has no group to copy`);
    // The largest network is planned to its last addresses: a new group takes the room of machines that the old one gives up.
    const less = { ...general, max: Math.max(general.minSize, general.maxSize - 2) };
    const batch = { ...general, max: 1, min: 0 };
    return { ...environment, nodeGroups: { 'a-batch': batch, ...environment.nodeGroups, 'general': less } };
  },
  'a tier': (environment) => {
    const { network } = environment;
    const tiers = { 'a-cache': { access: 'isolated', slot: 3 } as const, ...network.tiers };
    return { ...environment, network: { ...network, tiers } };
  },
  'a zone': (environment) => {
    const { network } = environment;
    return { ...environment, network: { ...network, zones: { d: { slot: 3 }, ...network.zones } } };
  },
};
growths['all of them'] = (environment) =>
  Object.values(growths)
    .slice(0, 3)
    .reduce((grown, grow) => grow(grown), environment);

const environments = Object.values(committed.environments);

function addressesOf(files: Files, { name }: Environment): string[] {
  const below = (half: string) =>
    new Map(
      [...files]
        .filter(([file]) => file.startsWith(`${half}/${name}/`))
        .map(([file, text]) => [file.slice(`${half}/${name}/`.length), text]),
    );
  return addresses({ kubernetes: below('kubernetes'), terraform: below('terraform') });
}

describe.each(environments.map((environment) => [environment.name, environment] as const))('%s', (_, environment) => {
  const before = addressesOf(synthesize([environment]), environment);

  test.each(Object.entries(growths))('keeps every address when %s is added', (_title, grow) => {
    const files = synthesize([grow(environment)]);
    const after = addressesOf(files, environment);
    expect(before.length).toBeGreaterThan(100);
    expect(before.filter((address) => !after.includes(address))).toEqual([]);
    expect(after.length).toBeGreaterThan(before.length);
    // And needs no moves for it.
    expect([...files.values()].filter((text) => text.includes('"moved"'))).toEqual([]);
  });
});
