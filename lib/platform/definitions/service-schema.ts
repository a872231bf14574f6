import { type CompiledSchema, checkSchema } from '../../core/schema-errors';
import { type Diagnostic, locate } from '../../core/diagnostics';
import { lookUp, type SettingsLocation } from '../../core/settings-location';
import schema from './service-definition.schema.json';
import isValid from './service-definition.validate.cjs';

const compiled: CompiledSchema = { document: 'a service', isValid, schema };

/**
 * Returns a diagnostic for each key of a service definition that its type does not have, each that is missing, and each
 * value of another type. Types are stripped before a program runs, so the compiler does not report them there.
 */
export function checkServiceDefinition(definition: unknown, location: SettingsLocation): Diagnostic[] {
  const name = lookUp(definition, ['name']);
  const path = typeof name === 'string' ? name : location.file;
  return checkSchema(definition, compiled).map((finding) => locate(finding, path, location));
}
