import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkBounds, type Wrong } from './bounds';
import { checkScalar } from './scalar-checks';
import { ruleSelections, type Selection } from './rule-syntax';
import type { ObjectSchema, Schema, ValidationRule } from './schema';

/**
 * Checks a schema and those below it.
 *
 * @param isInList true below the items of a list, which the API server does not compare with those before a change
 */
export function checkSchema(schema: Schema, at: readonly string[], isInList = false): Finding[] {
  const wrong: Wrong = (key, constraint, value, hint) => ({
    id: 'custom-resource-schema',
    setting: [...at, key],
    message: `${key} of ${at.at(-1)} must ${constraint}; got ${value}`,
    hint,
  });
  return [
    ...checkKeys(schema, wrong),
    ...(schema['x-kubernetes-validations'] ?? []).flatMap((rule) => checkRule(rule, schema, isInList, wrong)),
    ...below(schema).flatMap(([keys, child]) =>
      checkSchema(child, [...at, ...keys], isInList || schema.type === 'array'),
    ),
  ];
}

/** Returns the schemas of the values that a value contains, with their keys. */
function below(schema: Schema): readonly (readonly [keys: readonly string[], schema: Schema])[] {
  if (schema.type === 'array') return [[['items'], schema.items]];
  if (schema.type !== 'object') return [];
  if (!('properties' in schema)) return [[['additionalProperties'], schema.additionalProperties]];
  return sortedEntries<string, Schema>(schema.properties).map(([key, child]) => [['properties', key], child]);
}

function checkKeys(schema: Schema, wrong: Wrong): Finding[] {
  switch (schema.type) {
    case 'object':
      return 'properties' in schema
        ? checkRequired(schema, wrong)
        : checkBounds('minProperties', schema.minProperties, 'maxProperties', schema.maxProperties, wrong);
    case 'array':
      return checkBounds('minItems', schema.minItems, 'maxItems', schema.maxItems, wrong);
    case 'boolean':
    case 'integer':
    case 'number':
    case 'string':
      return checkScalar(schema, wrong);
    default:
      return [
        wrong(
          'type',
          'be array, boolean, integer, number, object or string',
          String((schema as Schema).type),
          'write the type of the value',
        ),
      ];
  }
}

function checkRequired({ properties, required = [] }: ObjectSchema, wrong: Wrong): Finding[] {
  return required
    .filter((key, index) => !Object.hasOwn(properties, key) || required.indexOf(key) < index)
    .map((key) =>
      wrong(
        'required',
        `name keys of properties (${Object.keys(properties).join(', ')}), each once`,
        `'${key}'`,
        'correct it, or add the property',
      ),
    );
}

/** The API server refuses the whole definition if it cannot compile a rule. */
function checkRule({ message, rule }: ValidationRule, schema: Schema, isInList: boolean, wrong: Wrong): Finding[] {
  const key = 'x-kubernetes-validations';
  const found = ruleSelections(rule);
  const isMessage = message.trim() !== '' && !/[\r\n]/.test(message) && message.length <= 2048;
  return [
    ...(isMessage
      ? []
      : [
          wrong(
            key,
            'have a message of one line and at most 2048 characters',
            `'${message}'`,
            'write what is expected',
          ),
        ]),
    ...(typeof found === 'string'
      ? [wrong(key, 'have a rule of the Common Expression Language', `'${rule}': ${found}`, 'correct the rule')]
      : found
          .filter((selection) => !hasField(schema, selection.slice(1)))
          .map((selection) =>
            wrong(
              key,
              'select fields of the schema',
              `'${selection.join('.')}'`,
              'correct the name, or add the property',
            ),
          )),
    ...(isInList && /\boldSelf\b/.test(rule)
      ? [
          wrong(
            key,
            'not have a rule with oldSelf below the items of a list',
            `'${rule}'`,
            'write the rule at the list',
          ),
        ]
      : []),
  ];
}

/** Escapes of names of properties in rules: `max__dash__size`. */
const escapes: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };

function hasField(schema: Schema, [field, ...rest]: Selection): boolean {
  if (field === undefined) return true;
  if (schema.type !== 'object') return false;
  if (!('properties' in schema)) return hasField(schema.additionalProperties, rest);
  const name = field
    .replace(/__(underscores|dot|dash|slash)__/g, (whole, escape: string) => escapes[escape] ?? whole)
    .replace(/^__(\w+)__$/, '$1');
  const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return property !== undefined && hasField(property, rest);
}
