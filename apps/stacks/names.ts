import { Database, databasePort } from '../../lib/aws/database';
import type { NetworkProps } from '../../lib/aws/network';
import { checkNetwork, rangeOf } from '../../lib/aws/network-plan';
import { entriesOf } from '../../lib/core/canonical';
import type { Cidr } from '../../lib/core/cidr';
import type { InfrastructureContract } from '../../lib/core/contract';
import type { Repositories } from '../../lib/aws/registry';
import type { Environment } from '../../environments/environment';

/** Names by which the stacks of an environment find what another one owns. All of them are known at synthesis. */
export function namesOf({ account, name }: Environment) {
  return {
    // Unique among all buckets of AWS, as the account is among accounts.
    accessLogs: `${account}-${name}-access-logs`,
    cluster: name,
    database: `${name}-postgres`,
    loadBalancer: `${name}-public`,
    nodeRole: `${name}-node`,
    nodes: `${name}-nodes`,
    privateZone: `${name}.internal`,
  };
}

/** The network of an environment, for the stack that owns it and for those that look it up. */
export function networkOf(environment: Environment): NetworkProps {
  const { cluster, name, network, region } = environment;
  const { public: open, private: closed, data } = network.tiers;
  return {
    apartFrom: { services: cluster.serviceCidr },
    cidr: network.cidr,
    clusterName: namesOf(environment).cluster,
    name,
    nat: network.nat,
    region,
    tiers: {
      data: { ...data, access: 'isolated' },
      private: { ...closed, access: 'private' },
      public: { ...open, access: 'public' },
    },
    zones: network.zones,
  };
}

/** What the infrastructure of an environment offers to the workloads on it. */
export function contractOf(environment: Environment): InfrastructureContract {
  const { cluster, network, region } = environment;
  return {
    clusterDomain: cluster.domain,
    database: {
      addresses: rangesOf(environment, 'data'),
      host: Database.hostOf(namesOf(environment).privateZone),
      port: databasePort,
      readHost: Database.replicaHostOf(namesOf(environment).privateZone),
    },
    internal: [network.cidr, cluster.serviceCidr, '169.254.0.0/16'],
    nodeAddresses: rangesOf(environment, 'private'),
    zones: entriesOf(network.zones).map(([zone]) => `${region}${zone}`),
  };
}

/** The subnets of a tier. Of a plan that is wrong, which the network reports and nothing is written of, a range for documents. */
function rangesOf(environment: Environment, tier: 'private' | 'data'): Cidr[] {
  const plan = networkOf(environment);
  if (checkNetwork(plan).length > 0) return ['192.0.2.0/24'];
  return entriesOf(plan.zones).map(([zone]) => rangeOf(plan, tier, zone));
}

/** The repositories that an environment's pinned releases come from: its nodes may pull from no others. */
export function registryOf({ releases }: Environment): Repositories {
  const found = entriesOf(releases).flatMap(([, { repository }]) => {
    const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/(.+)$/.exec(repository) ?? [];
    return account !== undefined && region !== undefined && name !== undefined ? [{ account, name, region }] : [];
  });
  const [first] = found;
  return { account: first?.account ?? '', region: first?.region ?? '', repositories: found.map(({ name }) => name) };
}
