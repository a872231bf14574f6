import { Token } from 'cdktf';
import { AutoscalingGroup, type AutoscalingGroupTag } from '@cdktf/provider-aws/lib/autoscaling-group';
import type { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { NodeCapacity } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { requireProps } from '../../core/required-props';
import { previousConstructId, stableName } from '../../core/stable-name';
import { seconds } from '../../core/units';
import type { ISubnet } from '../network/props';
import { defaultTags } from '../stack/tags';
import { keepPreviousName } from '../stack/moved-blocks';
import { StackFile } from '../stack/stack-file';
import { autoscalerTags } from './group-labels';
import { createLaunchTemplate } from './launch-template';
import { createTerminatingHook, launchingHook, terminatingHeartbeat } from './lifecycle-hooks';
import { mixedInstancesPolicy } from './mixed-instances';
import { nodeCapacity } from './node-capacity';
import { checkNodeGroup } from './node-group-checks';
import {
  type NodeGroupNames,
  type NodeGroupProps,
  type NodeGroupSettings,
  placeholders,
  withDefaults,
} from './node-group-props';
import { createFailureEvents } from './failure-events';
import { createCapacityAlarm, createDrainAlarm } from './group-alarms';
import { createScalingPolicies, ignoredSizes } from './scaling';
import { bootScript } from './user-data';
import { requireUniqueName } from '../stack/unique-name';

/**
 * All group metrics of EC2 Auto Scaling. They are free of charge.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnableMetricsCollection.html
 */
const groupMetrics = [
  'GroupDesiredCapacity',
  'GroupInServiceInstances',
  'GroupMaxSize',
  'GroupMinSize',
  'GroupPendingInstances',
  'GroupStandbyInstances',
  'GroupTerminatingInstances',
  'GroupTotalInstances',
];

/**
 * Nodes of a cluster as an Auto Scaling group in each zone, whose instances are replaced and never changed. Every change of the
 * launch template is a new version of it, and an instance refresh replaces the instances: new ones are launched before old ones
 * are terminated. An instance is in service only after its launch hook is completed by the node itself, so a defective image
 * stops the refresh at the first instance. The cluster autoscaler owns the desired capacity.
 *
 * Removing or replacing a group does not drain it: Terraform destroys the terminating hook before the group. Set
 * `minSizePerZone` and `maxSizePerZone` to 0, apply, and remove the group when its last instance is terminated.
 *
 * @example
 * new NodeGroup(stack, 'node-group-general', {
 *   name: 'general',
 *   clusterName: 'lab',
 *   image,
 *   instanceProfile: 'lab-node',
 *   instanceType: 'm6i.xlarge',
 *   minSizePerZone: 1,
 *   maxSizePerZone: 2,
 *   rootVolume: '60Gi',
 *   securityGroups: [nodes],
 *   subnets: network.subnets('private'),
 * });
 */
export class NodeGroup extends Construct {
  /** The names of the Auto Scaling groups by zone. */
  readonly groupNames: Readonly<Record<string, string>>;
  /** The maximum number of instances in all zones. */
  readonly maxSize: number;
  /** The resources of the group for pods. Undefined for an unknown instance type, which is reported. */
  readonly capacity: NodeCapacity | undefined;
  /** The labels of the nodes. */
  readonly labels: Readonly<Record<string, string>>;
  /** The taints of the nodes, by key. */
  readonly taints: Readonly<Record<string, string>>;
  /** The name before a rename, by which its attachments to target groups had their ids. */
  readonly renamedFrom: string | undefined;
  private readonly physicalName: string;
  private readonly settings: NodeGroupSettings;

  constructor(scope: Construct, id: string, given: NodeGroupProps) {
    super(scope, id);
    const props = requireProps(this, given, placeholders);
    this.settings = withDefaults(props);
    this.physicalName = NodeGroup.physicalName(props);
    addFindings(this, checkNodeGroup(this.settings, this.physicalName));
    const setting = props.physicalName === undefined ? 'name' : 'physicalName';
    requireUniqueName(this, { kind: 'launch template', name: this.physicalName, setting });
    const template = createLaunchTemplate(this, {
      ...this.settings,
      instanceTags: this.instanceTags(),
      physicalName: this.physicalName,
      userData: this.userData().base64,
    });
    this.groupNames = Object.fromEntries(
      sortedEntries(props.subnets).map(([zone, subnet]) => [zone, this.createZone(zone, subnet, template)]),
    );
    const { alarmTopic: topic } = this.settings;
    if (topic) createFailureEvents(this, { groups: Object.values(this.groupNames), name: this.physicalName, topic });
    keepPreviousName(this, previousConstructId(this, props));
    this.maxSize = props.maxSizePerZone * Object.keys(props.subnets).length;
    this.capacity = nodeCapacity({ ...props, maxNodes: this.maxSize });
    this.renamedFrom = props.renamedFrom;
    this.labels = this.settings.labels;
    this.taints = this.settings.taints;
  }

  /** Returns the name of the launch template, with which the names of the Auto Scaling groups begin. */
  static physicalName(names: NodeGroupNames): string {
    return names.physicalName ?? `${names.clusterName}-${nameInAws(names)}`;
  }

  /** Returns the names of the Auto Scaling groups as a pattern for IAM policies: AWS completes them. */
  static namePattern(names: NodeGroupNames): string {
    return `${NodeGroup.physicalName(names)}-*`;
  }

  /** Creates the Auto Scaling group of a zone with its hook, policies and alarms, and returns its name. */
  private createZone(zone: string, subnet: ISubnet, template: LaunchTemplate): string {
    const { alarmTopic, defaultInstanceWarmup, drainTimeout, scaling } = this.settings;
    const { name } = this.createAutoScalingGroup(zone, subnet, template);
    createTerminatingHook(this, { name, zone }, drainTimeout);
    createScalingPolicies(this, { name, zone }, scaling, defaultInstanceWarmup);
    const options = { name, physicalName: this.physicalName, topic: alarmTopic, zone };
    createCapacityAlarm(this, options);
    createDrainAlarm(this, { ...options, drainTimeout });
    return name;
  }

  private userData(): StackFile {
    const { clusterName, labels, name, taints } = this.settings;
    return new StackFile(this, 'user-data', {
      content: bootScript({ clusterName, group: nameInAws(this.settings), labels, taints }),
      path: `user-data/${name}.sh`,
    });
  }

  private createAutoScalingGroup(zone: string, subnet: ISubnet, template: LaunchTemplate): AutoscalingGroup {
    const { defaultInstanceWarmup, instanceRefresh, maxInstanceLifetime, maxSizePerZone, minSizePerZone, scaling } =
      this.settings;
    return new AutoscalingGroup(this, `auto-scaling-group-${zone}`, {
      // Replaces a Spot Instance before AWS interrupts it.
      capacityRebalance: true,
      ...(seconds(defaultInstanceWarmup) > 0 && { defaultInstanceWarmup: seconds(defaultInstanceWarmup) }),
      enabledMetrics: groupMetrics,
      // Load balancer health checks would terminate nodes because of one defective service.
      healthCheckType: 'EC2',
      initialLifecycleHook: [launchingHook],
      instanceRefresh: instanceRefresh.arguments(defaultInstanceWarmup),
      ...this.launchSettings(template),
      // Exposed services attach their target groups; an apply of the group must not detach them.
      lifecycle: {
        // A group with another name has its instances before those of the old one are drained.
        createBeforeDestroy: true,
        ignoreChanges: ['load_balancers', ...ignoredSizes(scaling), 'target_group_arns', 'traffic_source'],
      },
      ...(maxInstanceLifetime !== undefined && { maxInstanceLifetime: seconds(maxInstanceLifetime) }),
      maxSize: maxSizePerZone,
      minSize: minSizePerZone,
      // With a fixed name, a new group would collide with the one that it replaces, such as one whose creation failed.
      namePrefix: `${this.physicalName}-${zone}-`,
      tag: this.groupTags(zone),
      timeouts: { delete: this.deleteTimeout, update: '30m' },
      vpcZoneIdentifier: [subnet.id],
      // A wait that fails at the first instance without capacity would leave a group that the next apply replaces.
      waitForCapacityTimeout: '0',
    });
  }

  private launchSettings({ id, latestVersion }: LaunchTemplate) {
    const { instanceType, mixedInstances } = this.settings;
    // A change of $Latest would start no instance refresh.
    const template = { id, version: Token.asString(latestVersion) };
    return mixedInstances
      ? { mixedInstancesPolicy: mixedInstancesPolicy(instanceType, mixedInstances, template) }
      : { launchTemplate: template };
  }

  /** Destroying a group takes the whole heartbeat of its last instance and the shutdown after it. */
  private get deleteTimeout(): string {
    const slowest = terminatingHeartbeat(this.settings.drainTimeout) + seconds('15m');
    return `${Math.ceil(Math.max(slowest, seconds('30m')) / 60)}m`;
  }

  /** Tags of the instances, and the labels and taints that let the cluster autoscaler scale up from zero. */
  private groupTags(zone: string): AutoscalingGroupTag[] {
    const { scaling } = this.settings;
    const owned = scaling.by === 'cluster-autoscaler' ? autoscalerTags(this.settings) : {};
    return sortedEntries({ ...owned, ...this.instanceTags(), Name: `${this.physicalName}-${zone}` }).map(
      ([key, value]) => ({
        key,
        propagateAtLaunch: !key.startsWith('k8s.io/cluster-autoscaler/'),
        value,
      }),
    );
  }

  private instanceTags(): Record<string, string> {
    const { clusterName, image } = this.settings;
    return {
      ...defaultTags(this),
      [`kubernetes.io/cluster/${clusterName}`]: 'owned',
      'kubernetes_version': image.kubernetesVersion,
      'node-group': nameInAws(this.settings),
    };
  }
}

/** Returns the name in the tags of the instances. A rename keeps it: a change would replace all of them. */
function nameInAws({ name, renamedFrom }: NodeGroupNames): string {
  return stableName({ name, renamedFrom });
}
