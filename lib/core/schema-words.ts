/** The parts of a JSON schema that error messages use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly const?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly oneOf?: readonly JsonSchema[];
}

/** A number inside a text, as the patterns of units have it. */
export const numeral = String.raw`\d+(\.\d+)?`;

interface Words {
  /** `must be a number` */
  readonly constraint: string;
  readonly hint: string;
}

const types: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/** Describes a value of a type, with the mistaken value written as that type where it is clear. */
export function valueForms(
  type: string,
  data: unknown,
  { description, oneOf, pattern, properties, required }: JsonSchema,
): Words {
  const constraint = `must be ${types[type] ?? type}`;
  const plain = typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean';
  // A number without its unit: `30` for '30s'.
  if (type === 'string' && pattern?.includes(numeral) && typeof data === 'number')
    return { constraint, hint: withExamples(pattern, String(data), description).hint };
  if (type === 'string' && plain) return { constraint, hint: `write '${data}'` };
  if (type === 'number' && typeof data === 'string' && data.trim() !== '' && Number.isFinite(Number(data)))
    return { constraint, hint: `write ${Number(data)} without quotes` };
  if (type === 'boolean' && (data === 'true' || data === 'false'))
    return { constraint, hint: `write ${data} without quotes` };
  if (type === 'array' && plain) return { constraint, hint: `write [${shownValue(data)}]` };
  if (type !== 'object') return { constraint, hint: `write ${types[type] ?? `a ${type}`}` };
  if (oneOf) return { constraint, hint: 'write { kind: …, name: … }' };
  const keys = required ?? Object.keys(properties ?? {});
  if (keys.length === 0) return { constraint, hint: `write { ${listedKeys(data).join(': …, ')}: … }` };
  return { constraint, hint: `write { ${keys.map((key) => `${key}: …`).join(', ')} }` };
}

/** Returns the names of a list that is written in place of a record: `['readers']`. */
function listedKeys(data: unknown): readonly unknown[] {
  const isList = Array.isArray(data) && data.length > 0 && data.every((item) => typeof item === 'string');
  return isList ? data : ['name'];
}

/**
 * Describes the values of a pattern. A unit pattern is shown as it is written (`<number>Mi or <number>Gi`), with the number of
 * the mistaken value in each form as an example.
 */
export function withExamples(pattern: string, data: unknown, description: string | undefined): Words {
  if (!pattern.includes(numeral))
    return {
      constraint: /^write (.*)/.exec(description ?? '')?.[1]?.replace(/^/, 'must be ') ?? `must match ${pattern}`,
      hint: description ?? 'correct it to match the pattern',
    };
  const form = (part: string) => part.replaceAll(numeral, '<number>').replaceAll(/[\^$\\]/g, '');
  const forms = pattern.split('|').map(form);
  const amount = typeof data === 'string' ? /^\d+(\.\d+)?/.exec(data)?.[0] : undefined;
  const isUnit = forms.every((text) => /^<number>[A-Za-z/]*$/.test(text));
  const examples =
    isUnit && amount !== undefined
      ? forms.map((text) => `'${text.replace('<number>', amount)}'`)
      : [...(description ?? '').matchAll(/`'?([^`']+)'?`/g)].map(([, example]) => `'${example}'`);
  return {
    constraint: `must be ${alternatives(forms)}`,
    hint: examples.length === 0 ? 'write it in one of these forms' : `write ${alternatives(examples)}`,
  };
}

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Returns a value as a message shows it: an object by its keys, anything else as written. */
export function shownValue(data: unknown): string {
  if (typeof data === 'string') return `'${data}'`;
  // JSON has no Infinity and no NaN.
  if (typeof data === 'number') return String(data);
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  if (isObject) return `{${Object.keys(data).join(', ')}}`;
  return data === undefined ? 'none' : JSON.stringify(data);
}
