import { environments, synthesizeFixture } from '../fixtures/platform';
import { goldenLayout } from '../golden';
import { checkDatabaseChanges, checkShrunkClusters } from './shrink-guard';

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

  it('rejects a smaller volume and an earlier version of Elasticsearch', () => {
    const logs = (from: string, to: string) =>
      found(
        new Map(
          [...before].map(([file, text]) => [file, file.includes('/Elasticsearch.') ? text.replace(from, to) : text]),
        ),
      );
    expect(logs('storage: "500Gi"', 'storage: "50Gi"')).toEqual([
      ['elasticsearch-volume', 'production: logs', 'environments/production.ts → logging.storage'],
    ]);
    expect(logs('version: "9.1.3"', 'version: "9.0.1"')).toEqual([
      [
        'elasticsearch-upgrade',
        'production: logs',
        'environments/container-images.lock.json → production.elasticsearch.pinned.tag',
      ],
    ]);
  });

  it('rejects another type of a queue', () => {
    const queue = (type: string) => [
      'production/kubernetes/40-data/dts/Queue.jobs.yaml',
      `apiVersion: rabbitmq.com/v1beta1\nmetadata: { name: jobs, namespace: dts }\nspec: { name: jobs, type: ${type} }\n`,
    ];
    const [accepted, next] = ['quorum', 'stream'].map((type) => new Map([...before, queue(type) as [string, string]]));
    expect(checkShrunkClusters(accepted ?? before, next ?? before, [production])).toMatchObject([
      { id: 'rabbitmq-topology-change', path: 'production: jobs' },
    ]);
  });

  it('rejects fewer members', () => {
    expect(found(changed('replicas: 3', 'replicas: 1'))).toEqual([
      ['rabbitmq-shrunk', 'production: dts-master-rabbitmq-ha', 'environments/base.ts → rabbitmq.replicas'],
    ]);
  });
});

describe('database guard', () => {
  const database = (settings: Partial<typeof production.database>) => {
    const after = { ...production, database: { ...production.database, ...settings } };
    return checkDatabaseChanges(before, goldenLayout(synthesizeFixture([after])), [production]).map(
      ({ id, source }) => [id, source.split(' ')[2]],
    );
  };

  it('accepts growth, a newer minor version, and a permitted major one', () => {
    expect(database({})).toEqual([]);
    expect(database({ storage: '900Gi' })).toEqual([]);
    expect(database({ engineVersion: '17.9' })).toEqual([]);
    expect(database({ allowMajorVersionUpgrade: true, engineVersion: '18.3' })).toEqual([]);
  });

  it.each([
    ['a smaller volume', { storage: '200Gi' }, 'database-shrunk', 'database.storage'],
    ['an older minor version', { engineVersion: '17.5' }, 'database-version', 'database.engineVersion'],
    ['an older major version', { engineVersion: '16.13' }, 'database-version', 'database.engineVersion'],
    [
      'an older major version, permitted',
      { allowMajorVersionUpgrade: true, engineVersion: '16.13' },
      'database-version',
      'database.engineVersion',
    ],
    ['a new major version', { engineVersion: '18.3' }, 'database-version', 'database.engineVersion'],
  ] as const)('rejects %s', (_, settings, id, source) => {
    expect(database(settings)[0]).toEqual([id, source]);
  });
});
