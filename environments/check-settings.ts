import type { Diagnostic, Finding } from '../lib/core/diagnostics';
import { type CompiledSchema, checkSchema, locateFindings } from '../lib/core/schema-errors';
import { formatPath, type SettingPath, SettingsLocation } from '../lib/core/settings-location';
import { base } from './base';
import { checkOverrides } from './check-overrides';
import { type EnvironmentDefinition, fileName } from './define-environment';
import schema from './environment.schema.json';
import isValid from './environment.validate.cjs';

const compiled: CompiledSchema = { document: 'an environment', isValid, schema };

/** The settings that no default is possible for: each environment's own file sets them. */
const ownSettings = schema.definitions?.['EnvironmentOverrides'];

/**
 * Returns a diagnostic for each setting of an environment that the types in environment.ts reject, and for each override
 * that has no effect. Types are stripped before a program runs, so the compiler does not report them there.
 */
export function checkSettings(definition: EnvironmentDefinition): Diagnostic[] {
  const rejected = checkOverrides(definition.overrides);
  const schemaFindings = checkSchema(definition.settings, compiled);
  // The schema rejects a removed or undefined setting too.
  const others = schemaFindings.filter((finding) => !rejected.some(({ setting }) => concerns(finding, setting)));
  return [...rejected, ...others].flatMap((finding) => {
    const location = locationFor(definition, finding);
    return locateFindings([finding], location, fileName(location.at(...settingPath(finding))));
  });
}

function concerns(finding: Finding, rejected: SettingPath): boolean {
  const path = settingPath(finding);
  const depth = finding.id === 'missing-setting' ? path.length : rejected.length;
  return formatPath(rejected.slice(0, depth)) === formatPath(path);
}

/** A missing setting is added to `base.ts`, unless it is one of the environment's own. */
function locationFor({ location, overrides, settings }: EnvironmentDefinition, finding: Finding): SettingsLocation {
  const path = settingPath(finding);
  if (location.at(...path).isSet) return location;
  if (isOwn(path)) return new SettingsLocation([{ file: `environments/${settings.name}.ts`, settings: overrides }]);
  const isBelowShared = new SettingsLocation([{ file: 'environments/base.ts', settings: base }]);
  return isBelowShared.at(...path.slice(0, -1)).isSet ? isBelowShared : location;
}

function isOwn([key = '', ...rest]: SettingPath, settings = ownSettings): boolean {
  const known = settings?.properties?.[key];
  return known !== undefined && (rest.length === 0 || known.properties === undefined || isOwn(rest, known));
}

function settingPath({ setting }: Finding): SettingPath {
  return typeof setting === 'string' ? setting.split('.') : setting;
}
