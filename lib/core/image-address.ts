/** Address of a container-image repository in ECR. */
export interface RepositoryAddress {
  /** The account, 12 digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** The repository's name: `imp/api`. */
  readonly name: string;
}

/** Parses a repository's address in ECR. Returns undefined for an address in any other registry. */
export function repositoryAddress(repository: string): RepositoryAddress | undefined {
  const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/(.+)$/.exec(repository) ?? [];
  return account !== undefined && region !== undefined && name !== undefined ? { account, name, region } : undefined;
}
