import type { Finding } from '../../core/diagnostics';
import { isGoRegexp, matchesPart } from '../../core/go-regexp';
import type { NumberSchema, Schema, StringSchema } from './schema';
import { checkBounds, type Wrong } from './bounds';

type ScalarSchema = Extract<Schema, { readonly type: 'boolean' | 'integer' | 'number' | 'string' }>;

/** Checks the limits of texts and numbers, and that the default is within them. */
export function checkScalar(schema: ScalarSchema, wrong: Wrong): Finding[] {
  const found = checkLimits(schema, wrong);
  const value = schema.default;
  if (found.length > 0 || value === undefined || accepts(schema, value)) return found;
  return [
    wrong('default', 'be a value that the schema accepts', JSON.stringify(value), 'correct the default, or the limits'),
  ];
}

function checkLimits(schema: ScalarSchema, wrong: Wrong): Finding[] {
  if (schema.type === 'boolean') return [];
  return schema.type === 'string' ? checkText(schema, wrong) : checkNumber(schema, wrong);
}

function checkText(schema: StringSchema, wrong: Wrong): Finding[] {
  const { enum: values, maxLength, minLength, pattern } = schema;
  if (pattern !== undefined && !isGoRegexp(pattern)) {
    return [
      wrong(
        'pattern',
        'be a regular expression of Go, which the API server compiles',
        `'${pattern}'`,
        'correct it: Go has no lookaround and no references to groups',
      ),
    ];
  }
  const found = checkBounds('minLength', minLength, 'maxLength', maxLength, wrong);
  if (found.length > 0 || values === undefined) return found;
  if (values.length === 0) return [wrong('enum', 'have a value', 'none', 'list the values, or remove it')];
  return values
    .filter((value, index) => values.indexOf(value) < index || !accepts(schema, value))
    .map((value) =>
      wrong(
        'enum',
        'have values that the schema accepts, each once',
        JSON.stringify(value),
        'remove it, or correct it',
      ),
    );
}

function checkNumber({ maximum, minimum, type }: NumberSchema, wrong: Wrong): Finding[] {
  const isNumber = (value: number) => (type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value));
  const found = [['minimum', minimum] as const, ['maximum', maximum] as const].flatMap(([key, value]) =>
    value === undefined || isNumber(value)
      ? []
      : [wrong(key, `be of the type ${type}`, String(value), 'correct it, or remove it for no limit')],
  );
  if (found.length > 0 || minimum === undefined || maximum === undefined || minimum <= maximum) return found;
  return [wrong('minimum', `be at most maximum (${maximum})`, String(minimum), 'exchange them: no value has both')];
}

function accepts(schema: ScalarSchema, value: unknown): boolean {
  if (schema.type === 'boolean') return typeof value === 'boolean';
  if (schema.type === 'string') {
    const { enum: values, maxLength = Infinity, minLength = 0, pattern = '' } = schema;
    if (typeof value !== 'string') return false;
    // The API server counts characters, of which some are two units of a text.
    const { length } = [...value];
    const isLength = length >= minLength && length <= maxLength;
    return isLength && matchesPart(pattern, value) && (values?.includes(value) ?? true);
  }
  const { maximum = Infinity, minimum = -Infinity, type } = schema;
  const isNumber = type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isNumber && (value as number) >= minimum && (value as number) <= maximum;
}
