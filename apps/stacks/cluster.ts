import type { App } from 'cdktf';
import { Database, databasePort } from '../../lib/aws/database/database';
import { ErrorRateAlarm } from '../../lib/aws/load-balancing/error-rate-alarm';
import { InstanceRole } from '../../lib/aws/compute/instance-role';
import type { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import { MachineImage } from '../../lib/aws/compute/machine-image';
import { Network } from '../../lib/aws/network/network';
import { type INetwork } from '../../lib/aws/network/props';
import { egressScope } from '../../lib/aws/network/address-plan';
import { NodeGroup } from '../../lib/aws/compute/node-group';
import { serviceAddresses } from '../../lib/aws/network/prefix-list';
import { InstanceRefresh } from '../../lib/aws/compute/instance-refresh';
import { type IAlarm } from '../../lib/aws/monitoring/alarm';
import { SecurityGroup } from '../../lib/aws/network/security-group';
import { SecurityGroupRule } from '../../lib/aws/network/security-group-rule';
import type { Stack } from '../../lib/aws/stack/stack';
import { sortedEntries } from '../../lib/core/canonical';
import { withSource } from '../../lib/core/diagnostics';
import { type Duration, longest } from '../../lib/core/units';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqDrainTimeout, rabbitmqNodeGroup } from '../services/rabbitmq';
import { exposureFor } from '../../lib/platform/exposures';
import { deployedServices } from '../../lib/platform/variants';
import { alarmTopic, environmentStack } from './stack';
import { resourceNames, networkProps, usedRepositories } from '../../lib/platform/contract';
import { exposedServices, loadBalancers } from './load-balancers';

/** The machines that run pods, and the way in to them. */
export function clusterStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'cluster');
  const network = Network.existing(stack, 'network', { ...networkProps(environment), use: ['private', 'public'] });
  const nodes = nodeSecurityGroup(stack, environment, network);
  const balancers = loadBalancers(stack, environment, network);
  const groups = nodeGroups(stack, environment, {
    failures: errorRateAlarm(stack, environment, balancers['internet-facing']),
    network,
    nodes,
  });
  exposedServices(stack, { balancers, environment, groups, nodes });
}

/** What nodes may be asked and may ask: each other, the database, and by TLS as much of the world as they reach. */
function nodeSecurityGroup(stack: Stack, environment: Environment, network: INetwork): SecurityGroup {
  const names = resourceNames(environment);
  const nodes = new SecurityGroup(stack, 'nodes', {
    displayName: 'nodes',
    name: names.nodes,
    egressScope: egressScope(networkProps(environment), 'private'),
    vpcId: network.vpcId,
  });
  const database = SecurityGroup.existing(
    stack,
    'database',
    Database.securityGroupProps({ name: names.database, network }),
  );
  // Pods have addresses of their own behind this group; between them, network policies decide.
  new SecurityGroupRule(stack, 'nodes-to-nodes', {
    from: nodes,
    port: 'all',
    description: 'pods and kubelets',
    to: nodes,
  });
  new SecurityGroupRule(stack, 'nodes-to-database', {
    from: nodes,
    port: databasePort,
    description: 'PostgreSQL',
    to: database,
  });
  if (nodes.egressScope === 'internet') {
    const description = 'AWS, registries and sources';
    new SecurityGroupRule(stack, 'nodes-to-internet', { from: nodes, port: 443, description, to: '0.0.0.0/0' });
  } else {
    restrictEgressToVpc(stack, environment, nodes);
  }
  return nodes;
}

/** Where there is no NAT: AWS's services are in the network, as the API server is, and S3 and DynamoDB are behind its gateways. */
function restrictEgressToVpc(stack: Stack, { network, region }: Environment, from: SecurityGroup): void {
  const description = 'AWS and the API server';
  new SecurityGroupRule(stack, 'nodes-to-network', { from, port: 443, description, to: network.cidr });
  for (const service of ['dynamodb', 's3'] as const) {
    const to = serviceAddresses(stack, `addresses-${service}`, { region, service });
    new SecurityGroupRule(stack, `nodes-to-${service}`, {
      from,
      port: 443,
      description: 'by the gateway endpoint',
      to,
    });
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
  const clusterName = resourceNames(environment).cluster;
  const groups = sortedEntries(environment.nodeGroups);
  const role = new InstanceRole(stack, 'node-role', {
    account,
    autoScalingGroups: groups.map(([name, settings]) => NodeGroup.physicalName({ ...settings, clusterName, name })),
    name: resourceNames(environment).nodeRole,
    pullFrom: { releases: usedRepositories(environment) },
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
        drainTimeout: maxDrainTimeout(group, environment),
        image,
        instanceProfile: role.profileName,
        name: group,
        // Where requests are served, failing ones stop a roll.
        instanceRefresh: InstanceRefresh.launchBeforeTerminating(
          hasExposedService(group, environment) ? { alarms: [failures] } : {},
        ),
        securityGroups: [nodes],
        subnets: Object.values(network.subnets('private')),
      });
      withSource(nodeGroup, (setting) => settingSource(environment)(`nodeGroups.${group}.${setting}`));
      return [[group, nodeGroup]];
    }),
  );
}

/** Whether requests from outside reach the machines of a group. */
function hasExposedService(group: string, environment: Environment): boolean {
  return deployedServices(environment).some(
    ({ service }) => service.nodeGroup === group && exposureFor(service, environment) !== undefined,
  );
}

/** What a machine of a group waits for at most when it goes: the slowest of all that runs on it. */
function maxDrainTimeout(group: string, environment: Environment): Duration {
  const drains = deployedServices(environment)
    .filter(({ service }) => service.nodeGroup === group)
    .map(({ service }) => service.drainTimeout);
  return longest(group === rabbitmqNodeGroup ? [...drains, rabbitmqDrainTimeout] : drains);
}

/** One image for all groups that name it, so that one pin is one fact. */
function machineImages(stack: Stack, environment: Environment): Readonly<Record<string, MachineImage>> {
  const used = new Set(Object.values(environment.nodeGroups).map(({ image }) => image));
  return Object.fromEntries(
    sortedEntries(environment.machineImages)
      .filter(([image]) => used.has(image))
      .map(([image, pin]) => [image, new MachineImage(stack, `image-${image}`, pin)]),
  );
}

/** What tells that people are not served. */
function errorRateAlarm(stack: Stack, environment: Environment, loadBalancer: ApplicationLoadBalancer): IAlarm {
  const alarm = new ErrorRateAlarm(stack, 'failures', {
    maxErrorRatePercent: environment.loadBalancer.maxErrorRatePercent,
    loadBalancer,
    topic: alarmTopic(stack, environment),
  });
  withSource(alarm, () => settingSource(environment)('loadBalancer.maxErrorRatePercent'));
  return alarm;
}
