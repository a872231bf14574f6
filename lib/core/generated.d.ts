/** Files that `npm run schema` writes. */
declare module '*.schema.json' {
  const schema: import('./schema-words').JsonSchema;
  export default schema;
}

declare module '*.validate.cjs' {
  const isValid: (value: unknown) => boolean;
  export default isValid;
}
