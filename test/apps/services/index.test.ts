import { readdirSync } from 'node:fs';
import path from 'node:path';
import { services } from '../../../apps/services';

const folder = path.resolve(__dirname, '../../../apps/services');

describe('list of services', () => {
  it('files: each is in the list, and each entry has a file', () => {
    const files = readdirSync(folder)
      .filter((file) => file !== 'index.ts')
      .map((file) => path.basename(file, '.ts'));
    expect(services.map(({ key }) => key).sort()).toEqual(files.sort());
  });

  it('locations: are the files of the definitions', () => {
    for (const { definition, key, location } of services) {
      expect(String(location.at('kind'))).toBe(`apps/services/${key}.ts → kind`);
      expect(definition.name).toBe(key);
    }
  });
});
