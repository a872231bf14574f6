import type * as ajv from 'ajv';
import type { Finding } from './diagnostics';
import { didYouMean } from './did-you-mean';
import { type JsonSchema, shownValue, valueForms, withExamples } from './schema-words';
import { formatPath, type SettingPath } from './settings-location';

/** A JSON schema, with the validator that `npm run schema` generated from it. */
export interface CompiledSchema {
  readonly schema: JsonSchema;
  /** True for a valid value. It answers without Ajv, which takes a tenth of a second to load and to compile a schema. */
  readonly isValid: (value: unknown) => boolean;
  /** A document of the schema in messages: `an environment`. */
  readonly document: string;
}

type Validator = ((value: unknown) => boolean) & { errors?: readonly ajv.ErrorObject[] | null };

export const schemaOptions: ajv.Options = {
  allErrors: true,
  discriminator: true,
  strict: false,
  strictNumbers: true,
  verbose: true,
};

const validators = new WeakMap<JsonSchema, Validator>();

function validator(schema: JsonSchema): Validator {
  const known = validators.get(schema);
  if (known) return known;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded for invalid values only
  const { Ajv } = require('ajv') as typeof ajv;
  // The schemas themselves are validated by a test.
  const compiled = new Ajv({ ...schemaOptions, meta: false, validateSchema: false }).compile(schema) as Validator;
  validators.set(schema, compiled);
  return compiled;
}

/**
 * Returns a finding for each mistake in a value that its schema rejects. Types are stripped before a program runs, so the
 * schema is what rejects a misspelt key or a number in quotes.
 */
export function checkSchema(value: unknown, { document, isValid, schema }: CompiledSchema): Finding[] {
  if (isValid(value)) return [];
  const validate = validator(schema);
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const missing = errors.filter(({ keyword }) => keyword === 'required');
  const unknown = errors
    .filter(({ keyword }) => keyword === 'additionalProperties')
    .map((error) => ({ error, meant: meantSetting(error, missing) }));
  // A misspelt key is also missing under its right name: only the misspelling is reported.
  const misspelt = unknown.map(({ error, meant = '' }) => formatPath([...errorPath(error), meant]));
  const leftOut = missing.filter((error) => !misspelt.includes(formatPath([...errorPath(error), missingKey(error)])));
  return [
    ...unknown.map(({ error, meant }) => unknownSetting(error, meant, document)),
    ...missingSettings(leftOut, value),
    ...errors.flatMap((error) => wrongValue(error, errors, { document, schema })),
  ];
}

/** The one setting that is missing in the same object is meant, unless a known name is spelt like the unknown one. */
function meantSetting(error: ajv.ErrorObject, missing: readonly ajv.ErrorObject[]): string | undefined {
  const here = missing.filter(({ instancePath }) => instancePath === error.instancePath).map(missingKey);
  return (
    didYouMean(extraKey(error), here) ??
    didYouMean(extraKey(error), knownKeys(error)) ??
    (here.length === 1 ? here[0] : undefined)
  );
}

function unknownSetting(error: ajv.ErrorObject, meant: string | undefined, document: string): Finding {
  const [key, known, path] = [extraKey(error), knownKeys(error), errorPath(error)];
  return {
    id: 'unknown-setting',
    setting: [...path, key],
    message: `a setting of ${path.length === 0 ? document : shortName(path)} must be one of ${known.join(', ')}; got '${key}'`,
    hint: meant === undefined ? 'delete it, or use one of these settings' : `did you mean ${meant}?`,
  };
}

/** Several settings that an object lacks are one finding: an entry of a record that is new, or has a misspelt name. */
function missingSettings(missing: readonly ajv.ErrorObject[], value: unknown): Finding[] {
  return missing.flatMap((error): Finding[] => {
    const path = errorPath(error);
    const together = missing.filter(({ instancePath }) => instancePath === error.instancePath);
    if (path.length === 0 || together.length === 1) return [missingSetting(path, error, value)];
    if (together[0] !== error) return [];
    const keys = together.map(missingKey);
    const message = `${shortName(path)} must have ${keys.join(', ')}; got ${shownValue(error.data)}`;
    const meant = siblingMeant(value, path);
    return [{ id: 'missing-setting', setting: path, message, hint: withSibling(`add ${keys.join(', ')}`, meant) }];
  });
}

function missingSetting(path: SettingPath, error: ajv.ErrorObject, value: unknown): Finding {
  const key = missingKey(error);
  const description = failedSchema(error).properties?.[key]?.description;
  return {
    id: 'missing-setting',
    setting: [...path, key],
    message: `${shortName([...path, key])} must be set; got none`,
    hint: withSibling(
      withMeaning(`add ${key}`, description),
      path.length === 0 ? undefined : siblingMeant(value, path),
    ),
  };
}

