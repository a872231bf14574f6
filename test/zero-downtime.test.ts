import { allOutputs, fixtureOutputs } from './support/platforms';
import { podOwners, readPlatform, servedWorkloads, targetGroups } from './zero-downtime/platform';
import { invariants } from './zero-downtime/rules';

// Invariants that prevent lost requests, for every workload of every environment. Each is also broken once, in a copy of the
// fixture's environment with the most workloads, to prove that the check detects it.

const platforms = allOutputs.map(([title, output]) => [title, readPlatform(output)] as const);
const production = fixtureOutputs.find(({ environment }) => environment.name === 'production')!;

test('fixture: has workloads, Services and target groups', () => {
  const platform = readPlatform(production);
  expect(podOwners(platform).length).toBeGreaterThan(4);
  expect(servedWorkloads(platform).length).toBeGreaterThan(2);
  expect(targetGroups(platform).length).toBeGreaterThan(1);
});

test('invariants: are Z1 to Z28', () => {
  expect(invariants.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, index) => `Z${index + 1}`));
});

describe.each(invariants.map((invariant) => [invariant.id, invariant.title, invariant] as const))(
  '%s %s',
  (_id, _title, { breakCopy, violations }) => {
    test.each(platforms)('holds in %s', (_name, platform) => {
      expect(violations(platform)).toEqual([]);
    });

    test('detects a violation', () => {
      const copy = structuredClone(readPlatform(production));
      breakCopy(copy);
      expect(violations(copy)).not.toEqual([]);
    });
  },
);
