import { type Diagnostic, type Finding, locate } from '../lib/core/diagnostics';
import { isRecord } from '../lib/core/records';
import { settingPath, SettingsLocation } from '../lib/core/settings-location';
import { base } from './base';
import type { BaseSettings, Environment, EnvironmentOverrides, LockedSettings } from './environment';

/** Settings that come from no lock file. */
export type Settings = Omit<Environment, keyof LockedSettings>;

/** `null` is allowed for an entry of a record and for an optional setting. */
type Removal<T, Key extends keyof T> = Record<never, never> extends Pick<T, Key> ? null : never;

/**
 * Overrides: any part of the settings, at any depth. Records are merged, lists are replaced as a whole, and `null` removes
 * what `base.ts` defines: an entry of a record (a zone, a node group, a replica, a service) or an optional setting
 * (`mixedInstances`).
 */
type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: Overrides<Exclude<T[Key], undefined>> | Removal<T, Key> }
    : T;

/** An environment's settings, with the files that set them. */
export interface EnvironmentDefinition {
  /** The settings of `base.ts` with the overrides applied. */
  readonly settings: Settings;
  /** The object given to `defineEnvironment`. */
  readonly overrides: unknown;
  /** The settings that are overridden. */
  readonly shared: BaseSettings;
  /** The environment's own file, with `base.ts` behind it. */
  readonly location: SettingsLocation<Environment>;
}

/**
 * Returns an environment: `base.ts`, with the overrides of the environment's own file.
 *
 * @example
 * defineEnvironment('sandbox', {
 *   …,
 *   // Two zones instead of three, and no read replica.
 *   network: { cidr: '10.40.0.0/16', zones: { c: null } },
 *   database: { replicas: { readers: null } },
 * });
 * @param shared the settings of `base.ts`; tests pass others, so that a change of `base.ts` does not fail them
 */
export function defineEnvironment(
  name: string,
  overrides: EnvironmentOverrides & Overrides<BaseSettings>,
  shared: BaseSettings = base,
): EnvironmentDefinition {
  return {
    settings: freeze(merge({ ...shared, name }, overrides)) as Settings,
    overrides,
    shared,
    location: new SettingsLocation([
      { file: `environments/${name}.ts`, settings: { ...overrides, name } },
      { file: 'environments/base.ts', settings: shared },
    ]),
  };
}

/** Returns a diagnostic for a setting of an environment. Its path is the name of the file that sets it. */
export function settingDiagnostic({ location }: EnvironmentDefinition, finding: Finding): Diagnostic {
  return locateInFile(finding, location);
}

/** Returns the diagnostic of a finding about a settings file. Its path is the name of the file. */
export function locateInFile(finding: Finding, location: SettingsLocation): Diagnostic {
  return locate(finding, fileName(location.atPath(...settingPath(finding.setting))), location);
}

/** Returns the name of a settings file without folder and extension: `lab`. */
export function fileName({ file }: SettingsLocation): string {
  return file.replace(/^.*\//, '').replace(/\.ts$/, '');
}

/** Merges records key by key; any other value of `overrides` replaces the one of `shared`, and `null` removes it. */
function merge(shared: unknown, overrides: unknown): unknown {
  if (overrides === undefined) return shared;
  if (!isRecord(shared) || !isRecord(overrides)) return overrides;
  const keys = [...new Set([...Object.keys(shared), ...Object.keys(overrides)])];
  const kept = keys.filter((key) => !(key in shared && overrides[key] === null));
  return Object.fromEntries(kept.map((key) => [key, merge(shared[key], overrides[key])]));
}

/** Freezes a value, at any depth. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
