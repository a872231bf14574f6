import type { App } from 'cdktf';
import { FlowLogDestination, FlowLogs } from '../../lib/aws/network/flow-logs';
import { KmsKey, KmsKeyGrant } from '../../lib/aws/iam/kms-key';
import { Network } from '../../lib/aws/network/network';
import { type AddressDemand, checkAddressCapacity } from '../../lib/aws/compute/address-capacity';
import { InterfaceEndpoints, requiredAwsApis } from '../../lib/aws/network/vpc-endpoints';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import type { Stack } from '../../lib/aws/stack/stack';
import { sortedEntries } from '../../lib/core/canonical';
import { addFindings, withSource } from '../../lib/core/diagnostics';
import { instanceTypes } from '../../lib/aws/compute/instance-types';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { exposures } from '../../lib/platform/exposures';
import { environmentStack } from './stack';
import { resourceNames, networkProps } from '../../lib/platform/contract';

/** What everything else stands in. */
export function networkStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'network');
  const network = new Network(stack, 'network', networkProps(environment));
  withSource(network, (setting) => settingSource(environment)(`network.${setting}`));
  new PrivateZone(stack, 'private-zone', {
    name: resourceNames(environment).privateZone,
    deletionProtection: environment.protection.stateful,
    vpcId: network.vpcId,
  });
  flowLogs(stack, environment, network);
  awsApiAccess(stack, environment, network);
  if (!network.isInvalid) addressCapacity(stack, environment);
}

/** A record of who talked to whom. */
function flowLogs(stack: Stack, environment: Environment, network: Network): void {
  const { account, name, network: settings, protection, region } = environment;
  const key = new KmsKey(stack, 'flow-logs-key', {
    account,
    description: 'records of connections',
    name: `${name}-flow-logs`,
    deletionProtection: protection.stateful,
    region,
    grants: { Logs: KmsKeyGrant.logGroups(FlowLogs.logGroupName({ name })) },
  });
  new FlowLogs(stack, 'flow-logs', {
    account,
    destination: FlowLogDestination.logGroup({ key, retention: settings.flowLogs.retention }),
    interval: settings.flowLogs.interval,
    name,
    network,
    region,
  });
}

/** Where machines reach AWS's own services: one of the two ways there must be. */
function awsApiAccess(stack: Stack, { name, network: settings, region }: Environment, network: Network): void {
  if (settings.awsApiAccess === 'interface-endpoints') {
    new InterfaceEndpoints(stack, 'endpoints', {
      name,
      network,
      region,
      services: requiredAwsApis,
      tier: 'endpoints',
    });
  } else if (settings.nat === 'none') {
    addFindings(network, [
      {
        hint: `set awsApiAccess to 'interface-endpoints', or nat to 'single'`,
        message: `machines reach AWS at private addresses or through NAT, and there is no NAT, got 'nat'`,
        setting: 'awsApiAccess',
      },
    ]);
  }
}

/** Every pod has an address of the private tier: all groups at their largest must fit. */
function addressCapacity(stack: Stack, environment: Environment): void {
  const groups = sortedEntries(environment.nodeGroups).map(
    ([name, { instanceType, maxSize }]): [string, AddressDemand] => [
      name,
      // A type that nobody knows is reported by its group.
      { maxNodes: maxSize, podsPerNode: instanceTypes[instanceType]?.maxPods ?? 0 },
    ],
  );
  addFindings(
    stack,
    checkAddressCapacity(networkProps(environment), {
      groups: Object.fromEntries(groups),
      // The internal load balancer; interface endpoints have a tier of their own.
      loadBalancers: exposures(environment).some(({ scheme }) => scheme === 'internal') ? 1 : 0,
      setting: 'nodeGroups',
      tier: 'private',
    }),
  );
}
