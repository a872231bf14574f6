/** Lock files are imported as text, so that a syntax error is reported with its line. */
declare module '*.lock.json' {
  const text: string;
  export default text;
}

declare module '*/package.json' {
  export const version: string;
}
