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
   * @inPlace after a reboot, but for the common ones that are known to apply without
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
  // Also logs the password of CREATE ROLE … PASSWORD. psql's \password sends a SCRAM verifier; `pgaudit`, which redacts passwords, needs
  // a preloaded library, and the statements of errors are logged without it all the same.
  'log_statement': 'ddl',
  // In kilobytes.
  'log_temp_files': '10240',
  'track_io_timing': '1',
} as const;

/**
 * Parameters that apply without a reboot, and whose values here are not the defaults of RDS. All others, such as those of
 * extensions, wait for a reboot, which is accepted for both kinds. RDS also reports a parameter that equals its default, such as
 * `rds.force_ssl` since PostgreSQL 15, as waiting: with another method, every plan would have a difference.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
const dynamicParameters: ReadonlySet<string> = new Set([
  'deadlock_timeout',
  'hot_standby_feedback',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'log_connections',
  'log_disconnections',
  'log_lock_waits',
  'log_min_duration_statement',
  'log_parameter_max_length',
  'log_parameter_max_length_on_error',
  'log_statement',
  'log_temp_files',
  'maintenance_work_mem',
  'random_page_cost',
  'statement_timeout',
  'track_io_timing',
  'work_mem',
]);

/**
 * The parameter group of a PostgreSQL version. A new major version is another group, created before the old one is destroyed.
 *
 * @example
 * new DatabaseParameters(stack, 'parameters', { engineVersion: '17.9', maxConnections: 200, name: 'lab' });
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
          applyMethod: dynamicParameters.has(parameter) ? 'immediate' : 'pending-reboot',
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

/**
 * Returns the parameters of a database with read replicas. Without feedback, the primary removes row versions that a query of a
 * replica still reads, and PostgreSQL cancels the query. A primary ignores the parameter.
 *
 * @see https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-HOT-STANDBY-FEEDBACK
 */
export function replicationParameters(replicas: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.keys(replicas).length === 0 ? {} : { hot_standby_feedback: '1' };
}

function parameterGroupFamily(engineVersion: string): string {
  return `postgres${engineVersion.split('.')[0]}`;
}
