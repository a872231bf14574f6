import type { Diagnostic, Finding } from '../lib/core/diagnostics';
import { type CompiledSchema, checkSchema } from '../lib/core/schema-errors';
import { formatPath, type SettingPath, settingPath, SettingsLocation } from '../lib/core/settings-location';
import { checkOverrides } from './check-overrides';
import { type EnvironmentDefinition, locateInFile } from './define-environment';
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
  const { overrides, settings, shared } = definition;
  const rejected = checkOverrides(overrides, shared);
  const findings = checkSchema(settings, compiled);
  // The schema rejects a removed or undefined setting too.
  const others = findings
    .filter((finding) => !rejected.some(({ setting }) => concerns(finding, setting)))
    .filter((finding) => !followsMisspelling(finding, findings, shared));
  return [
    ...rejected.map((finding) => locateInFile(finding, ownFile(definition))),
    ...others.map((finding) => locateInFile(finding, locationFor(definition, finding))),
  ];
}

function ownFile({ overrides, settings }: EnvironmentDefinition): SettingsLocation {
  return new SettingsLocation([{ file: `environments/${settings.name}.ts`, settings: overrides }]);
}

function concerns(finding: Finding, rejected: SettingPath): boolean {
  const path = settingPath(finding.setting);
  const depth = finding.id === 'missing-setting' ? path.length : rejected.length;
  return formatPath(rejected.slice(0, depth)) === formatPath(path);
}

/** Overrides of a record that `base.ts` misspells lack the settings of `base.ts`: only the misspelt key is reported. */
function followsMisspelling(finding: Finding, findings: readonly Finding[], shared: object): boolean {
  const [key = '', ...rest] = settingPath(finding.setting);
  if (finding.id !== 'missing-setting' || rest.length === 0 || key in shared) return false;
  return findings.some((other) => other.id === 'unknown-setting' && formatPath(settingPath(other.setting)) in shared);
}

/** A missing setting is added to `base.ts`, unless it is one of the environment's own. */
function locationFor(definition: EnvironmentDefinition, finding: Finding): SettingsLocation {
  const { location, shared } = definition;
  const path = settingPath(finding.setting);
  if (location.atPath(...path).isSet) return location;
  if (isOwn(path)) return ownFile(definition);
  const base = new SettingsLocation([{ file: 'environments/base.ts', settings: shared }]);
  return base.atPath(...path.slice(0, -1)).isSet ? base : location;
}

function isOwn([key = '', ...rest]: SettingPath, settings = ownSettings): boolean {
  const known = settings?.properties?.[key];
  return known !== undefined && (rest.length === 0 || known.properties === undefined || isOwn(rest, known));
}
