/** The arguments of one resource. */
interface ResourceBlock {
  readonly [attribute: string]: unknown;
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
}

/** The blocks of a stack by kind. */
interface Blocks {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, ResourceBlock>>>>;
  readonly data?: Blocks['resource'];
  readonly ephemeral?: Blocks['resource'];
}

/** The synthesized configuration of one stack. */
export class StackConfiguration {
  private readonly blocks: Blocks;

  constructor(text: string) {
    this.blocks = JSON.parse(text) as Blocks;
  }

  /** Arguments of a resource, or an empty object. */
  resource(address: string): ResourceBlock {
    const [type = '', name = ''] = address.split('.');
    return this.blocks.resource?.[type]?.[name] ?? {};
  }

  /** Addresses of all resources. */
  get addresses(): string[] {
    return Object.entries(this.blocks.resource ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
  }

  /** Addresses with `prevent_destroy`. */
  get protectedAddresses(): string[] {
    return this.addresses.filter((address) => this.resource(address).lifecycle?.prevent_destroy === true);
  }

  /**
   * Protected addresses that Terraform names when it refuses to destroy them. It destroys dependents first, so that it never
   * reaches a protected resource that another protected resource depends on.
   */
  get refusedAddresses(): string[] {
    const addresses = this.protectedAddresses;
    const texts = blockTexts(this.blocks);
    const dependents = (address: string): string[] =>
      [...texts].filter(([, text]) => new RegExp(`(?<![\\w.-])${address}(?![\\w-])`).test(text)).map(([user]) => user);
    const reached = (address: string, seen: Set<string>): Set<string> => {
      for (const user of dependents(address)) if (!seen.has(user)) reached(user, seen.add(user));
      return seen;
    };
    return addresses.filter(
      (address) => !addresses.some((other) => other !== address && reached(address, new Set()).has(other)),
    );
  }
}

/** JSON text of every block of a stack, by address. */
function blockTexts({ data, ephemeral, resource }: Blocks): Map<string, string> {
  const kinds = [['', resource] as const, ['data.', data] as const, ['ephemeral.', ephemeral] as const];
  return new Map(
    kinds.flatMap(([prefix, typed = {}]) =>
      Object.entries(typed).flatMap(([type, named]) =>
        Object.entries(named).map(([name, block]): [string, string] => [
          `${prefix}${type}.${name}`,
          JSON.stringify(block),
        ]),
      ),
    ),
  );
}
