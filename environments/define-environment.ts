import type { Diagnostic, Source } from '../lib/core/diagnostics';
import { base } from './base';
import type { Environment, EnvironmentOverrides, BaseSettings } from './environment';

/** Settings that come from no lock file. */
export type Settings = Omit<Environment, 'machineImages' | 'registry' | 'containerImages'>;

/** Any part of something, at any depth. Lists are given whole. */
type Part<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Part<T[K]> } : T;

/** An environment as its file states it: everything, and which of it its own file said. */
export interface EnvironmentDefinition {
  readonly settings: Settings;
  /** Where a setting was written: `environments/lab.ts → network.nat`. */
  readonly source: Source;
}

/** An environment: `base.ts` with what the environment's own file says instead. */
export function defineEnvironment(name: string, own: EnvironmentOverrides & Part<BaseSettings>): EnvironmentDefinition {
  return {
    settings: freeze(merge({ ...base, name }, own)) as Settings,
    // Nobody else can say whom its alarms are told to, not even where it does not either.
    source: (setting) =>
      `environments/${isSetIn({ alarms: {}, ...own, name }, setting.split('.')) ? name : 'base'}.ts → ${setting}`,
  };
}

/** A problem with an environment's setting, told with the file that the setting stands in. */
export function settingDiagnostic(
  { settings, source }: EnvironmentDefinition,
  setting: string,
  rule: string,
  hint: string,
): Diagnostic {
  return { hint, path: settings.name, message: rule, source: source(setting) };
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

/** Whether a file says a setting itself, or something that holds it. */
function isSetIn(own: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || !isRecord(own)) return own !== undefined;
  return isSetIn(own[key], rest);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
