import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../lib/core/diagnostics';
import { didYouMean } from '../lib/core/did-you-mean';
import { isRecord } from '../lib/core/records';
import { type JsonSchema, shownValue } from '../lib/core/schema-words';
import { formatPath, type SettingPath } from '../lib/core/settings-location';
import environmentSchema from './environment.schema.json';

/** A finding about a setting of an environment's own file. */
export interface OverrideFinding extends Finding {
  readonly setting: SettingPath;
}

const baseFile = 'environments/base.ts';

/** Returns a finding for each override that changes nothing, and for each `null` that removes a required setting. */
export function checkOverrides(overrides: unknown, shared: unknown): OverrideFinding[] {
  return checkRecord(overrides, shared, resolved({ $ref: environmentSchema.$ref ?? '' }), []);
}

function checkRecord(own: unknown, shared: unknown, schema: JsonSchema, path: SettingPath): OverrideFinding[] {
  if (!isRecord(own) || !isRecord(shared)) return [];
  return Object.entries(own).flatMap(([key, value]): OverrideFinding[] => {
    const known = schemaOfKey(schema, key);
    const setting = [...path, key];
    // A misspelt setting is reported by the schema.
    if (!known) return [];
    const isRequired = (schema.required ?? []).includes(key);
    if (value === null) return checkRemoval(setting, shared, isRequired);
    if (!(key in shared)) return [];
    if (value === undefined) {
      const remove = isRequired ? '' : `set ${formatPath(setting)}: null to remove it, or `;
      return [withoutEffect(setting, `${key} must have a value; got undefined`, `${remove}delete the line`)];
    }
    if (!isRecord(value) || !isRecord(shared[key])) return checkValue(setting, value, shared[key]);
    return Object.keys(value).length > 0
      ? checkRecord(value, shared[key], known, setting)
      : emptyRecord(setting, shared[key], known);
  });
}

function checkRemoval(setting: SettingPath, shared: Readonly<Record<string, unknown>>, isRequired: boolean) {
  const key = setting.at(-1) ?? '';
  if (isRequired) {
    const hint = key in shared ? `delete the line: ${baseFile} has its value` : `set ${key}`;
    return [{ id: 'setting-removal', setting, message: `${key} must be set; got null`, hint }];
  }
  if (key in shared) return [];
  const meant = didYouMean(key, Object.keys(shared));
  const hint = meant === undefined ? 'delete the line' : `did you mean ${meant}?`;
  return [withoutEffect(setting, `${key} must be set in ${baseFile} to be removed; got null`, hint)];
}

function checkValue(setting: SettingPath, value: unknown, shared: unknown): OverrideFinding[] {
  if (!isDeepStrictEqual(value, shared)) return [];
  const message = `${setting.at(-1)} must differ from ${baseFile}; got ${shownValue(value)}`;
  return [withoutEffect(setting, message, 'delete the line')];
}

/** Records are merged, so an empty one overrides nothing. */
function emptyRecord(setting: SettingPath, shared: Readonly<Record<string, unknown>>, { required = [] }: JsonSchema) {
  // The schema reports what an environment must set here.
  if (!required.every((key) => key in shared)) return [];
  const removable = Object.keys(shared).filter((key) => !required.includes(key));
  const removals = removable.map((key) => `${formatPath([...setting, key])}: null`);
  const hint =
    removals.length === 0 ? 'delete the line' : `set ${removals.join(', ')} to remove it, or delete the line`;
  return [withoutEffect(setting, `${setting.at(-1)} must set or remove a setting; got {}`, hint)];
}

function withoutEffect(setting: SettingPath, message: string, hint: string): OverrideFinding {
  return { id: 'override-without-effect', setting, message, hint };
}

function schemaOfKey({ additionalProperties, properties = {} }: JsonSchema, key: string): JsonSchema | undefined {
  const schema = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
  return typeof schema === 'object' ? resolved(schema) : undefined;
}

function resolved(schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  return environmentSchema.definitions?.[schema.$ref.replace('#/definitions/', '')] ?? schema;
}