/** Returns the entry of the same record that a misspelt entry overrides. */
function siblingMeant(value: unknown, path: SettingPath): string | undefined {
  const parent = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
  const name = path.at(-1) ?? '';
  if (Array.isArray(parent)) return undefined;
  return didYouMean(
    name,
    Object.keys(parent as object).filter((other) => other !== name),
  );
}

function withSibling(hint: string, meant: string | undefined): string {
  return meant === undefined ? hint : `${hint}, or did you mean ${meant}?`;
}

function wrongValue(
  error: ajv.ErrorObject,
  errors: readonly ajv.ErrorObject[],
  { document, schema }: Pick<CompiledSchema, 'document' | 'schema'>,
): Finding[] {
  const { data, instancePath, keyword, message = 'must be valid', params } = error;
  const setting = errorPath(error);
  const { description } = failedSchema(error);
  const finding = (constraint: string, hint: string): Finding[] => [
    {
      id: 'setting-value',
      setting,
      message: `${setting.length === 0 ? document : shortName(setting)} ${constraint}; got ${shownValue(data)}`,
      hint,
    },
  ];
  switch (keyword) {
    case 'additionalProperties':
    case 'required':
    case 'propertyNames':
      return [];
    case 'discriminator':
      return [wrongKind(error, unionKinds(schema, error))];
    case 'enum': {
      const words = (params['allowedValues'] as readonly unknown[]).map(String);
      const meant = typeof data === 'string' ? didYouMean(data, words) : undefined;
      const hint = meant === undefined ? withMeaning('use one of these values', description) : `did you mean ${meant}?`;
      return finding(`must be one of ${words.join(', ')}`, hint);
    }
    case 'pattern':
      return patternFinding(error, finding);
    case 'type': {
      // The list of allowed values says more than their type.
      if (errors.some((other) => other.keyword === 'enum' && other.instancePath === instancePath)) return [];
      const { constraint, hint } = valueForms(String(params['type']), data, failedSchema(error));
      return finding(constraint, withMeaning(hint, description));
    }
    default:
      return finding(message, withMeaning('correct it', description));
  }
}

/** A pattern of the types, as `${number}Gi`, is shown in words; one of a lock file's schema has a description that says how to write it. */
function patternFinding(error: ajv.ErrorObject, finding: (constraint: string, hint: string) => Finding[]): Finding[] {
  const { data, params, propertyName } = error as ajv.ErrorObject & { readonly propertyName?: string };
  const { description } = failedSchema(error);
  const { constraint, hint } = withExamples(String(params['pattern']), propertyName ?? data, description);
  if (propertyName === undefined) return finding(constraint, hint);
  const setting = [...errorPath(error), propertyName];
  return [{ id: 'setting-value', setting, message: `the key ${constraint}; got '${propertyName}'`, hint }];
}

/** A union whose members are distinguished by one key: only that key is reported, since it decides what the others must be. */
function wrongKind({ params, ...error }: ajv.ErrorObject, kinds: readonly string[]): Finding {
  const propertyName = String(params['tag']);
  const value: unknown = params['tagValue'];
  const meant = typeof value === 'string' ? didYouMean(value, kinds) : undefined;
  return {
    id: value === undefined ? 'missing-setting' : 'setting-value',
    setting: [...errorPath({ params, ...error }), propertyName],
    message: `${propertyName} must be one of ${kinds.join(', ')}; got ${value === undefined ? 'none' : shownValue(value)}`,
    hint: meant === undefined ? `set ${propertyName} to one of them` : `did you mean ${meant}?`,
  };
}

/** Returns the values of the key that distinguishes the members of a union. */
function unionKinds({ definitions = {} }: JsonSchema, error: ajv.ErrorObject): readonly string[] {
  return (failedSchema(error).oneOf ?? []).flatMap(({ $ref = '' }) => {
    const kind = definitions[$ref.replace('#/definitions/', '')]?.properties?.[String(error.params['tag'])]?.const;
    return kind === undefined ? [] : [kind];
  });
}

function withMeaning(hint: string, description: string | undefined): string {
  return description === undefined ? hint : `${hint} (${description.replaceAll(/\s+/g, ' ').replace(/\.$/, '')})`;
}

/** Returns the name of a setting in messages: its last two keys, since a key of a record means little by itself. */
function shortName(path: SettingPath): string {
  return formatPath(path.slice(-2));
}

function errorPath({ instancePath }: ajv.ErrorObject): SettingPath {
  const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');
  return instancePath.split('/').slice(1).map(unescaped);
}

function failedSchema({ parentSchema }: ajv.ErrorObject): JsonSchema {
  return (parentSchema ?? {}) as JsonSchema;
}

function knownKeys(error: ajv.ErrorObject): readonly string[] {
  return Object.keys(failedSchema(error).properties ?? {});
}

function extraKey({ params }: ajv.ErrorObject): string {
  return String(params['additionalProperty']);
}

function missingKey({ params }: ajv.ErrorObject): string {
  return String(params['missingProperty']);
}
