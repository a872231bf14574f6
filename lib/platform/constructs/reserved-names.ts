import { sortedEntries } from '../../core/canonical';
import type { DatabaseEndpoint } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import type { ServiceDefinition } from '../definitions/service-definition';
import { infrastructureTargets } from './connectivity';

/** Returns the environment variables of a client of the database, and of no other service. */
export function databaseVariables(
  { connectsTo, databasePoolSize }: Pick<ServiceDefinition, 'connectsTo' | 'databasePoolSize'>,
  database: DatabaseEndpoint | undefined,
): Readonly<Record<string, string>> {
  if (!database || !connectsTo.includes('database')) return {};
  return {
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_READ_HOST: database.readerHost,
    ...(databasePoolSize !== undefined && { DATABASE_POOL_SIZE: String(databasePoolSize) }),
  };
}

/**
 * Checks that a service has no name that means something else in `connectsTo`, and sets no variable of the database itself: pods
 * are allowed to connect to the platform's database only.
 *
 * @param targets words of `connectsTo` that the platform adds
 */
export function checkReservedNames(
  definition: ServiceDefinition,
  database: DatabaseEndpoint | undefined,
  targets: readonly string[],
): Finding[] {
  const { config, name, secrets } = definition;
  const words = [...targets, ...infrastructureTargets];
  const variables = databaseVariables(definition, database);
  const isReserved = (variable: string) => Object.hasOwn(variables, variable);
  const report = (setting: 'config' | 'secrets') =>
    sortedEntries<string, unknown>({ config, secrets }[setting])
      .filter(([variable]) => isReserved(variable))
      .map(([variable]): Finding => ({
        id: 'reserved-variable',
        setting: [setting, variable],
        message: `${setting} must not contain a variable that the platform sets for clients of 'database' (${Object.keys(variables).join(', ')}); got ${variable}`,
        hint: `rename it, such as '${variable.replace('DATABASE', 'PROXY')}', or remove 'database' from connectsTo`,
      }));
  return [
    ...(words.includes(name)
      ? [
          {
            id: 'reserved-name',
            setting: 'name',
            message: `name must not be a target of connectsTo that is no service (${words.join(', ')}); got '${name}'`,
            hint: `write another name, such as '${name}-proxy'`,
          },
        ]
      : []),
    ...report('config'),
    ...report('secrets'),
  ];
}
