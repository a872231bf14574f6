/** The arguments of a resource, or of a block in it, in Terraform's JSON. */
export type Body = Readonly<Record<string, unknown>>;

/** Returns a numeric argument, which may be a string; NaN for an expression, or if it is missing without a default. */
export function numberIn(body: Body, argument: string, defaultValue = Number.NaN): number {
  const value = body[argument];
  if (value === undefined) return defaultValue;
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
}

/** Returns a string argument, or an empty string. */
export function textIn(body: Body, argument: string): string {
  const value = body[argument];
  return typeof value === 'string' ? value : '';
}

/** Returns true for an argument of true or `'true'`. */
export function isTrue(body: Body, argument: string): boolean {
  return body[argument] === true || body[argument] === 'true';
}

/** Returns the blocks of a type. A single one may be without a list. */
export function blocksIn(body: Body, argument: string): Body[] {
  return listIn(body, argument).filter((value): value is Body => typeof value === 'object' && value !== null);
}

/** Returns a list argument, or a list of the single value. */
export function listIn(body: Body, argument: string): unknown[] {
  const value = body[argument];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** Returns the name of the resource that an expression such as `${aws_eip.nat-a.id}` refers to. */
export function referencedBlock(type: string, expression: string): string | undefined {
  return new RegExp(`^\\$\\{${type}\\.([\\w-]+)\\.\\w+\\}$`).exec(expression)?.[1];
}
