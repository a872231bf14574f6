/** Where a repository of images is: an account's registry in a region, and its name there. */
export interface RepositoryAddress {
  /** The account, 12 digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** The repository's name: `imp/api`. */
  readonly name: string;
}

/** The parts of a repository's address in a registry of AWS (ECR); undefined for one of anybody else's. */
export function repositoryAddress(repository: string): RepositoryAddress | undefined {
  const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/(.+)$/.exec(repository) ?? [];
  return account !== undefined && region !== undefined && name !== undefined ? { account, name, region } : undefined;
}
