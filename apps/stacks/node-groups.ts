import { InstanceRefresh } from '../../lib/aws/compute/instance-refresh';
import { InstanceRole } from '../../lib/aws/compute/instance-role';
import { MachineImage } from '../../lib/aws/compute/machine-image';
import { NodeGroup } from '../../lib/aws/compute/node-group';
import type { IAlarm } from '../../lib/aws/monitoring/alarm';
import type { ITopic } from '../../lib/aws/monitoring/alarm-topic';
import type { INetwork } from '../../lib/aws/network/props';
import type { SecurityGroup } from '../../lib/aws/network/security-group';
import type { Stack } from '../../lib/aws/stack/stack';
import { byCodePoint, sortedEntries } from '../../lib/core/canonical';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import { type DeployedService, withVariants } from '../../lib/platform/definitions/deployed-services';
import { type LongestDuration, longestDrainTimeout } from '../../lib/platform/definitions/longest';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import { usedRepositories } from '../../lib/platform/infrastructure/used-repositories';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqDrainTimeout } from '../rabbitmq-names';

interface NodeGroupsProps {
  /** Alarm that stops the instance refresh of groups with exposed services. */
  readonly alarm: IAlarm;
  readonly alarmTopic: ITopic | undefined;
  readonly environment: Environment;
  readonly network: INetwork;
  /** Security group of the nodes. */
  readonly nodes: SecurityGroup;
  readonly services: readonly DeployedService[];
}

/** The node groups of an environment, with the role that all nodes have. */
export function nodeGroups(stack: Stack, props: NodeGroupsProps): Readonly<Record<string, NodeGroup>> {
  const { environment, services } = props;
  const running = withVariants(services);
  const { profileName } = nodeRole(stack, environment);
  const images = machineImages(stack, environment);
  return Object.fromEntries(
    sortedEntries(environment.nodeGroups).flatMap(([name, settings]) => {
      const image = images[settings.image];
      // A missing pin is reported with the environment.
      if (!image) return [];
      const drain = longestDrain(name, environment, running);
      const nodeGroup = new NodeGroup(stack, `node-group-${name}`, {
        ...settings,
        alarmTopic: props.alarmTopic,
        clusterName: resourceNames(environment).cluster,
        drainTimeout: drain.duration,
        image,
        instanceProfile: profileName,
        name,
        // Failed requests stop an instance refresh.
        instanceRefresh: InstanceRefresh.launchBeforeTerminating(
          hasExposedService(name, running) ? { alarms: [props.alarm] } : {},
        ),
        securityGroups: [props.nodes],
        subnets: props.network.subnets('private'),
      });
      recordSources(nodeGroup, environment, name, drain);
      return [[name, nodeGroup]];
    }),
  );
}

function recordSources(nodeGroup: NodeGroup, environment: Environment, name: string, drain: LongestDuration): void {
  const settings = settingsLocation(environment).at('nodeGroups').at(name);
  withSources(NodeGroup, nodeGroup, {
    name: settings,
    clusterName: settingsLocation(environment).at('name'),
    ...settings.pick(
      'image',
      'instanceType',
      'mixedInstances',
      'minSizePerZone',
      'maxSizePerZone',
      'rootVolume',
      'labels',
      'taints',
    ),
    ...settings.pick('renamedFrom', 'physicalName'),
    drainTimeout: drain.location ?? computed,
    instanceRefresh: settings.at('maxSizePerZone'),
    alarmTopic: settingsLocation(environment).at('alarms').at('topic'),
    ...computedProps('defaultInstanceWarmup', 'instanceProfile', 'maxInstanceLifetime', 'rootVolumePerformance'),
    ...computedProps('scaling', 'securityGroups', 'subnets'),
  });
}

/** The role and instance profile of all nodes. */
function nodeRole(stack: Stack, environment: Environment): InstanceRole {
  const { account, containerImages, nodeGroups: groups, region } = environment;
  const { cluster: clusterName, nodeRole: name } = resourceNames(environment);
  const role = new InstanceRole(stack, 'node-role', {
    account,
    autoScalingGroups: sortedEntries(groups)
      .map(([group, settings]) => NodeGroup.namePattern({ ...settings, clusterName, name: group }))
      .sort(byCodePoint),
    name,
    pullFrom: usedRepositories(containerImages),
    region,
  });
  withSources(InstanceRole, role, {
    ...settingsLocation(environment).pick('name', 'account', 'region'),
    autoScalingGroups: settingsLocation(environment).at('nodeGroups'),
    ...computedProps('permissions', 'pullFrom'),
  });
  return role;
}

/** True if requests from outside of the cluster are served by the nodes of a group. */
function hasExposedService(group: string, services: readonly DeployedService[]): boolean {
  return services.some(({ definition, exposure }) => definition.nodeGroup === group && exposure !== undefined);
}

/** The longest drain timeout of everything that runs on a group. */
function longestDrain(
  group: string,
  { rabbitmq }: Pick<Environment, 'rabbitmq'>,
  services: readonly DeployedService[],
): LongestDuration {
  const running = services.filter(({ definition }) => definition.nodeGroup === group);
  return longestDrainTimeout(running, rabbitmq.nodeGroup === group ? rabbitmqDrainTimeout : '0s');
}

/** One image for all groups that name it, so that a pin is a single data source. */
function machineImages(stack: Stack, environment: Environment): Readonly<Record<string, MachineImage>> {
  const used = new Set(Object.values(environment.nodeGroups).map(({ image }) => image));
  return Object.fromEntries(
    sortedEntries(environment.machineImages)
      .filter(([name]) => used.has(name))
      .map(([name, { architecture, id, kubernetesVersion, owner, rootDevice }]) => {
        const image = new MachineImage(stack, `image-${name}`, {
          id,
          kubernetesVersion,
          ...(architecture && { architecture }),
          ...(owner && { owner }),
          ...(rootDevice && { rootDevice }),
        });
        withSources(
          MachineImage,
          image,
          computedProps('architecture', 'id', 'kubernetesVersion', 'owner', 'rootDevice'),
        );
        return [name, image];
      }),
  );
}
