/** Address of a container-image repository in ECR. */
export interface RepositoryAddress {
  /** The account, 12 digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** The repository's name: `imp/api`. */
  readonly name: string;
}

/**
 * Hosts of ECR: of IPv4, of IPv4 and IPv6, each also with FIPS, and those of the partition of China.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/ecr.html
 */
const ecrHost = String.raw`(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)`;
const ecrAddress = new RegExp(`^${ecrHost}/(.+)$`);

/** Parses a repository's address in ECR. Returns undefined for an address in any other registry. */
export function repositoryAddress(repository: string): RepositoryAddress | undefined {
  const [, account, region, name] = ecrAddress.exec(repository) ?? [];
  return account !== undefined && region !== undefined && name !== undefined ? { account, name, region } : undefined;
}
