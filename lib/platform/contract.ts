import { Database, databasePort } from '../aws/database/database';
import type { NetworkProps } from '../aws/network/props';
import type { AclRules } from '../aws/network/props';
import { checkNetwork, tierSubnetCidr, vpcPrefixes } from '../aws/network/address-plan';
import { sortedEntries } from '../core/canonical';
import { checkAddressPlan, checkCidr, type Cidr, tierCidr } from '../core/cidr';
import type { InfrastructureContract } from '../core/contract';
import { repositoryAddress } from '../core/image-address';
import type { Repositories } from '../aws/ecr/ecr-repositories';
import type { Environment } from '../../environments/environment';

/** Names by which the stacks of an environment find what another one owns. All of them are known at synthesis. */
export function resourceNames({ account, name }: Pick<Environment, 'account' | 'name'>) {
  return {
    // Unique among all buckets of AWS, as the account is among accounts.
    accessLogs: `${account}-${name}-access-logs`,
    cluster: name,
    database: `${name}-postgres`,
    internalLoadBalancer: `${name}-internal`,
    loadBalancer: `${name}-public`,
    nodeRole: `${name}-node`,
    nodes: `${name}-nodes`,
    privateZone: `${name}.internal`,
  };
}

/** The domains in which services have their names: the environment's own, and one below it that only the network sees. */
export function serviceDomains({ domain }: Environment) {
  return { 'internal': `internal.${domain}`, 'internet-facing': domain } as const;
}

/** The network of an environment, for the stack that owns it and for those that look it up. */
export function networkProps(environment: Environment): NetworkProps {
  const { cluster, name, network, region } = environment;
  return {
    reservedCidrs: { services: cluster.serviceCidr },
    cidr: network.cidr,
    clusterName: resourceNames(environment).cluster,
    name,
    nat: network.nat,
    region,
    tiers: { ...network.tiers, data: { ...network.tiers.data, acl: dataAcl(environment) } },
    zones: network.zones,
  };
}

/**
 * What the data tier lets through, on top of its security groups: the private tier may ask the database, its own machines
 * each other, and nobody else anything.
 */
function dataAcl({ network: { cidr, tiers, zones } }: Environment): AclRules {
  // A plan that is wrong is reported by the network.
  if (checkCidr(cidr, 'cidr', vpcPrefixes).length > 0 || checkAddressPlan({ tiers, zones }).length > 0) return {};
  const clients = { action: 'allow', number: 100, peer: tierCidr(cidr, tiers.private), protocol: 'tcp' } as const;
  const within = { action: 'allow', number: 110, peer: tierCidr(cidr, tiers.data), protocol: 'all' } as const;
  return {
    'answers': { ...clients, direction: 'out', ports: '1024-65535' },
    'clients': { ...clients, direction: 'in', ports: databasePort },
    'within-in': { ...within, direction: 'in' },
    'within-out': { ...within, direction: 'out' },
  };
}

/** What the infrastructure of an environment offers to the workloads on it. */
export function infrastructureContract(environment: Environment): InfrastructureContract {
  const { cluster, network, region } = environment;
  return {
    awsApiAddresses: network.awsApiAccess === 'interface-endpoints' ? subnetCidrs(environment, 'endpoints') : [],
    clusterDomain: cluster.domain,
    database: {
      addresses: subnetCidrs(environment, 'data'),
      host: Database.primaryHost(resourceNames(environment).privateZone),
      port: databasePort,
      readerHost: Database.readerHost(resourceNames(environment).privateZone),
    },
    internalAddresses: [network.cidr, cluster.serviceCidr, '169.254.0.0/16'],
    nodeAddresses: subnetCidrs(environment, 'private'),
    zones: sortedEntries(network.zones).map(([zone]) => `${region}${zone}`),
  };
}

/** The subnets of a tier. Of a plan that is wrong, which the network reports and nothing is written of, a range for documents. */
function subnetCidrs(environment: Environment, tier: 'private' | 'data' | 'endpoints'): Cidr[] {
  const plan = networkProps(environment);
  if (checkNetwork(plan).length > 0) return ['192.0.2.0/24'];
  return sortedEntries(plan.zones).map(([zone]) => tierSubnetCidr(plan, tier, zone));
}

/** The repositories that an environment's pinned releases come from: its nodes may pull from no others. */
export function usedRepositories({ containerImages }: Environment): Repositories {
  const found = sortedEntries(containerImages).flatMap(([, { repository }]) => repositoryAddress(repository) ?? []);
  const [first] = found;
  // A service and a variant of it come from one repository.
  const repositories = [...new Set(found.map(({ name }) => name))];
  return { account: first?.account ?? '', region: first?.region ?? '', repositories };
}
