import { environments, synthesizeFixture } from '../fixtures/platform';
import { goldenLayout } from '../golden';
import { checkShrunkClusters } from './shrink-guard';

const { production } = environments;
const before = goldenLayout(synthesizeFixture([production]));

/** Returns the files of production with a text of the RabbitmqCluster replaced. */
function changed(from: string, to: string) {
  const files = new Map(
    [...before].map(([file, text]) => [file, file.includes('/RabbitmqCluster.') ? text.replace(from, to) : text]),
  );
  expect(files).not.toEqual(before);
  return files;
}

const found = (after: ReadonlyMap<string, string>, was: ReadonlyMap<string, string> = before) =>
  checkShrunkClusters(was, after, [production]).map(({ id, path, source }) => [id, path, source]);

describe('shrink guard', () => {
  it('accepts an unchanged output, a new environment and growth', () => {
    expect(found(before)).toEqual([]);
    expect(found(before, new Map())).toEqual([]);
    expect(found(changed('storage: "100Gi"', 'storage: "200Gi"'))).toEqual([]);
    expect(found(changed('replicas: 3', 'replicas: 5'))).toEqual([]);
  });

  it('rejects a smaller volume', () => {
    expect(found(changed('storage: "100Gi"', 'storage: "10Gi"'))).toEqual([
      ['rabbitmq-shrunk', 'production: dts-master-rabbitmq-ha', 'environments/production.ts → rabbitmq.storage'],
    ]);
  });

  it('rejects fewer members', () => {
    expect(found(changed('replicas: 3', 'replicas: 1'))).toEqual([
      ['rabbitmq-shrunk', 'production: dts-master-rabbitmq-ha', 'environments/base.ts → rabbitmq.replicas'],
    ]);
  });
});
