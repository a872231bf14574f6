import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';

export interface DatabaseParametersProps {
  /**
   * The beginning of the group's name.
   *
   * @replaces the group; the new one is created before the old one is destroyed
   */
  readonly name: string;
  /**
   * The PostgreSQL version, MAJOR.MINOR.
   *
   * @replaces the group, for a major version; the new one is created before the old one is destroyed
   * @inPlace for a minor version
   */
  readonly engineVersion: string;
  /**
   * The maximum number of connections.
   *
   * @inPlace after a reboot
   */
  readonly maxConnections: number;
  /**
   * PostgreSQL parameters, which override those of this construct.
   *
   * @default none
   * @inPlace: some after a reboot
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * The provider of another region.
   *
   * @default that of the stack
   * @replaces the group
   */
  readonly provider?: TerraformProvider;
}

/** Parameters that require TLS, and that log connections and slow statements without the values of their parameters. */
const defaultParameters = {
  // Unlike MD5 hashes, SCRAM verifiers cannot be replayed.
  'password_encryption': 'scram-sha-256',
  'rds.force_ssl': '1',
  'log_autovacuum_min_duration': '10000',
  'log_connections': '1',
  'log_disconnections': '1',
  'log_lock_waits': '1',
  'log_min_duration_statement': '1000',
  // Bound values are data, and logs have more readers than tables.
  'log_parameter_max_length': '0',
  'log_parameter_max_length_on_error': '0',
  'log_statement': 'ddl',
  // In kilobytes.
  'log_temp_files': '10240',
  'track_io_timing': '1',
} as const;

/** Static parameters, which apply after a reboot: those with the context `postmaster` in `pg_settings`, and RDS's own. */
const staticParameters: ReadonlySet<string> = new Set([
  'autovacuum_freeze_max_age',
  'autovacuum_max_workers',
  'autovacuum_multixact_freeze_max_age',
  'huge_pages',
  'max_connections',
  'max_files_per_process',
  'max_locks_per_transaction',
  'max_logical_replication_workers',
  'max_pred_locks_per_transaction',
  'max_prepared_transactions',
  'max_replication_slots',
  'max_wal_senders',
  'max_worker_processes',
  'rds.logical_replication',
  'shared_buffers',
  'shared_preload_libraries',
  'superuser_reserved_connections',
  'track_activity_query_size',
  'track_commit_timestamp',
  'wal_buffers',
]);

/**
 * The parameter group of a PostgreSQL version. A new major version is another group, created before the old one is destroyed.
 *
 * @example
 * new DatabaseParameters(stack, 'parameters', { engineVersion: '17.6', maxConnections: 200, name: 'lab' });
 */
export class DatabaseParameters extends Construct {
  readonly groupName: string;

  constructor(scope: Construct, id: string, props: DatabaseParametersProps) {
    super(scope, id);
    const { engineVersion, maxConnections, name, parameters = {}, provider } = props;
    const family = parameterGroupFamily(engineVersion);
    const group = new DbParameterGroup(this, 'Resource', {
      description: 'database',
      family,
      lifecycle: { createBeforeDestroy: true },
      // The family is part of the name, so that the next group can be created before the old one is destroyed.
      name: `${name}-${family}`,
      parameter: sortedEntries({ ...defaultParameters, max_connections: `${maxConnections}`, ...parameters }).map(
        ([parameter, value]) => ({
          applyMethod: staticParameters.has(parameter) ? 'pending-reboot' : 'immediate',
          name: parameter,
          value,
        }),
      ),
      ...(provider ? { provider } : {}),
      tags: { Name: `${name}-${family}` },
    });
    this.groupName = group.name;
  }
}

function parameterGroupFamily(engineVersion: string): string {
  return `postgres${engineVersion.split('.')[0]}`;
}
