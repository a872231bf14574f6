import type { App } from 'cdktf';
import { FlowLogDestination, FlowLogs } from '../../lib/aws/network/flow-logs';
import { Key, KeyUse } from '../../lib/aws/iam/kms-key';
import { Network } from '../../lib/aws/network/network';
import { type AddressDemand, checkCapacity } from '../../lib/aws/compute/address-capacity';
import { InterfaceEndpoints, privateOperation } from '../../lib/aws/network/vpc-endpoints';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import type { Stack } from '../../lib/aws/stack/stack';
import { entriesOf } from '../../lib/core/canonical';
import { report, writtenIn } from '../../lib/core/diagnostics';
import { instanceTypes } from '../../lib/aws/compute/instance-types';
import { sourceOf } from '../../environments';
import type { Environment } from '../../environments/environment';
import { exposuresOf } from '../../lib/platform/exposures';
import { environmentStack } from './stack';
import { namesOf, networkOf } from '../../lib/platform/contract';

/** What everything else stands in. */
export function networkStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'network');
  const network = new Network(stack, 'network', networkOf(environment));
  writtenIn(network, (setting) => sourceOf(environment)(`network.${setting}`));
  new PrivateZone(stack, 'private-zone', {
    name: namesOf(environment).privateZone,
    protect: environment.protection.stateful,
    vpcId: network.vpcId,
  });
  flowLogs(stack, environment, network);
  awsServices(stack, environment, network);
  if (!network.faulty) hasRoom(stack, environment);
}

/** A record of who talked to whom. */
function flowLogs(stack: Stack, environment: Environment, network: Network): void {
  const { account, name, network: settings, protection, region } = environment;
  const key = new Key(stack, 'flow-logs-key', {
    account,
    description: 'records of connections',
    name: `${name}-flow-logs`,
    protect: protection.stateful,
    region,
    usedBy: { Logs: KeyUse.logGroups(FlowLogs.logGroupOf({ name })) },
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
function awsServices(stack: Stack, { name, network: settings, region }: Environment, network: Network): void {
  if (settings.awsServices === 'private') {
    new InterfaceEndpoints(stack, 'endpoints', {
      name,
      network,
      region,
      services: privateOperation,
      tier: 'endpoints',
    });
  } else if (settings.nat === 'none') {
    report(network, [
      {
        fix: `set awsServices to 'private', or nat to 'single'`,
        rule: `machines reach AWS at private addresses or through NAT, and there is no NAT, got 'through-nat'`,
        setting: 'awsServices',
      },
    ]);
  }
}

/** Every pod has an address of the private tier: all groups at their largest must fit. */
function hasRoom(stack: Stack, environment: Environment): void {
  const groups = entriesOf(environment.nodeGroups).map(([name, { instanceType, max }]): [string, AddressDemand] => [
    name,
    // A type that nobody knows is reported by its group.
    { maxNodes: max, podsPerNode: instanceTypes[instanceType]?.maxPods ?? 0 },
  ]);
  report(
    stack,
    checkCapacity(networkOf(environment), {
      groups: Object.fromEntries(groups),
      // The internal load balancer; interface endpoints have a tier of their own.
      loadBalancers: exposuresOf(environment).some(({ facing }) => facing === 'internal') ? 1 : 0,
      setting: 'nodeGroups',
      tier: 'private',
    }),
  );
}
