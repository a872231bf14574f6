import type { Diagnostic } from '../lib/core/diagnostics';
import { SettingsLocation } from '../lib/core/settings-location';
import { base } from './base';
import type { Environment, EnvironmentOverrides, BaseSettings } from './environment';

/** Settings that come from no lock file. */
export type Settings = Omit<Environment, 'machineImages' | 'registry' | 'containerImages'>;

/** Any part of something, at any depth. Lists are given whole. */
type Part<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Part<T[K]> } : T;

/** An environment's settings, with the files that set them. */
export interface EnvironmentDefinition {
  readonly settings: Settings;
  /** The object given to `defineEnvironment` in the environment's own file, with `base.ts` behind it. */
  readonly location: SettingsLocation;
}

/** Returns an environment: `base.ts`, with the overrides of the environment's own file. */
export function defineEnvironment(name: string, own: EnvironmentOverrides & Part<BaseSettings>): EnvironmentDefinition {
  return {
    settings: freeze(merge({ ...base, name }, own)) as Settings,
    location: new SettingsLocation([
      { file: `environments/${name}.ts`, settings: { ...own, name } },
      { file: 'environments/base.ts', settings: base },
    ]),
  };
}

/** Returns a diagnostic for a setting of an environment, with the file that sets it. */
export function settingDiagnostic(
  { location, settings }: EnvironmentDefinition,
  setting: string,
  message: string,
  hint: string,
): Diagnostic {
  return { path: settings.name, message, source: location.at(...setting.split('.')).toString(), hint };
}

/** Records are joined key by key, everything else is taken from the second. */
function merge(shared: unknown, own: unknown): unknown {
  if (own === undefined) return shared;
  if (!isRecord(shared) || !isRecord(own)) return own;
  const keys = [...new Set([...Object.keys(shared), ...Object.keys(own)])];
  return Object.fromEntries(keys.map((key) => [key, merge(shared[key], own[key])]));
}

/** Makes something unchangeable, at any depth. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
