import { defineEnvironment } from '../../environments/define-environment';
import { settingsLocation } from '../../environments';
import { defined, another, type Overrides, ownSettings, resolved } from './definitions';
import { base } from '../fixtures/project/environments/base';

describe('environment definition', () => {
  it('merges records and replaces other values', () => {
    const { settings } = defined('one', {
      database: { multiAz: false },
      network: { cidr: '10.9.0.0/16', nat: 'none' },
    });
    expect(settings.database).toMatchObject({ instanceClass: 'db.m6g.large', multiAz: false });
    expect(settings.network).toMatchObject({ cidr: '10.9.0.0/16', nat: 'none', zones: { a: { slot: 0 } } });
  });

  it('replaces lists as a whole', () => {
    const mixedInstances = { alternatives: ['c5.xlarge'] };
    const { settings } = defined('one', { nodeGroups: { transfer: { mixedInstances } } });
    expect(settings.nodeGroups['transfer']?.mixedInstances).toMatchObject({ ...mixedInstances, onDemandBase: 1 });
  });

  it('does not change the base', () => {
    defined('one', { database: { multiAz: false } });
    expect(another('two').settings.database.multiAz).toBe(true);
  });

  it('removes entries of records and optional settings that are null', () => {
    const overrides: Overrides = {
      ...ownSettings,
      database: { replicas: { readers: null } },
      network: { cidr: '10.1.0.0/16', zones: { c: null } },
      nodeGroups: { transfer: { mixedInstances: null } },
      services: { 'dts-worker': null },
    };
    const { settings } = defineEnvironment('one', overrides, base);
    expect(settings.database.replicas).toEqual({});
    expect(Object.keys(settings.network.zones)).toEqual(['a', 'b']);
    expect(settings.nodeGroups['transfer']).not.toHaveProperty('mixedInstances');
    expect(Object.keys(settings.services)).not.toContain('dts-worker');
    expect(resolved([defined('one', overrides)]).diagnostics).toEqual([]);
  });

  it('rejects null for required settings at compile time', () => {
    // @ts-expect-error database is required
    const withoutDatabase: Overrides = { ...ownSettings, database: null };
    // @ts-expect-error minSizePerZone is required
    const withoutSize: Overrides = { ...ownSettings, nodeGroups: { general: { minSizePerZone: null } } };
    // @ts-expect-error the public tier is required
    const withoutTier: Overrides = { ...ownSettings, network: { cidr: '10.1.0.0/16', tiers: { public: null } } };
    expect([withoutDatabase, withoutSize, withoutTier]).toHaveLength(3);
  });

  it('cannot be changed, at any depth', () => {
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    const { environments } = resolved([defined('one')]);
    expect(environments['one']).toBeDefined();
    expect(isFrozen(defined('one').settings)).toBe(true);
    expect(Object.isFrozen(environments['one'])).toBe(true);
  });
});

describe('setting location', () => {
  const definition = defined('one', { nodeGroups: { general: { maxSizePerZone: 4 } }, waivers: [{ check: 'x' }] });

  it.each([
    ['nodeGroups.general.maxSizePerZone', 'one'],
    ['nodeGroups.general.minSizePerZone', 'base'],
    ['nodeGroups.transfer.maxSizePerZone', 'base'],
    ['network.cidr', 'one'],
    ['network.zones.a.slot', 'base'],
    ['account', 'one'],
    ['waivers', 'one'],
    ['rabbitmq.replicas', 'base'],
  ])('%s: file of %s', (setting, file) => {
    expect(definition.location.atPath(...setting.split('.')).toString()).toBe(`environments/${file}.ts → ${setting}`);
  });

  it('belongs to the resolved environment too', () => {
    const one = resolved([defined('one', { nodeGroups: { general: { maxSizePerZone: 4 } } })]).environments['one'];
    const location =
      one && settingsLocation(one).at('nodeGroups').at('general').at('labels').at('node.adamant.dev/group');
    expect(location?.toString()).toBe("environments/base.ts → nodeGroups.general.labels['node.adamant.dev/group']");
  });
});
