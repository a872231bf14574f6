import { checkPlatforms } from '../../apps/diagnostics';
import type { Environment } from '../../environments/environment';
import type { Cidr } from '../../lib/core/cidr';
import { sampleEnvironment, sampleServices, sampleSize, webDefinition } from '../support/platform-samples';

const services = sampleServices(webDefinition());

/** Id and source of each diagnostic of an environment. */
function diagnostics(own: Partial<Environment>, name = 'sample'): [string, string][] {
  const environment = sampleEnvironment({ web: sampleSize }, { ...own, name });
  return checkPlatforms([environment], { services }).diagnostics.map(({ id, source }) => [id, source]);
}

describe('check of a platform', () => {
  const { network } = sampleEnvironment();

  it.each(['10.30.0.0/33', '10.30.0.0', 'abc', '', '300.1.0.0/16', '10.30.0.0/31', '2001:db8::/48'])(
    "network.cidr '%s': is reported once, and nothing throws",
    (cidr) => {
      const found = diagnostics({ network: { ...network, cidr: cidr as Cidr } });
      expect(found.map(([, source]) => source)).toEqual(['environments/sample.ts → network.cidr']);
    },
  );

  it('network.tiers: a fractional slot is reported once', () => {
    const tiers = { ...network.tiers, public: { ...network.tiers.public, slot: 1.5 } };
    expect(diagnostics({ network: { ...network, tiers } }).map(([, source]) => source)).toEqual([
      'environments/sample.ts → network.tiers.public.slot',
    ]);
  });

  it('a mistake of several environments: is reported once', () => {
    const environments = ['one', 'two'].map((name) => sampleEnvironment({ web: sampleSize }, { name }));
    const list = sampleServices(webDefinition({ port: 80 }));
    expect(checkPlatforms(environments, { services: list }).diagnostics.map(({ source }) => source)).toEqual([
      'apps/services/web.ts → port',
    ]);
  });

  it('waivers: suppress a diagnostic of their environment only', () => {
    const size = { web: { ...sampleSize, maxReplicas: sampleSize.minReplicas } };
    const waiver = { check: 'autoscaler-room', construct: 'one-50-workloads/web', owner: 'team', reason: 'small' };
    const one = sampleEnvironment(size, { name: 'one', waivers: [waiver] });
    const two = sampleEnvironment(size, { name: 'two' });
    expect(checkPlatforms([one], { services }).diagnostics).toEqual([]);
    expect(checkPlatforms([one, two], { services }).diagnostics.map(({ source }) => source)).toEqual([
      'environments/two.ts → services.web.maxReplicas',
    ]);
  });
});
