/** What is written of one resource. */
interface Configured {
  readonly [attribute: string]: unknown;
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
}

/** Blocks of a stack, as others name them in expressions, by kind. */
interface Blocks {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Configured>>>>;
  readonly data?: Blocks['resource'];
  readonly ephemeral?: Blocks['resource'];
}

/** What was synthesized of one stack. */
export class Configuration {
  private readonly blocks: Blocks;

  constructor(text: string) {
    this.blocks = JSON.parse(text) as Blocks;
  }

  /** What is written of a resource; nothing, where it is not there. */
  resource(address: string): Configured {
    const [type = '', name = ''] = address.split('.');
    return this.blocks.resource?.[type]?.[name] ?? {};
  }

  /** The addresses of all resources. */
  get addresses(): string[] {
    return Object.entries(this.blocks.resource ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
  }

  /** The addresses that Terraform must not destroy. */
  get protectedAddresses(): string[] {
    return this.addresses.filter((address) => this.resource(address).lifecycle?.prevent_destroy === true);
  }

  /**
   * Those of them that Terraform names when it refuses: it destroys what depends on something first, so what a protected
   * resource depends on, through however many others, is never reached.
   */
  get refusedAddresses(): string[] {
    const kept = this.protectedAddresses;
    const texts = textsOf(this.blocks);
    const dependents = (address: string): string[] =>
      [...texts].filter(([, text]) => new RegExp(`(?<![\\w.-])${address}(?![\\w-])`).test(text)).map(([user]) => user);
    const reached = (address: string, seen: Set<string>): Set<string> => {
      for (const user of dependents(address)) if (!seen.has(user)) reached(user, seen.add(user));
      return seen;
    };
    return kept.filter((address) => !kept.some((other) => other !== address && reached(address, new Set()).has(other)));
  }
}

/** The text of everything in a stack, by its address. */
function textsOf({ data, ephemeral, resource }: Blocks): Map<string, string> {
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
