import type { Problem } from '../core/diagnostics';
import type { ServiceDefinition } from './service-definition';

/** What is wrong with a service, told with its file. */
export function problemOf({ name }: ServiceDefinition, setting: string, rule: string, fix: string): Problem {
  return { fix, path: name, rule, where: `apps/services/${name}.ts → ${setting}` };
}
