import type { App } from 'cdktf';
import { Database, databasePort } from '../../lib/aws/database/database';
import { FailureAlarm } from '../../lib/aws/load-balancing/error-rate-alarm';
import { InstanceRole } from '../../lib/aws/compute/instance-role';
import type { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import { MachineImage } from '../../lib/aws/compute/machine-image';
import { Network } from '../../lib/aws/network/network';
import { type INetwork } from '../../lib/aws/network/props';
import { reachOf } from '../../lib/aws/network/address-plan';
import { NodeGroup } from '../../lib/aws/compute/node-group';
import { serviceAddresses } from '../../lib/aws/network/prefix-list';
import { Rollout } from '../../lib/aws/compute/instance-refresh';
import { type IAlarm } from '../../lib/aws/monitoring/alarm';
import { SecurityGroup } from '../../lib/aws/network/security-group';
import { Connection } from '../../lib/aws/network/security-group-rule';
import type { Stack } from '../../lib/aws/stack/stack';
import { entriesOf } from '../../lib/core/canonical';
import { writtenIn } from '../../lib/core/diagnostics';
import { type Duration, longest } from '../../lib/core/units';
import { sourceOf } from '../../environments';
import type { Environment } from '../../environments/environment';
import { brokerDrain, brokerNodeGroup } from '../services/rabbitmq';
import { exposureOf } from '../../lib/platform/exposures';
import { runningIn } from '../../lib/platform/variants';
import { alarmTopic, environmentStack } from './stack';
import { namesOf, networkOf, registryOf } from '../../lib/platform/contract';
import { exposedServices, loadBalancers } from './load-balancers';

/** The machines that run pods, and the way in to them. */
export function clusterStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'cluster');
  const network = Network.existing(stack, 'network', { ...networkOf(environment), use: ['private', 'public'] });
  const nodes = nodeSecurityGroup(stack, environment, network);
  const balancers = loadBalancers(stack, environment, network);
  const groups = nodeGroups(stack, environment, {
    failures: failureAlarm(stack, environment, balancers.internet),
    network,
    nodes,
  });
  exposedServices(stack, { balancers, environment, groups, nodes });
}

/** What nodes may be asked and may ask: each other, the database, and by TLS as much of the world as they reach. */
function nodeSecurityGroup(stack: Stack, environment: Environment, network: INetwork): SecurityGroup {
  const names = namesOf(environment);
  const nodes = new SecurityGroup(stack, 'nodes', {
    label: 'nodes',
    name: names.nodes,
    reach: reachOf(networkOf(environment), 'private'),
    vpcId: network.vpcId,
  });
  const database = SecurityGroup.existing(
    stack,
    'database',
    Database.securityGroupOf({ name: names.database, network }),
  );
  // Pods have addresses of their own behind this group; between them, network policies decide.
  new Connection(stack, 'nodes-to-nodes', { from: nodes, port: 'all', purpose: 'pods and kubelets', to: nodes });
  new Connection(stack, 'nodes-to-database', { from: nodes, port: databasePort, purpose: 'PostgreSQL', to: database });
  if (nodes.reach === 'internet') {
    const purpose = 'AWS, registries and sources';
    new Connection(stack, 'nodes-to-internet', { from: nodes, port: 443, purpose, to: '0.0.0.0/0' });
  } else {
    staysInside(stack, environment, nodes);
  }
  return nodes;
}

/** Where there is no NAT: AWS's services are in the network, as the API server is, and S3 and DynamoDB are behind its gateways. */
function staysInside(stack: Stack, { network, region }: Environment, from: SecurityGroup): void {
  const purpose = 'AWS and the API server';
  new Connection(stack, 'nodes-to-network', { from, port: 443, purpose, to: network.cidr });
  for (const service of ['dynamodb', 's3'] as const) {
    const to = serviceAddresses(stack, `addresses-${service}`, { region, service });
    new Connection(stack, `nodes-to-${service}`, { from, port: 443, purpose: 'by the gateway endpoint', to });
  }
}

function nodeGroups(
  stack: Stack,
  environment: Environment,
  {
    failures,
    network,
    nodes,
  }: { readonly failures: IAlarm; readonly network: INetwork; readonly nodes: SecurityGroup },
): Readonly<Record<string, NodeGroup>> {
  const { account, region } = environment;
  const clusterName = namesOf(environment).cluster;
  const groups = entriesOf(environment.nodeGroups).map(
    ([group, { renamedFrom, ...settings }]) =>
      [
        group,
        {
          ...settings,
          ...(renamedFrom !== undefined && { renamedFrom: { id: `node-group-${renamedFrom}`, name: renamedFrom } }),
        },
      ] as const,
  );
  const role = new InstanceRole(stack, 'node-role', {
    account,
    autoScalingGroups: groups.map(([name, settings]) => NodeGroup.nameOf({ ...settings, clusterName, name })),
    name: namesOf(environment).nodeRole,
    pullFrom: { releases: registryOf(environment) },
    region,
  });
  const images = machineImages(stack, environment);
  return Object.fromEntries(
    groups.flatMap(([group, settings]) => {
      const image = images[settings.image];
      // A missing pin has been reported with the environment.
      if (!image) return [];
      const nodeGroup = new NodeGroup(stack, `node-group-${group}`, {
        ...settings,
        clusterName,
        drain: longestDrainOn(group, environment),
        image,
        instanceProfile: role.profileName,
        name: group,
        // Where requests are served, failing ones stop a roll.
        rollout: Rollout.launchFirst(serves(group, environment) ? { alarms: [failures] } : {}),
        securityGroups: [nodes],
        subnets: Object.values(network.subnets('private')),
      });
      writtenIn(nodeGroup, (setting) => sourceOf(environment)(`nodeGroups.${group}.${setting}`));
      return [[group, nodeGroup]];
    }),
  );
}

/** Whether requests from outside reach the machines of a group. */
function serves(group: string, environment: Environment): boolean {
  return runningIn(environment).some(
    ({ service }) => service.nodeGroup === group && exposureOf(service, environment) !== undefined,
  );
}

/** What a machine of a group waits for at most when it goes: the slowest of all that runs on it. */
function longestDrainOn(group: string, environment: Environment): Duration {
  const drains = runningIn(environment)
    .filter(({ service }) => service.nodeGroup === group)
    .map(({ service }) => service.drain);
  return longest(group === brokerNodeGroup ? [...drains, brokerDrain] : drains);
}

/** One image for all groups that name it, so that one pin is one fact. */
function machineImages(stack: Stack, environment: Environment): Readonly<Record<string, MachineImage>> {
  const used = new Set(Object.values(environment.nodeGroups).map(({ image }) => image));
  return Object.fromEntries(
    entriesOf(environment.images)
      .filter(([image]) => used.has(image))
      .map(([image, pin]) => [image, new MachineImage(stack, `image-${image}`, pin)]),
  );
}

/** What tells that people are not served. */
function failureAlarm(stack: Stack, environment: Environment, loadBalancer: ApplicationLoadBalancer): IAlarm {
  const alarm = new FailureAlarm(stack, 'failures', {
    above: environment.loadBalancer.stopRollsAbove,
    loadBalancer,
    topic: alarmTopic(stack, environment),
  });
  writtenIn(alarm, () => sourceOf(environment)('loadBalancer.stopRollsAbove'));
  return alarm;
}
