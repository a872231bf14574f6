import fc from 'fast-check';
import { didYouMean } from '../../../lib/core/did-you-mean';

describe('suggestion for a misspelt name', () => {
  it.each([
    ['nta', ['nat', 'tiers'], 'nat'],
    ['NAT', ['nat', 'tiers'], 'nat'],
    ['singel', ['none', 'single'], 'single'],
    ['livenesPath', ['readinessPath', 'livenessPath'], 'livenessPath'],
    ['drian', ['drainTimeout', 'config'], 'drainTimeout'],
    ['min', ['maxReplicas', 'minReplicas'], 'minReplicas'],
    ['nodegroup', ['name', 'nodeGroup'], 'nodeGroup'],
    ['Reports', ['reports', 'web'], 'reports'],
    ['retension', ['region', 'retention'], 'retention'],
  ])('%s of %j: %s', (written, names, name) => {
    expect(didYouMean(written, names)).toBe(name);
  });

  it.each([
    ['8d', ['1d', '3d', '7d']],
    ['31d', ['1d', '30d']],
    ['10.0.0.0/16', ['10.0.0.0/8']],
    ['100m', ['10m']],
    ['m5', ['m6']],
    ['zone1', ['zone2']],
    ['c', ['a', 'b']],
    ['web', ['api', 'web']],
    ['foo', ['nat', 'tiers']],
    ['backups', ['stateful']],
    ['anything', []],
    ['', ['nat']],
  ])('%s of %j: none', (written, names) => {
    expect(didYouMean(written, names)).toBeUndefined();
  });

  it('values that begin with a digit: have none, independent of the names', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d[a-z0-9]{0,8}$/),
        fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/)),
        (value, all) => {
          expect(didYouMean(value, all)).toBeUndefined();
        },
      ),
    );
  });

  it('one wrong, missing or additional letter: has the name', () => {
    const words = fc.stringMatching(/^[a-z]{5,12}$/);
    const letter = fc.stringMatching(/^[a-z]$/);
    fc.assert(
      fc.property(words, fc.nat({ max: 4 }), letter, (name, index, other) => {
        const [before, after] = [name.slice(0, index), name.slice(index + 1)];
        for (const written of [
          `${before}${after}`,
          `${before}${other}${after}`,
          `${before}${other}${name.slice(index)}`,
        ])
          if (written !== name) expect(didYouMean(written, [name])).toBe(name);
      }),
    );
  });

  it('words without a common letter: have none', () => {
    const words = fc.stringMatching(/^[a-m]{3,9}$/);
    const others = fc.array(fc.stringMatching(/^[n-z]{3,9}$/));
    fc.assert(
      fc.property(words, others, (written, all) => {
        expect(didYouMean(written, all)).toBeUndefined();
      }),
    );
  });

  it('suggestion: is one of the names, and not the word itself', () => {
    const words = fc.stringMatching(/^[a-c]{3,7}$/);
    fc.assert(
      fc.property(words, fc.array(words), (written, all) => {
        const name = didYouMean(written, all);
        expect([undefined, ...all.filter((other) => other !== written)]).toContain(name);
      }),
    );
  });
});
