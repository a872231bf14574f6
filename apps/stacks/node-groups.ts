import { InstanceRefresh } from '../../lib/aws/compute/instance-refresh';
import { InstanceRole } from '../../lib/aws/compute/instance-role';
import { MachineImage, type MachineImageProps } from '../../lib/aws/compute/machine-image';
import { NodeGroup } from '../../lib/aws/compute/node-group';
import type { NodeGroupProps } from '../../lib/aws/compute/node-group-props';
import type { IAlarm } from '../../lib/aws/monitoring/alarm';
import type { INetwork } from '../../lib/aws/network/props';
import type { SecurityGroup } from '../../lib/aws/network/security-group';
import type { Stack } from '../../lib/aws/stack/stack';
import { sortedEntries } from '../../lib/core/canonical';
import { computed, type Sources, withSources } from '../../lib/core/diagnostics';
import type { SettingsLocation } from '../../lib/core/settings-location';
import { type Duration, maxDuration } from '../../lib/core/units';
import { type DeployedService, withVariants } from '../../lib/platform/definitions/deployed-services';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import { usedRepositories } from '../../lib/platform/infrastructure/used-repositories';
import { settingLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqDrainTimeout } from '../rabbitmq-names';

interface NodeGroupsProps {
  /** Alarm that stops the instance refresh of groups with exposed services. */
  readonly alarm: IAlarm;
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
      const nodeGroup = new NodeGroup(stack, `node-group-${name}`, {
        ...settings,
        clusterName: resourceNames(environment).cluster,
        drainTimeout: longestDrain(name, environment, running).drainTimeout,
        image,
        instanceProfile: profileName,
        name,
        // Failed requests stop an instance refresh.
        instanceRefresh: InstanceRefresh.launchBeforeTerminating(
          hasExposedService(name, running) ? { alarms: [props.alarm] } : {},
        ),
        securityGroups: [props.nodes],
        subnets: Object.values(props.network.subnets('private')),
      });
      withSources<NodeGroupProps>(nodeGroup, nodeGroupSources(name, environment, running));
      return [[name, nodeGroup]];
    }),
  );
}

function nodeGroupSources(
  name: string,
  environment: Environment,
  services: readonly DeployedService[],
): Sources<NodeGroupProps> {
  const settings = settingLocation(environment, 'nodeGroups', name);
  return {
    name: settings,
    clusterName: settingLocation(environment, 'name'),
    image: settings.at('image'),
    instanceType: settings.at('instanceType'),
    mixedInstances: settings.at('mixedInstances'),
    minSize: settings.at('minSize'),
    maxSize: settings.at('maxSize'),
    rootVolume: settings.at('rootVolume'),
    rootVolumePerformance: computed,
    subnets: computed,
    securityGroups: computed,
    instanceProfile: computed,
    labels: settings.at('labels'),
    taints: settings.at('taints'),
    drainTimeout: longestDrain(name, environment, services).location ?? computed,
    instanceRefresh: settings.at('maxSize'),
    scaling: computed,
    defaultInstanceWarmup: computed,
    maxInstanceLifetime: computed,
    renamedFrom: settings.at('renamedFrom'),
    physicalName: settings.at('physicalName'),
  };
}

/** The role and instance profile of all nodes. */
function nodeRole(stack: Stack, environment: Environment): InstanceRole {
  const { account, containerImages, nodeGroups: groups, region } = environment;
  const { cluster: clusterName, nodeRole: name } = resourceNames(environment);
  return new InstanceRole(stack, 'node-role', {
    account,
    autoScalingGroups: sortedEntries(groups).map(([group, settings]) =>
      NodeGroup.physicalName({ ...settings, clusterName, name: group }),
    ),
    name,
    pullFrom: { releases: usedRepositories(containerImages) },
    region,
  });
}

/** True if requests from outside of the cluster are served by the nodes of a group. */
function hasExposedService(group: string, services: readonly DeployedService[]): boolean {
  return services.some(({ definition, exposure }) => definition.nodeGroup === group && exposure !== undefined);
}

/** The longest drain timeout of everything that runs on a group, and the setting that it is copied from. */
function longestDrain(
  group: string,
  { rabbitmq }: Pick<Environment, 'rabbitmq'>,
  services: readonly DeployedService[],
): { readonly drainTimeout: Duration; readonly location?: SettingsLocation } {
  const running = services.filter(({ definition }) => definition.nodeGroup === group);
  const drainTimeout = maxDuration([
    ...running.map(({ definition }) => definition.drainTimeout),
    ...(rabbitmq.nodeGroup === group ? [rabbitmqDrainTimeout] : []),
  ]);
  const slowest = running.find(({ definition }) => definition.drainTimeout === drainTimeout);
  return { drainTimeout, ...(slowest && { location: slowest.settingLocation('drainTimeout') }) };
}

/** One image for all groups that name it, so that a pin is a single data source. */
function machineImages(stack: Stack, environment: Environment): Readonly<Record<string, MachineImage>> {
  const used = new Set(Object.values(environment.nodeGroups).map(({ image }) => image));
  return Object.fromEntries(
    sortedEntries(environment.machineImages)
      .filter(([name]) => used.has(name))
      .map(([name, { id, kubernetesVersion }]) => {
        const image = new MachineImage(stack, `image-${name}`, { id, kubernetesVersion });
        withSources<MachineImageProps>(image, { id: computed, kubernetesVersion: computed });
        return [name, image];
      }),
  );
}
