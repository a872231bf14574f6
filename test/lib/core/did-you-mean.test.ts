import { didYouMean } from '../../../lib/core/did-you-mean';

describe('suggestion', () => {
  it.each([
    ['nta', ['nat', 'tiers'], 'nat'],
    ['singel', ['none', 'single'], 'single'],
    ['livenesPath', ['readinessPath', 'livenessPath'], 'livenessPath'],
    ['drian', ['drainTimeout', 'config'], 'drainTimeout'],
    ['min', ['maxReplicas', 'minReplicas'], 'minReplicas'],
    ['nodegroup', ['name', 'nodeGroup'], 'nodeGroup'],
    ['Reports', ['reports', 'web'], 'reports'],
  ])('%s of %j: %s', (written, names, meant) => {
    expect(didYouMean(written, names)).toBe(meant);
  });

  it.each([
    ['8d', ['1d', '3d', '7d']],
    ['31d', ['1d', '30d']],
    ['c', ['a', 'b']],
    ['web', ['api', 'web']],
    ['foo', ['nat', 'tiers']],
    ['anything', []],
  ])('%s of %j: none', (written, names) => {
    expect(didYouMean(written, names)).toBeUndefined();
  });
});
