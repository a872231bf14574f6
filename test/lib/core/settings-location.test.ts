import { formatPath, SettingsLocation } from '../../../lib/core/settings-location';

const settings = { nodeGroups: { general: { labels: { 'node.adamant.dev/group': 'general' }, minSizePerZone: 3 } } };
const general = new SettingsLocation([{ file: 'environments/lab.ts', settings }]).atPath('nodeGroups', 'general');

describe('settings location', () => {
  it('pick: returns the locations of settings by their names', () => {
    const typed = new SettingsLocation<typeof settings>([{ file: 'lab.ts', settings }]).at('nodeGroups').at('general');
    expect(Object.values(typed.pick('labels', 'minSizePerZone')).map(String)).toEqual([
      'lab.ts → nodeGroups.general.labels',
      'lab.ts → nodeGroups.general.minSizePerZone',
    ]);
    // @ts-expect-error: the compiler rejects a misspelt setting.
    expect(typed.at('minSiz').isSet).toBe(false);
  });

  it('prints the file and the path of the setting', () => {
    expect(general.at('minSizePerZone').toString()).toBe('environments/lab.ts → nodeGroups.general.minSizePerZone');
  });

  it('prints keys that are no identifiers as JavaScript would', () => {
    expect(general.atPath('labels', 'node.adamant.dev/group').toString()).toBe(
      "environments/lab.ts → nodeGroups.general.labels['node.adamant.dev/group']",
    );
    expect(formatPath(['paths', '0'])).toBe('paths[0]');
  });

  it('says that a setting is not set', () => {
    expect(general.at('maxSizePerZone').toString()).toBe(
      'environments/lab.ts → nodeGroups.general.maxSizePerZone (not set)',
    );
    expect(general.at('maxSizePerZone').isSet).toBe(false);
  });

  it('names the file that sets the list for an element that the list lacks', () => {
    const types = new SettingsLocation([
      { file: 'lab.ts', settings: { types: ['a', undefined] } },
      { file: 'base.ts', settings: { types: ['b', 'c'] } },
    ]);
    expect(String(types.atPath('types', '1'))).toBe('lab.ts → types[1] (not set)');
    expect(String(types.atPath('types', '0'))).toBe('lab.ts → types[0]');
  });

  it('names the file that sets the setting, the first of several', () => {
    const own = { nodeGroups: { general: { maxSizePerZone: 4 } } };
    const base = { nodeGroups: { general: { maxSizePerZone: 9, minSizePerZone: 3 } } };
    const lab = new SettingsLocation([
      { file: 'lab.ts', settings: own },
      { file: 'base.ts', settings: base },
    ]).at('nodeGroups');
    expect(String(lab.atPath('general', 'maxSizePerZone'))).toBe('lab.ts → nodeGroups.general.maxSizePerZone');
    expect(String(lab.atPath('general', 'minSizePerZone'))).toBe('base.ts → nodeGroups.general.minSizePerZone');
    expect(String(lab.atPath('general', 'image'))).toBe('lab.ts → nodeGroups.general.image (not set)');
  });
});
