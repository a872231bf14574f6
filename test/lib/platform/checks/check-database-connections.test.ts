import fc from 'fast-check';
import { libraryExample, shop } from '../../../../apps/examples/library/library';
import {
  checkChartConnections,
  checkDatabaseConnections,
} from '../../../../lib/platform/checks/check-database-connections';
import type { Duration } from '../../../../lib/core/units';
import type { DeployedService } from '../../../../lib/platform/definitions/deployed-services';

/** A service with a maximum of pods and connections of each. */
function client(
  maxReplicas: number | undefined,
  databasePoolSize?: number,
  connectsTo = ['database'],
  drainTimeout: Duration = '30s',
): DeployedService {
  const { cpu, memory } = shop.size;
  return {
    ...shop,
    definition: {
      ...shop.definition,
      connectsTo,
      drainTimeout,
      ...(databasePoolSize !== undefined && { databasePoolSize }),
    },
    size: { cpu, memory, ...(maxReplicas !== undefined && { maxReplicas }) },
  };
}

function worker({ definition, ...service }: DeployedService): DeployedService {
  return { ...service, definition: { ...definition, kind: 'worker' } as DeployedService['definition'] };
}

const ids = (maxConnections: number, services: readonly DeployedService[]) =>
  checkDatabaseConnections(maxConnections, services).map(({ id, setting }) => [id, setting]);
const rejected = [['database-pools', 'maxConnections']];

describe('connections of all pods', () => {
  it.each([
    ['a service, whose old pods all drain at the end of an update', [client(8, 5)], (8 + 8) * 5],
    ['a long drain, during which no more pods exist', [client(8, 5, ['database'], '14m')], (8 + 8) * 5],
    // 5 s to exit: shorter than the 10 s of a batch, with the next of which they exist.
    ['a worker with a short drain', [worker(client(40, 5, ['database'], '1s'))], (40 + 10 + 10) * 5],
    ['a worker with a drain of two batches', [worker(client(40, 5, ['database'], '7s'))], (40 + 10 + 20) * 5],
    ['a worker with a long drain', [worker(client(40, 5, ['database'], '5m'))], (40 + 40) * 5],
    ['an update, which starts at least one pod', [client(2, 5)], (2 + 2) * 5],
    ['a singleton, which ends before the next one starts', [client(1, 11)], 11],
    ['a task, which has one pod', [client(undefined, 11)], 11],
    ['a service without a pool size', [client(12)], 12 + 12],
    ['several services', [client(8, 5), client(4), client(undefined)], 80 + 8 + 1],
  ])('%s: fit exactly, with 10 for RDS and people', (_, services, connections) => {
    // To both host names: after a promotion, one instance answers for both.
    expect(ids(2 * connections + 10, services)).toEqual([]);
    expect(ids(2 * connections + 9, services)).toEqual(rejected);
  });

  it.each([19, 5001, 100.5])('maxConnections %s: is reported by the database only', (maxConnections) => {
    expect(ids(maxConnections, [client(4000, 50)])).toEqual([]);
  });

  it('services that do not connect to the database: are not counted', () => {
    expect(ids(20, [client(500, 50, ['internet'])])).toEqual([]);
  });

  it('more connections of the database: never reject what fewer accept', () => {
    fc.assert(
      fc.property(
        fc.integer({ max: 2000, min: 20 }),
        fc.nat(500),
        fc.nat(100),
        fc.integer({ max: 50, min: 1 }),
        (max, more, pods, pool) => {
          if (ids(max, [client(pods, pool)]).length === 0) expect(ids(max + more, [client(pods, pool)])).toEqual([]);
        },
      ),
    );
  });

  it('message: names the largest client first', () => {
    const reports = client(4, 50);
    const [finding] = checkDatabaseConnections(100, [
      client(4, 1),
      { ...reports, definition: { ...reports.definition, name: 'reports' } },
    ]);
    expect(finding?.message).toContain('826: pods 8 of reports × 50 × 2, 8 of shop × 1 × 2, and 10 for RDS and people');
    expect(finding?.hint).toContain('drainTimeout of reports');
  });

  it('charts of a program: are checked with the limit of their contract, and not without one', () => {
    const { chart } = libraryExample([client(8, 5)]);
    const limited = (maxConnections?: number) =>
      Object.assign(Object.create(chart) as typeof chart, {
        database: {
          addresses: [],
          host: 'primary',
          port: 5432,
          readerHost: 'reader',
          ...(maxConnections && { maxConnections }),
        },
      });
    expect(checkChartConnections([limited(169)])).toMatchObject([
      { id: 'database-pools', source: 'Database: maxConnections' },
    ]);
    expect(checkChartConnections([limited(170)])).toEqual([]);
    expect(checkChartConnections([limited()])).toEqual([]);
  });
});
