import type { App } from 'cdktf';
import { type AddressDemand, checkAddressCapacity } from '../../lib/aws/compute/address-capacity';
import { instanceTypes } from '../../lib/aws/compute/instance-types';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import { KmsKey, KmsKeyGrant } from '../../lib/aws/iam/kms-key';
import { FlowLogDestination, FlowLogs, type FlowLogsProps } from '../../lib/aws/network/flow-logs';
import { Network } from '../../lib/aws/network/network';
import type { NetworkProps } from '../../lib/aws/network/props';
import { InterfaceEndpoints, requiredAwsApis } from '../../lib/aws/network/vpc-endpoints';
import type { Stack } from '../../lib/aws/stack/stack';
import { sortedEntries } from '../../lib/core/canonical';
import { addFindings, computed, type Sources, withSources } from '../../lib/core/diagnostics';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { checkAwsApiAccess } from '../../lib/platform/infrastructure/network-props';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import { settingLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { environmentNetwork } from './data-tier-acl';
import { environmentStack } from './stack';

/** The network of all other stacks, with its flow logs and its route to the AWS APIs. */
export function networkStack(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const stack = environmentStack(app, environment, 'network');
  const network = createNetwork(stack, environment);
  new PrivateZone(stack, 'private-zone', {
    name: resourceNames(environment).privateZone,
    deletionProtection: environment.deletionProtection,
    vpcId: network.vpcId,
  });
  createFlowLogs(stack, environment, network);
  createAwsApiAccess(stack, environment, network);
  if (!network.isInvalid) addFindings(network, checkCapacity(environment, services));
}

function createNetwork(stack: Stack, environment: Environment): Network {
  const network = new Network(stack, 'network', environmentNetwork(environment));
  const settings = settingLocation(environment, 'network');
  const sources: Sources<NetworkProps> = {
    name: settingLocation(environment, 'name'),
    region: settingLocation(environment, 'region'),
    cidr: settings.at('cidr'),
    tiers: settings.at('tiers'),
    zones: settings.at('zones'),
    nat: settings.at('nat'),
    natPlacement: computed,
    ipv6: computed,
    defaultAcl: computed,
    dhcp: computed,
    reservedCidrs: { services: settingLocation(environment, 'cluster', 'serviceCidr') },
    clusterName: settingLocation(environment, 'name'),
  };
  // Checks of this stack: whether nodes reach the AWS APIs, and whether all pods get an address.
  const checked = { awsApiAccess: settings.at('awsApiAccess'), nodeGroups: settingLocation(environment, 'nodeGroups') };
  withSources<NetworkProps & typeof checked>(network, { ...sources, ...checked });
  return network;
}

/** VPC flow logs, encrypted by a key of their own. */
function createFlowLogs(stack: Stack, environment: Environment, network: Network): void {
  const { account, name, network: settings, deletionProtection, region } = environment;
  const key = new KmsKey(stack, 'flow-logs-key', {
    account,
    description: 'records of connections',
    name: `${name}-flow-logs`,
    deletionProtection,
    region,
    grants: { Logs: KmsKeyGrant.logGroups(FlowLogs.logGroupName({ name })) },
  });
  const flowLogs = new FlowLogs(stack, 'flow-logs', {
    account,
    destination: FlowLogDestination.logGroup({ key, retention: settings.flowLogs.retention }),
    maxAggregationInterval: settings.flowLogs.maxAggregationInterval,
    name,
    network,
    region,
  });
  withSources<FlowLogsProps>(flowLogs, {
    name: settingLocation(environment, 'name'),
    network: computed,
    account: settingLocation(environment, 'account'),
    region: settingLocation(environment, 'region'),
    maxAggregationInterval: settingLocation(environment, 'network', 'flowLogs', 'maxAggregationInterval'),
    destination: computed,
  });
}

/** The route of nodes to the AWS APIs: interface endpoints, or the NAT gateways that there must be. */
function createAwsApiAccess(stack: Stack, { name, network: settings, region }: Environment, network: Network): void {
  addFindings(network, checkAwsApiAccess(settings));
  if (settings.awsApiAccess !== 'interface-endpoints') return;
  new InterfaceEndpoints(stack, 'endpoints', {
    name,
    network,
    region,
    services: requiredAwsApis,
    tier: 'endpoints',
  });
}

/** Every pod has an address of the private tier, so all node groups must fit at their maximum size. */
function checkCapacity(environment: Environment, services: readonly DeployedService[]) {
  const groups = sortedEntries(environment.nodeGroups).map(
    ([name, { instanceType, maxSize }]): [string, AddressDemand] => [
      name,
      // The node group reports an unknown instance type.
      { maxNodes: maxSize, podsPerNode: instanceTypes[instanceType]?.maxPods ?? 0 },
    ],
  );
  return checkAddressCapacity(environmentNetwork(environment), {
    groups: Object.fromEntries(groups),
    // The internal load balancer. Interface endpoints have a tier of their own.
    loadBalancers: services.some(({ exposure }) => exposure?.scheme === 'internal') ? 1 : 0,
    setting: 'nodeGroups',
    tier: 'private',
  });
}
