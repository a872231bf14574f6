import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../lib/core/diagnostics';
import { didYouMean } from '../lib/core/did-you-mean';
import { base } from './base';
import type { EnvironmentDefinition } from './define-environment';
import environmentSchema from './environment.schema.json';
import { schemas } from './schemas';

/** A number inside of a text, as the patterns of units have it. */
export const numeral = String.raw`\d+(\.\d+)?`;

/** The parts of a schema that error messages are made of. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

type Path = readonly string[];

const { EnvironmentOverrides: own } = environmentSchema['definitions'] as { readonly EnvironmentOverrides: Schema };
const validate = schemas.compile(environmentSchema);

/** How a value of each kind is written. */
const kinds: Readonly<Record<string, string>> = {
  array: 'a list in brackets',
  boolean: 'true or false, without quotes',
  number: 'a number, without quotes',
  object: 'settings in braces',
  string: 'text in quotes',
};

/**
 * Keys, words and kinds of value that the types of environment.ts do not have. Types are stripped before a program runs,
 * so without this a misspelt setting would be taken for one that is left out.
 */
export function schemaErrors(definition: EnvironmentDefinition): Diagnostic[] {
  if (validate(definition.settings)) return [];
  const errors = validate.errors ?? [];
  const unknown = errors.filter(({ keyword }) => keyword === 'additionalProperties');
  // A misspelt key is why the right one is missing, and why what others say below the right one is not whole.
  const meant = unknown.flatMap((error) => {
    const name = didYouMean(extraKey(error), knownKeys(error));
    return name === undefined ? [] : [[...settingPath(error), name]];
  });
  const missing = errors
    .filter(({ keyword }) => keyword === 'required')
    .filter((error) => !meant.some((path) => startsWith([...settingPath(error), missingKey(error)], path)));
  return [
    ...unknown.map((error) => unknownSetting(definition, error)),
    ...missingSettings(definition, missing),
    ...errors.flatMap((error) => wrongValue(definition, error, errors)),
  ];
}

function unknownSetting(definition: EnvironmentDefinition, error: ErrorObject): Diagnostic {
  const [key, known] = [extraKey(error), knownKeys(error)];
  const meant = didYouMean(key, known);
  return told(
    definition,
    sourceFor(definition, [...settingPath(error), key]),
    `a setting here is one of ${known.join(', ')}, got '${key}'`,
    meant === undefined
      ? 'delete it, or add it to the types in environments/environment.ts and run npm run schema'
      : `did you mean ${meant}?`,
  );
}

/** A key that only an environment's own file has lacks what it lacks as a whole; anything else is told one by one. */
function missingSettings(definition: EnvironmentDefinition, missing: readonly ErrorObject[]): Diagnostic[] {
  const { settings } = definition;
  return missing.flatMap((error) => {
    const [path, key] = [settingPath(error), missingKey(error)];
    if (at(base, path) !== undefined) {
      const file = (schemaAt(own, path)?.required ?? []).includes(key) ? settings.name : 'base';
      const description = failedSchema(error).properties?.[key]?.description;
      const source = `environments/${file}.ts → ${[...path, key].join('.')}`;
      return [told(definition, source, `'${key}' must be given, got none`, withMeaning('add it', description))];
    }
    const together = missing.filter(({ instancePath }) => instancePath === error.instancePath);
    if (together[0] !== error) return [];
    const siblings = Object.keys(at(settings, path.slice(0, -1)) ?? {}).filter((name) => name !== path.at(-1));
    const meant = didYouMean(path.at(-1) ?? '', siblings);
    return [
      told(
        definition,
        sourceFor(definition, path),
        `must have ${together.map(missingKey).join(', ')}, got ${shown(error.data)}`,
        `add what is missing${meant === undefined ? '' : `, or did you mean ${meant}?`}`,
      ),
    ];
  });
}

function wrongValue(
  definition: EnvironmentDefinition,
  error: ErrorObject,
  errors: readonly ErrorObject[],
): Diagnostic[] {
  const { data, instancePath, keyword, message = 'must be as its schema says', params } = error;
  const meaning = failedSchema(error).description;
  const wrong = (rule: string, hint: string) => [
    told(definition, sourceFor(definition, settingPath(error)), `${rule}, got ${shown(data)}`, hint),
  ];
  switch (keyword) {
    case 'additionalProperties':
    case 'required':
      return [];
    case 'enum': {
      const words = (params['allowedValues'] as readonly unknown[]).map(String);
      const meant = typeof data === 'string' ? didYouMean(data, words) : undefined;
      const rule = `must be one of ${words.join(', ')}`;
      return meant === undefined
        ? wrong(rule, withMeaning('use one of them', meaning))
        : wrong(rule, `did you mean ${meant}?`);
    }
    case 'pattern':
      return wrong(`must be ${patternForms(String(params['pattern']))}`, withMeaning('write it so', meaning));
    case 'type': {
      // Something of another kind is none of the words either, and they say more.
      if (errors.some((other) => other.keyword === 'enum' && other.instancePath === instancePath)) return [];
      const kind = String(params['type']);
      return wrong(
        `must be ${kinds[kind]?.split(/,| in /)[0] ?? kind}`,
        withMeaning(`write ${kinds[kind] ?? `a ${kind}`}`, meaning),
      );
    }
    default:
      return wrong(message, 'correct it');
  }
}

function told({ settings }: EnvironmentDefinition, source: string, rule: string, hint: string): Diagnostic {
  return { hint, path: source.startsWith('environments/base.ts') ? 'base' : settings.name, message: rule, source };
}

function sourceFor({ location }: EnvironmentDefinition, path: Path): string {
  return location.at(...path).toString();
}

function withMeaning(hint: string, description: string | undefined): string {
  return description === undefined ? hint : `${hint} (${description.replace(/\.$/, '')})`;
}

/** The patterns of units as a person reads them: `<number>Mi or <number>Gi`. */
function patternForms(pattern: string): string {
  const form = (part: string) => part.replaceAll(numeral, '<number>').replaceAll(/[\^$\\]/g, '');
  return pattern.split('|').map(form).join(' or ');
}

function shown(data: unknown): string {
  if (typeof data === 'string') return `'${data}'`;
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isObject ? `{${Object.keys(data).join(', ')}}` : String(JSON.stringify(data));
}

function settingPath({ instancePath }: ErrorObject): Path {
  const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');
  return instancePath.split('/').slice(1).map(unescaped);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

function schemaAt(schema: Schema, path: Path): Schema | undefined {
  return path.reduce<Schema | undefined>((inner, key) => inner?.properties?.[key], schema);
}

function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((key, index) => path[index] === key);
}

function failedSchema({ parentSchema }: ErrorObject): Schema {
  return (parentSchema ?? {}) as Schema;
}

function knownKeys(error: ErrorObject): readonly string[] {
  return Object.keys(failedSchema(error).properties ?? {});
}

function extraKey({ params }: ErrorObject): string {
  return String(params['additionalProperty']);
}

function missingKey({ params }: ErrorObject): string {
  return String(params['missingProperty']);
}
