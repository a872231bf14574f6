import type { App } from 'cdktf';
import { type AddressDemand, checkAddressCapacity } from '../../lib/aws/compute/address-capacity';
import { instanceTypes } from '../../lib/aws/compute/instance-types';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import { KmsKeyGrant } from '../../lib/aws/iam/kms-key';
import { FlowLogDestination, FlowLogs } from '../../lib/aws/network/flow-logs';
import { Network } from '../../lib/aws/network/network';
import { InterfaceEndpoints, requiredAwsApis } from '../../lib/aws/network/vpc-endpoints';
import type { Stack } from '../../lib/aws/stack/stack';
import { Bucket } from '../../lib/aws/storage/bucket';
import { BucketGrant } from '../../lib/aws/storage/bucket-props';
import { sortedEntries } from '../../lib/core/canonical';
import { addFindings, computed, computedProps, withSources } from '../../lib/core/diagnostics';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { checkAwsApiAccess } from '../../lib/platform/infrastructure/network-props';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { environmentNetwork } from './data-tier-acl';
import { encryptionKey } from './encryption-key';
import { environmentStack } from './stack';

/** The network of all other stacks, with its private zone, its flow logs and its route to the AWS APIs. */
export function networkStack(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const stack = environmentStack(app, environment, 'network');
  const network = createNetwork(stack, environment);
  createPrivateZone(stack, environment, network);
  createFlowLogs(stack, environment, network);
  createAwsApiAccess(stack, environment, network);
  if (!network.isInvalid) addFindings(network, checkCapacity(environment, services));
}

function createNetwork(stack: Stack, environment: Environment): Network {
  const network = new Network(stack, 'network', environmentNetwork(environment));
  const settings = settingsLocation(environment);
  // Checks of this stack: whether nodes reach the AWS APIs, and whether all pods get an address.
  const checked = { ...settings.at('network').pick('awsApiAccess'), ...settings.pick('nodeGroups') };
  withSources(Network, network, {
    ...settings.pick('name', 'region'),
    ...settings.at('network').pick('cidr', 'nat', 'tiers', 'zones'),
    reservedCidrs: { services: settings.at('cluster').at('serviceCidr') },
    clusterName: settings.at('name'),
    ...computedProps('defaultAcl', 'dhcp', 'ipv6', 'natPlacement'),
    ...checked,
  });
  return network;
}

/** The zone of private names, by which the other stacks and the pods reach data services. */
function createPrivateZone(stack: Stack, environment: Environment, { vpcId }: Network): void {
  const { deletionProtection } = environment;
  const { privateZone: name } = resourceNames(environment);
  const zone = new PrivateZone(stack, 'private-zone', { name, deletionProtection, vpcId });
  withSources(PrivateZone, zone, {
    ...settingsLocation(environment).pick('name', 'deletionProtection'),
    vpcId: computed,
  });
}

/** VPC flow logs, in a bucket that is encrypted by a key of its own. */
function createFlowLogs(stack: Stack, environment: Environment, network: Network): void {
  const { account, name, network: settings, region } = environment;
  const flowLogs = new FlowLogs(stack, 'flow-logs', {
    account,
    destination: FlowLogDestination.bucket(flowLogsBucket(stack, environment)),
    maxAggregationInterval: settings.flowLogs.maxAggregationInterval,
    name,
    network,
    region,
  });
  const locations = settingsLocation(environment);
  withSources(FlowLogs, flowLogs, {
    ...locations.pick('name', 'account', 'region'),
    ...locations.at('network').at('flowLogs').pick('maxAggregationInterval'),
    ...computedProps('destination', 'network'),
  });
}

function flowLogsBucket(stack: Stack, environment: Environment): Bucket {
  const { account, deletionProtection, name, network: settings, region } = environment;
  const bucket = new Bucket(stack, 'flow-logs-bucket', {
    account,
    deletionProtection,
    encryption: encryptionKey(stack, 'flow-logs-key', environment, {
      description: 'records of connections',
      name: `${name}-flow-logs`,
      grants: { Delivery: KmsKeyGrant.logDelivery() },
    }),
    expiration: settings.flowLogs.retention,
    grants: { FlowLogs: BucketGrant.logDelivery(FlowLogs.prefix) },
    name: resourceNames(environment).flowLogs,
    // Records are written once. Deleted ones are gone after a day.
    noncurrentVersionRetention: '1d',
    region,
  });
  const locations = settingsLocation(environment);
  withSources(Bucket, bucket, {
    ...locations.pick('name', 'account', 'deletionProtection', 'region'),
    expiration: locations.at('network').at('flowLogs').at('retention'),
    ...computedProps('accessLogs', 'encryption', 'grants', 'newerNoncurrentVersions', 'noncurrentVersionRetention'),
  });
  return bucket;
}

/** The route of nodes to the AWS APIs: interface endpoints, or else NAT. */
function createAwsApiAccess(stack: Stack, environment: Environment, network: Network): void {
  const { name, network: settings, region } = environment;
  addFindings(network, checkAwsApiAccess(settings));
  if (settings.awsApiAccess !== 'interface-endpoints') return;
  const endpoints = new InterfaceEndpoints(stack, 'endpoints', {
    name,
    network,
    region,
    services: requiredAwsApis,
    tier: 'endpoints',
  });
  withSources(InterfaceEndpoints, endpoints, {
    ...settingsLocation(environment).pick('name', 'region'),
    ...computedProps('network', 'services', 'tier'),
  });
}

/** Every node has an address of the tier `private`, and every pod one of `pods`: all groups must fit at their maximum size. */
function checkCapacity(environment: Environment, services: readonly DeployedService[]) {
  const groups = sortedEntries(environment.nodeGroups).map(
    ([name, { instanceType, maxSizePerZone, mixedInstances }]): [string, AddressDemand] => {
      // The node group reports an unknown instance type.
      const types = [instanceType, ...(mixedInstances?.alternatives ?? [])].flatMap(
        (type) => instanceTypes[type] ?? [],
      );
      return [
        name,
        {
          maxNodesPerZone: maxSizePerZone,
          podInterfaces: Math.max(1, ...types.map(({ podInterfaces }) => podInterfaces)),
          podsPerNode: Math.max(0, ...types.map(({ maxPods }) => maxPods)),
        },
      ];
    },
  );
  return checkAddressCapacity(environmentNetwork(environment), {
    groups: Object.fromEntries(groups),
    // The internal load balancer. Interface endpoints have a tier of their own.
    loadBalancers: services.some(({ exposure }) => exposure?.scheme === 'internal') ? 1 : 0,
    podTier: 'pods',
    setting: 'nodeGroups',
    tier: 'private',
  });
}
