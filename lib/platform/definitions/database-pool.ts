import type { Finding } from '../../core/diagnostics';

/** The settings of a service that decide its connections to the database. */
interface DatabaseClient {
  readonly connectsTo: readonly string[];
  readonly databasePoolSize?: number | undefined;
}

/** Checks the number of connections of a client of the database. */
export function checkPoolSize({ connectsTo, databasePoolSize }: DatabaseClient): Finding[] {
  if (databasePoolSize === undefined) return [];
  const report = (constraint: string, hint: string): Finding[] => [
    {
      id: 'database-pool-size',
      setting: 'databasePoolSize',
      message: `databasePoolSize must ${constraint}; got ${databasePoolSize}`,
      hint,
    },
  ];
  if (!connectsTo.includes('database')) {
    return report("be absent without 'database' in connectsTo", "remove it, or add 'database' to connectsTo");
  }
  if (Number.isInteger(databasePoolSize) && databasePoolSize >= 1) return [];
  return report('be a whole number from 1', 'write 5');
}
