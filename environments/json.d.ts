/** Lock files are read as text, so that a malformed one can be told apart from a wrong one. */
declare module '*.lock.json' {
  const text: string;
  export default text;
}

declare module '*.schema.json' {
  const schema: Readonly<Record<string, unknown>>;
  export default schema;
}
