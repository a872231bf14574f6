/** Arguments of a resource, or of a block in it, as they stand in Terraform's JSON. */
export type Body = Readonly<Record<string, unknown>>;

/** A number, which may be written as text. No number where it is an expression, or missing without anything else to take. */
export function numberIn(body: Body, argument: string, otherwise = Number.NaN): number {
  const value = body[argument];
  if (value === undefined) return otherwise;
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
}

/** Text, or nothing. */
export function textIn(body: Body, argument: string): string {
  const value = body[argument];
  return typeof value === 'string' ? value : '';
}

export function isTrue(body: Body, argument: string): boolean {
  return body[argument] === true || body[argument] === 'true';
}

/** A block that may be repeated: one of them stands in no list. */
export function blocksIn(body: Body, argument: string): Body[] {
  return listIn(body, argument).filter((value): value is Body => typeof value === 'object' && value !== null);
}

export function listIn(body: Body, argument: string): unknown[] {
  const value = body[argument];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** The name of the resource of a type that an expression such as `${aws_eip.nat-a.id}` takes something of. */
export function referencedBlock(type: string, expression: string): string | undefined {
  return new RegExp(`^\\$\\{${type}\\.([\\w-]+)\\.\\w+\\}$`).exec(expression)?.[1];
}
