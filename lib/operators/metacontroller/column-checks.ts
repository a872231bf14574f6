import type { Finding } from '../../core/diagnostics';
import type { CustomResource, PrinterColumn } from './custom-resource';
import type { Schema } from './schema';

/** A field, an index and a filter of a path: `.conditions`, `[0]`, `[?(@.type=="Ready")]`. */
const step = /\.((?:\\\.|[^.[\]{}\s\\])+)|\[(?:\d+|\?\(@[^()]+\))\]/y;

/** Types of the values that a column prints. A text prints every value. */
const columnTypes: Readonly<Record<PrinterColumn['type'], readonly Schema['type'][]>> = {
  boolean: ['boolean'],
  date: ['string'],
  integer: ['integer'],
  number: ['integer', 'number'],
  string: ['array', 'boolean', 'integer', 'number', 'object', 'string'],
};

/** Checks the columns of `kubectl get`: names, types, and paths of values that the schema has. */
export function checkColumns(resource: CustomResource): Finding[] {
  const { additionalPrinterColumns: columns = [] } = resource;
  const names = columns.map(({ name }) => name);
  return columns.flatMap((column, index) => {
    const { jsonPath, name, type } = column;
    const wrong = (key: keyof PrinterColumn, constraint: string, hint: string): Finding => ({
      id: 'custom-resource-schema',
      setting: ['resource', 'additionalPrinterColumns', String(index), key],
      message: `${key} of the column ${name} must ${constraint}; got '${column[key]}'`,
      hint,
    });
    const path = stepsOf(jsonPath);
    const isName = name.trim() !== '' && names.indexOf(name) === index;
    const isType = Object.hasOwn(columnTypes, type);
    return [
      ...(isName ? [] : [wrong('name', 'be a text of its own', 'give each column another name')]),
      ...(isType ? [] : [wrong('type', `be one of ${Object.keys(columnTypes).join(', ')}`, "write 'string'")]),
      ...(path === undefined
        ? [wrong('jsonPath', 'begin with a dot, and have fields, indexes and filters', "write it as '.spec.source'")]
        : checkValue(resource, column, path, wrong)),
    ];
  });
}

function checkValue(
  { spec, status }: CustomResource,
  { type }: PrinterColumn,
  path: readonly (string | undefined)[],
  wrong: (key: keyof PrinterColumn, constraint: string, hint: string) => Finding,
): Finding[] {
  const [first = '', ...rest] = path;
  if (['apiVersion', 'kind', 'metadata'].includes(first)) return [];
  const observed = {
    ...status,
    properties: { ...status.properties, observedGeneration: { type: 'integer' } },
  } as const;
  const root: Schema = { type: 'object', properties: { spec, status: observed } };
  const value = valueAt(root, [first, ...rest]);
  if (!value) return [wrong('jsonPath', 'be a field of the schema', 'correct it: the column would be empty')];
  const types = Object.hasOwn(columnTypes, type) ? columnTypes[type] : [value.type];
  const isTime = type !== 'date' || (value.type === 'string' && value.format === 'date-time');
  if (types.includes(value.type) && isTime) return [];
  const given = value.type === 'string' && value.format !== undefined ? `${value.type} (${value.format})` : value.type;
  const hint = type === 'date' ? "write 'string', or the format date-time in the schema" : `write '${columnOf(value)}'`;
  return [wrong('type', `be that of the value, which is ${given}`, hint)];
}

function columnOf({ type }: Schema): PrinterColumn['type'] {
  return type === 'array' || type === 'object' ? 'string' : type;
}

/** Returns the fields of a path, with undefined for an index or a filter; or undefined if it is none. */
function stepsOf(path: string): readonly (string | undefined)[] | undefined {
  const steps: (string | undefined)[] = [];
  for (step.lastIndex = 0; step.lastIndex < path.length;) {
    const found = step.exec(path);
    if (!found) return undefined;
    steps.push(found[1]?.replaceAll(String.raw`\.`, '.'));
  }
  return steps[0] === undefined ? undefined : steps;
}

function valueAt(schema: Schema, path: readonly (string | undefined)[]): Schema | undefined {
  if (path.length === 0) return schema;
  const [field, ...rest] = path;
  if (field === undefined) return schema.type === 'array' ? valueAt(schema.items, rest) : undefined;
  if (schema.type !== 'object') return undefined;
  const child = 'properties' in schema ? ownProperty(schema.properties, field) : schema.additionalProperties;
  return child && valueAt(child, rest);
}

function ownProperty(properties: Readonly<Record<string, Schema>>, name: string): Schema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}
