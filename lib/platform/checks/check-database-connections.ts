import { isMaxConnections } from '../../aws/database/checks';
import type { Diagnostic, Finding } from '../../core/diagnostics';
import { sharedPods } from '../../kubernetes/pod/disruption-budget';
import { gracePeriod, preStopSeconds } from '../../kubernetes/pod/termination';
import { minReadySeconds, terminatingPods } from '../../kubernetes/workloads/rollout';
import type { ServicesChart } from '../constructs/services-chart';
import { type DeployedService, withVariants } from '../definitions/deployed-services';

/** Connections that are left for RDS itself, its superusers and people. */
const reserved = 10;

/**
 * Host names to which a pod opens a pool: the primary's, and that of the readers. Without readers and after a promotion, one
 * instance answers for both.
 */
const hostNames = 2;

/** The connections of one workload's pods at their maximum. */
export interface Pools {
  readonly name: string;
  readonly pods: number;
  readonly poolSize: number;
}

/**
 * Checks that the database permits the connections of all pods at the same time: those of the maximum size, and those that an
 * update starts in addition, and those that still drain and keep theirs, each to both host names: after a promotion one instance
 * has all of them. A service without `databasePoolSize` has one connection for each pod and host name.
 *
 * @param maxConnections `max_connections` of every instance
 * @param others pools of workloads that are no service
 */
export function checkDatabaseConnections(
  maxConnections: number,
  services: readonly DeployedService[],
  others: readonly Pools[] = [],
): Finding[] {
  // The database reports another number itself.
  if (!isMaxConnections(maxConnections)) return [];
  const pools = [...services.flatMap(databasePools), ...others];
  const total = (each: Pools) => each.pods * each.poolSize * hostNames;
  const needed = pools.reduce((sum, each) => sum + total(each), 0) + reserved;
  // Sizes that are no numbers are reported where they are set.
  if (!(needed > maxConnections) || pools.length === 0) return [];
  const largest = [...pools].sort((one, other) => total(other) - total(one));
  const names = largest.map(({ name, pods, poolSize }) => `${pods} of ${name} × ${poolSize} × ${hostNames}`).join(', ');
  return [
    {
      id: 'database-pools',
      setting: 'maxConnections',
      message: `maxConnections must allow the connections that all pods open at the same time (${needed}: pods ${names}, and ${reserved} for RDS and people); got ${maxConnections}`,
      hint: `raise maxConnections, or lower databasePoolSize, maxReplicas or drainTimeout of ${largest[0]?.name}`,
    },
  ];
}

/** Checks the charts of a program, whose contract has the limit of the database. */
export function checkChartConnections(charts: readonly ServicesChart[]): Diagnostic[] {
  const limits = charts.flatMap(({ database }) => database?.maxConnections ?? []);
  if (limits.length === 0) return [];
  const found = checkDatabaseConnections(
    Math.min(...limits),
    charts.flatMap(({ services }) => withVariants(services)),
  );
  return found.map(({ hint, id, message }) => ({
    hint,
    id,
    message,
    path: charts.map(({ node }) => node.path).join(', '),
    source: 'Database: maxConnections',
  }));
}

function databasePools({ definition, exposure, size: { maxReplicas = 1 } }: DeployedService): Pools[] {
  const { connectsTo, databasePoolSize: poolSize = 1, drainTimeout, kind, name } = definition;
  if (!connectsTo.includes('database')) return [];
  const grace = gracePeriod(kind === 'web-service' ? preStopSeconds(exposure !== undefined) : 0, drainTimeout);
  // One pod is a task, or a singleton that ends before the next one starts.
  return [{ name, pods: maxReplicas > 1 ? podsDuringUpdate(maxReplicas, grace) : maxReplicas, poolSize }];
}

/** Returns the number of pods during an update: at its end, all new ones run, while all old ones may still drain. */
function podsDuringUpdate(pods: number, grace: number): number {
  const surge = sharedPods(pods);
  const terminating = terminatingPods({ grace, interval: minReadySeconds, pods, surge });
  return Math.min(2 * pods, pods + surge + terminating);
}
