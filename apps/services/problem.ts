import type { Problem } from '../../lib/core/errors';
import type { ServiceDefinition } from './service';

/** What is wrong with a service, told with its file. */
export function problemOf({ name }: ServiceDefinition, setting: string, rule: string, fix: string): Problem {
  return { fix, path: name, rule, where: `apps/services/${name}.ts → ${setting}` };
}
