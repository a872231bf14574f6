import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';

export interface DatabaseParametersProps {
  /** What the group's name starts with. @replaces the group: the new one before the old one goes */
  readonly name: string;
  /** PostgreSQL version, MAJOR.MINOR. @inPlace; a new major @replaces the group, the new one before the old one goes */
  readonly engineVersion: string;
  /** Connections at most. @inPlace after a reboot */
  readonly maxConnections: number;
  /** PostgreSQL parameters beside and above ours. @inPlace; some after a reboot @default none */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Another region's provider. @replaces the group @default the stack's own */
  readonly provider?: TerraformProvider;
}

/** TLS for everybody, and logs that answer "who was here" and "what was slow" without holding what was asked. */
const ours = {
  // Its SCRAM verifiers cannot be replayed, and MD5's can.
  'password_encryption': 'scram-sha-256',
  'rds.force_ssl': '1',
  'log_autovacuum_min_duration': '10000',
  'log_connections': '1',
  'log_disconnections': '1',
  'log_lock_waits': '1',
  'log_min_duration_statement': '1000',
  // Values bound to statements are data; a log is read by more people than a table.
  'log_parameter_max_length': '0',
  'log_parameter_max_length_on_error': '0',
  'log_statement': 'ddl',
  // In kilobytes.
  'log_temp_files': '10240',
  'track_io_timing': '1',
} as const;

/** Parameters that PostgreSQL reads only when it starts. Source: `pg_settings.context = 'postmaster'`, and RDS's own. */
const readAtStart: ReadonlySet<string> = new Set([
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

/** PostgreSQL's parameters. A new major is another group, which exists before the old one goes. */
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
      // What replaces the group is in its name, so that the next one can stand beside it.
      name: `${name}-${family}`,
      parameter: sortedEntries({ ...ours, max_connections: `${maxConnections}`, ...parameters }).map(
        ([parameter, value]) => ({
          applyMethod: readAtStart.has(parameter) ? 'pending-reboot' : 'immediate',
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
