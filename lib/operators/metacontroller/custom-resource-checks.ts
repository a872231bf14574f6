import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { goExpressionFault } from '../../core/go-expression';
import type { CustomResource } from './custom-resource';
import type { ObjectSchema, Schema } from './schema';

/** Checks names and schemas of a custom resource, whose definition the API server would reject. */
export function checkCustomResource(resource: CustomResource): Finding[] {
  return [
    ...checkNames(resource),
    ...checkSchema(resource.spec, ['resource', 'spec']),
    ...checkSchema(resource.status, ['resource', 'status']),
    ...checkColumns(resource),
  ];
}

function checkNames({ group, kind, maxNameLength, plural, shortNames = [], version }: CustomResource): Finding[] {
  const wrong = (key: string, constraint: string, value: string, hint: string): Finding => ({
    id: 'custom-resource-name',
    setting: ['resource', key],
    message: `${key} must be ${constraint}; got '${value}'`,
    hint,
  });
  const isGroup = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(group);
  return [
    ...(isGroup && !/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)
      ? []
      : [wrong('group', 'a domain of the company, not of Kubernetes', group, "write it as 'transfer.example.com'")]),
    ...(/^v[1-9][0-9]*(?:(?:alpha|beta)[1-9][0-9]*)?$/.test(version)
      ? []
      : [wrong('version', 'a version such as v1 or v1beta2', version, "write it as 'v1'")]),
    ...(/^[A-Z][A-Za-z0-9]{0,58}$/.test(kind)
      ? []
      : [wrong('kind', 'a word of at most 59 letters and digits with a capital', kind, "write it as 'ImportJob'")]),
    ...(/^[a-z][a-z0-9]{0,62}$/.test(plural)
      ? []
      : [wrong('plural', 'a word of at most 63 lower-case letters and digits', plural, "write it as 'importjobs'")]),
    ...shortNames
      .filter((name) => !/^[a-z][a-z0-9]{0,62}$/.test(name))
      .map((name) => wrong('shortNames', 'words of lower-case letters and digits', name, "write them as ['ij']")),
    ...(maxNameLength === undefined || (Number.isInteger(maxNameLength) && maxNameLength >= 1 && maxNameLength <= 253)
      ? []
      : [
          wrong(
            'maxNameLength',
            'a whole number from 1 to 253',
            String(maxNameLength),
            'write 52 for children with a suffix of ten characters',
          ),
        ]),
  ];
}

function checkColumns({ additionalPrinterColumns = [] }: CustomResource): Finding[] {
  return additionalPrinterColumns.flatMap(({ jsonPath, name }, index) => {
    if (/^\.\S+$/.test(jsonPath)) return [];
    return [
      {
        id: 'custom-resource-schema',
        setting: ['resource', 'additionalPrinterColumns', String(index), 'jsonPath'],
        message: `jsonPath of the column ${name} must begin with a dot; got '${jsonPath}'`,
        hint: "write it as '.spec.source'",
      },
    ];
  });
}

/** Checks a schema and those below it. */
function checkSchema(schema: Schema, at: readonly string[]): Finding[] {
  const wrong = (key: string, constraint: string, value: string, hint: string): Finding => ({
    id: 'custom-resource-schema',
    setting: [...at, key],
    message: `${key} of ${at.at(-1)} must ${constraint}; got ${value}`,
    hint,
  });
  switch (schema.type) {
    case 'object':
      return [
        ...('properties' in schema ? checkRequired(schema, wrong) : []),
        ...('properties' in schema
          ? sortedEntries<string, Schema>(schema.properties).flatMap(([key, below]) =>
              checkSchema(below, [...at, 'properties', key]),
            )
          : checkSchema(schema.additionalProperties, [...at, 'additionalProperties'])),
      ];
    case 'array':
      return checkSchema(schema.items, [...at, 'items']);
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

type Wrong = (key: string, constraint: string, value: string, hint: string) => Finding;

function checkRequired({ properties, required = [] }: ObjectSchema, wrong: Wrong): Finding[] {
  return required
    .filter((key) => !Object.hasOwn(properties, key))
    .map((key) =>
      wrong(
        'required',
        `name keys of properties (${Object.keys(properties).join(', ')})`,
        `'${key}'`,
        'correct it, or add the property',
      ),
    );
}

type ScalarSchema = Extract<Schema, { readonly type: 'boolean' | 'integer' | 'number' | 'string' }>;

function checkScalar(schema: ScalarSchema, wrong: Wrong): Finding[] {
  if (schema.type === 'string' && schema.pattern !== undefined && goExpressionFault(schema.pattern) !== undefined) {
    return [
      wrong(
        'pattern',
        'be a regular expression of Go and JavaScript',
        `'${schema.pattern}'`,
        'correct it, without (?…) groups',
      ),
    ];
  }
  const value = schema.default;
  if (value === undefined || accepts(schema, value)) return [];
  return [
    wrong('default', 'be a value that the schema accepts', JSON.stringify(value), 'correct the default, or the limits'),
  ];
}

function accepts(schema: ScalarSchema, value: unknown): boolean {
  if (schema.type === 'boolean') return typeof value === 'boolean';
  if (schema.type === 'string') {
    const { enum: values, maxLength = Infinity, minLength = 0, pattern = '' } = schema;
    if (typeof value !== 'string') return false;
    const isLength = value.length >= minLength && value.length <= maxLength;
    return isLength && new RegExp(pattern).test(value) && (values?.includes(value) ?? true);
  }
  const { maximum = Infinity, minimum = -Infinity, type } = schema;
  const isNumber = type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isNumber && (value as number) >= minimum && (value as number) <= maximum;
}
