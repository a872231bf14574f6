/** Names by which the stacks of an environment look up each other's resources. All of them are known at synthesis. */
export function resourceNames({ account, name }: { readonly account: string; readonly name: string }) {
  return {
    // Bucket names are unique in all of AWS, so they contain the account.
    accessLogs: `${account}-${name}-access-logs`,
    flowLogs: `${account}-${name}-flow-logs`,
    cluster: name,
    database: `${name}-postgres`,
    internalLoadBalancer: `${name}-internal`,
    loadBalancer: `${name}-public`,
    nodeRole: `${name}-node`,
    nodes: `${name}-nodes`,
    privateZone: `${name}.internal`,
  };
}

/** The label below an environment's domain that the addresses of the internal load balancer end in. */
export const internalLabel = 'internal';

/** Domains of exposed services by the scheme of their load balancer: the environment's own, and one below it. */
export function serviceDomains({ domain }: { readonly domain: string }) {
  return { 'internal': `${internalLabel}.${domain}`, 'internet-facing': domain } as const;
}
