import { synthesize } from '../apps/synthesize';
import { committed } from '../environments';
import { started, platformOf, served, targetGroups } from './zero-downtime/platform';
import { invariants } from './zero-downtime/rules';

// What keeps every request, held over every workload of every environment. Each invariant is also broken once, in a copy.

const environments = Object.values(committed.environments);
const files = synthesize(environments, { diagnostics: committed.diagnostics });
const platforms = environments.map((environment) => platformOf(files, environment));

test('there are workloads, Services and target groups to hold them over', () => {
  for (const platform of platforms) {
    expect(started(platform).length).toBeGreaterThan(4);
    expect(served(platform).length).toBeGreaterThan(2);
    expect(targetGroups(platform).length).toBeGreaterThan(1);
  }
});

test('there is one invariant for each of Z1 to Z28', () => {
  expect(invariants.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, index) => `Z${index + 1}`));
});

describe.each(invariants.map((invariant) => [invariant.id, invariant.what, invariant] as const))(
  '%s: %s',
  (_id, _what, { broken, violations }) => {
    test.each(platforms.map((platform) => [platform.environment.name, platform] as const))(
      'holds in %s',
      (_name, platform) => {
        expect(violations(platform)).toEqual([]);
      },
    );

    test('is seen when it is broken', () => {
      const copy = structuredClone(platforms.at(-1)!);
      broken(copy);
      expect(violations(copy)).not.toEqual([]);
    });
  },
);
