/** Files that `npm run schema` writes. */
declare module '*.schema.json' {
  import type { JsonSchema } from './schema-words';

  const schema: JsonSchema;
  export default schema;
}

declare module '*.validate.cjs' {
  const isValid: (value: unknown) => boolean;
  export default isValid;
}
