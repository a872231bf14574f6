import type { Diagnostic } from '../core/diagnostics';
import type { ServiceDefinition } from './service-definition';

/** What is wrong with a service, told with its file. */
export function serviceDiagnostic(
  { name }: ServiceDefinition,
  setting: string,
  rule: string,
  hint: string,
): Diagnostic {
  return { hint, path: name, message: rule, source: `apps/services/${name}.ts → ${setting}` };
}
