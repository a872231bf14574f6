import { environments, services, synthesizeFixture } from '../fixtures/platform';
import { goldenLayout } from '../golden';
import { checkExposures } from './exposure-guard';

const { production } = environments;
const before = goldenLayout(synthesizeFixture([production]));
const cluster = 'production/terraform/cluster/main.tf.json';

/** Returns the files of production with a text replaced in those of a folder. */
function changed(folder: string, from: string, to: string) {
  const files = new Map(
    [...before].map(([file, text]) => [
      file,
      file.startsWith(`production/${folder}`) ? text.replaceAll(from, to) : text,
    ]),
  );
  expect(files).not.toEqual(before);
  return files;
}

const found = (after: ReadonlyMap<string, string>) =>
  checkExposures(before, after, [production], services).map(({ id, path, source }) => [id, path, source]);

describe('exposure guard', () => {
  it('accepts an unchanged output, and a new environment', () => {
    expect(found(before)).toEqual([]);
    expect(checkExposures(new Map(), before, [production], services)).toEqual([]);
  });

  it('rejects a new node port of a live service', () => {
    const terraform = changed('', '30081', '30085');
    expect(found(terraform)).toEqual([
      ['live-exposure', 'production: api', 'apps/services/api.ts → publicAddress.nodePort'],
    ]);
  });

  it('rejects a new port of a live service', () => {
    const after = changed('kubernetes/50-workloads/production/Service.api', 'port: 8080', 'port: 9090');
    expect(found(after)).toEqual([['live-exposure', 'production: api', 'apps/services/api.ts → port']]);
  });

  it('rejects a new health check of all live services', () => {
    const after = changed('terraform/cluster', '/health/ready', '/healthy');
    expect(found(after).map(([id]) => id)).toEqual(Array.from({ length: 4 }, () => 'live-exposure'));
  });

  it('accepts a change of weights', () => {
    const text = before.get(cluster) ?? '';
    const weights = text.replace('"weight": 95', '"weight": 90').replace('"weight": 5', '"weight": 10');
    expect(weights).not.toBe(text);
    expect(found(new Map([...before, [cluster, weights]]))).toEqual([]);
  });
});
