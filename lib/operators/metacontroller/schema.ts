/** A rule of a custom resource, in the Common Expression Language. */
export interface ValidationRule {
  /** Expression over `self`, and over `oldSelf` for a rule about changes: `self == oldSelf`. */
  readonly rule: string;
  /** Error that the API server prints. */
  readonly message: string;
}

/** Keys of every schema. */
interface AnySchema {
  /**
   * Meaning of the value, which `kubectl explain` prints.
   *
   * @default none
   */
  readonly 'description'?: string;
  /**
   * Rules that the API server evaluates.
   *
   * @default none
   */
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
}

/** Text. */
export interface StringSchema extends AnySchema {
  readonly type: 'string';
  readonly default?: string;
  readonly enum?: readonly string[];
  /** Form of the text, as the API server checks it. */
  readonly format?: 'cidr' | 'date' | 'date-time' | 'duration' | 'uri' | 'uuid';
  readonly maxLength?: number;
  readonly minLength?: number;
  /** Regular expression, in the syntax that Go and JavaScript have in common. */
  readonly pattern?: string;
}

/** A number. An integer has 64 bits. */
export interface NumberSchema extends AnySchema {
  readonly type: 'integer' | 'number';
  readonly default?: number;
  readonly maximum?: number;
  readonly minimum?: number;
}

export interface BooleanSchema extends AnySchema {
  readonly type: 'boolean';
  readonly default?: boolean;
}

/** A list. With `maxItems` and `maxLength`, the API server can bound the cost of rules. */
export interface ArraySchema extends AnySchema {
  readonly type: 'array';
  readonly items: Schema;
  readonly maxItems?: number;
  readonly minItems?: number;
}

/** An object with any keys: labels, for example. */
export interface MapSchema extends AnySchema {
  readonly type: 'object';
  readonly additionalProperties: Schema;
  readonly maxProperties?: number;
  readonly minProperties?: number;
}

/** An object with known keys. */
export interface ObjectSchema extends AnySchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
  /**
   * Keys that an object must have. A key with a `default` needs no entry.
   *
   * @default none
   */
  readonly required?: readonly string[];
}

/**
 * Schema of a value in the words of the API server's `JSONSchemaProps`. Every value has one type, so the schema is structural:
 * the API server removes unknown keys and fills in defaults.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export type Schema = StringSchema | NumberSchema | BooleanSchema | ArraySchema | MapSchema | ObjectSchema;

/** Keys that an observed object has: the required ones, and those with a default. */
type PresentKeys<S extends ObjectSchema> = {
  [Key in keyof S['properties'] & string]: Key extends RequiredKeys<S>
    ? Key
    : S['properties'][Key] extends { readonly default: unknown }
      ? Key
      : never;
}[keyof S['properties'] & string];

type RequiredKeys<S extends ObjectSchema> = S['required'] extends readonly string[] ? S['required'][number] : never;

/**
 * Type of the values that a schema accepts, as a hook observes them: with their defaults.
 *
 * @example
 * const period = { type: 'object', properties: { days: { type: 'integer' } }, required: ['days'] } as const;
 * const week: SchemaValue<typeof period> = { days: 7 };
 */
export type SchemaValue<S> = S extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : S extends StringSchema
    ? string
    : S extends NumberSchema
      ? number
      : S extends BooleanSchema
        ? boolean
        : S extends ArraySchema
          ? readonly SchemaValue<S['items']>[]
          : S extends MapSchema
            ? Readonly<Record<string, SchemaValue<S['additionalProperties']>>>
            : S extends ObjectSchema
              ? {
                  readonly [Key in PresentKeys<S>]: SchemaValue<S['properties'][Key]>;
                } & {
                  readonly [Key in Exclude<keyof S['properties'] & string, PresentKeys<S>>]?: SchemaValue<
                    S['properties'][Key]
                  >;
                }
              : never;

/** Label selector that selects by one label or more. An empty one would select every object. */
export const labelSelectorSchema = {
  type: 'object',
  properties: {
    matchLabels: { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1 },
  },
  required: ['matchLabels'],
} as const satisfies ObjectSchema;
