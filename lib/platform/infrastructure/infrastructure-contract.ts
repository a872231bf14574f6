import { Construct } from 'constructs';
import { nodeCapacity } from '../../aws/compute/node-capacity';
import { Database, databasePort } from '../../aws/database/database';
import { checkNetwork, subnetName, tierSubnetCidr } from '../../aws/network/address-plan';
import type { NetworkProps } from '../../aws/network/props';
import { sortedEntries } from '../../core/canonical';
import { addressCidr, checkCidr, checkNoOverlap, checkPrivateCidr, type Cidr, servicePrefixes } from '../../core/cidr';
import type {
  DatabaseEndpoint,
  Endpoint,
  InfrastructureContract,
  NodeGroupFacts,
  NodeLabels,
  PodSubnet,
} from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import { type NetworkEnvironment, networkProps } from './network-props';
import { resourceNames } from './resource-names';

/** Constructs that workloads depend on. */
export interface InfrastructureContractProps {
  readonly network: AddressedNetwork;
  /** Node groups by the name that services use. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupFacts>>;
  /**
   * Host names and port of the database, whose addresses are those of the tier `data`.
   *
   * @default none: no service connects to `database`
   */
  readonly database?: Omit<DatabaseEndpoint, 'addresses'>;
  /**
   * Addresses of Services, which are excluded from the internet.
   *
   * @default '172.20.0.0/16'
   */
  readonly serviceCidr?: Cidr;
  /**
   * Tier of the pods.
   *
   * @default 'pods'
   */
  readonly podTier?: string;
  /**
   * Tier of the interface endpoints.
   *
   * @default none: the AWS APIs are reached through NAT
   */
  readonly endpointTier?: string;
}

/** A network with its subnets by tier and zone. */
export interface AddressedNetwork {
  /**
   * True for a network with mistakes, which it reports: its subnets have an address for documentation.
   *
   * @default false
   */
  readonly isInvalid?: boolean;
  readonly cidr: Cidr;
  subnets(tier: string): Readonly<Record<string, PodSubnet>>;
}

/** Settings of an environment that its contract follows from. */
export interface ContractEnvironment extends NetworkEnvironment {
  readonly nodeGroups: Readonly<Record<string, NodeGroupEnvironment>>;
}

/** Settings of a node group that its facts follow from. */
export interface NodeGroupEnvironment extends NodeLabels {
  readonly instanceType: string;
  readonly maxSizePerZone: number;
  readonly mixedInstances?: { readonly alternatives: readonly string[] };
}

const defaultServiceCidr: Cidr = '172.20.0.0/16';
const instanceMetadata: Cidr = '169.254.0.0/16';
const documentationRange: Cidr = '192.0.2.0/24';
const documentationPods: Cidr = '198.51.100.0/24';

/**
 * The contract between infrastructure and workloads, from the constructs of the infrastructure. Mistakes in the addresses of
 * Services are reported for the network.
 */
export function infrastructureContract(props: InfrastructureContractProps): InfrastructureContract {
  if (Construct.isConstruct(props.network)) addFindings(props.network, checkServiceCidr(props));
  const { database, endpointTier, network, nodeGroups, podTier = 'pods', serviceCidr = defaultServiceCidr } = props;
  const services =
    checkCidr(serviceCidr, 'serviceCidr', servicePrefixes).length === 0 ? serviceCidr : documentationRange;
  const addresses = (tier: string) =>
    network.isInvalid ? [documentationRange] : sortedEntries(network.subnets(tier)).map(([, { cidr }]) => cidr);
  const nodeAddresses = addresses('private');
  return {
    apiServer: apiServerEndpoints(services, nodeAddresses),
    awsApiAddresses: endpointTier === undefined ? [] : addresses(endpointTier),
    ...(database && {
      database: {
        addresses: addresses('data'),
        host: database.host,
        ...(database.maxConnections !== undefined && { maxConnections: database.maxConnections }),
        port: database.port,
        readerHost: database.readerHost,
      },
    }),
    internalAddresses: [network.isInvalid ? documentationRange : network.cidr, services, instanceMetadata],
    nodeAddresses,
    nodeGroups: Object.fromEntries(
      sortedEntries(nodeGroups).map(([name, { capacity, labels, taints }]) => [name, { capacity, labels, taints }]),
    ),
    podSubnets: network.isInvalid
      ? { a: { cidr: documentationPods } }
      : Object.fromEntries(
          sortedEntries(network.subnets(podTier)).map(([zone, { cidr, name }]) => [
            zone,
            { cidr, ...(name !== undefined && { name }) },
          ]),
        ),
  };
}

/** The first address of the range belongs to the Service `kubernetes`. */
function apiServerEndpoints(services: Cidr, masters: readonly Cidr[]): Endpoint[] {
  return [
    { name: 'api-server', ports: [443], peer: { addresses: [addressCidr(services, 1)] } },
    { name: 'masters', ports: [443, 6443], peer: { addresses: masters } },
  ];
}

/** Checks the addresses of Services: private ones outside of the network. The network of an environment has its own check. */
function checkServiceCidr({ network, serviceCidr = defaultServiceCidr }: InfrastructureContractProps): Finding[] {
  const malformed = checkCidr(serviceCidr, 'serviceCidr', servicePrefixes);
  if (malformed.length > 0 || network.isInvalid) return malformed;
  return [
    ...checkPrivateCidr(serviceCidr, 'serviceCidr'),
    ...checkNoOverlap(serviceCidr, 'serviceCidr', { cidr: network.cidr }),
  ];
}

/** The contract of an environment, from its settings: workloads are described without the infrastructure's constructs. */
export function environmentContract(environment: ContractEnvironment): InfrastructureContract {
  const { cluster, network, nodeGroups } = environment;
  const zone = resourceNames(environment).privateZone;
  const zones = Object.keys(network.zones).length;
  return infrastructureContract({
    network: plannedNetwork(networkProps(environment)),
    nodeGroups: Object.fromEntries(
      sortedEntries(nodeGroups).map(([name, group]) => [
        name,
        { ...group, capacity: nodeCapacity({ ...group, maxNodes: group.maxSizePerZone * zones }) },
      ]),
    ),
    database: {
      host: Database.primaryHost(zone),
      port: databasePort,
      readerHost: Database.readerHost(zone),
    },
    serviceCidr: cluster.serviceCidr,
    ...(network.awsApiAccess === 'interface-endpoints' && { endpointTier: 'endpoints' }),
  });
}

/** The subnets of a network before it exists. */
function plannedNetwork(plan: NetworkProps): AddressedNetwork {
  return {
    cidr: plan.cidr,
    isInvalid: checkNetwork(plan).length > 0,
    subnets: (tier) =>
      Object.fromEntries(
        Object.keys(plan.zones).map((zone) => [
          zone,
          { cidr: tierSubnetCidr(plan, tier, zone), name: subnetName(plan.name, tier, zone) },
        ]),
      ),
  };
}
