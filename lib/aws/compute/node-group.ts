import { Token } from 'cdktf';
import { AutoscalingGroup, type AutoscalingGroupTag } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-lifecycle-hook';
import type { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { entriesOf } from '../../core/canonical';
import { report } from '../../core/diagnostics';
import { type Duration, seconds, type Storage } from '../../core/units';
import { bootScript, launchTemplate } from './launch-template';
import type { MachineImage } from './machine-image';
import { type MixedInstances, mixedInstancesPolicy } from './mixed-instances';
import { keepFormer } from '../stack/moved-blocks';
import type { ISubnet } from '../network/network';
import { checkNodeGroup, terminatingHeartbeat } from './node-group-checks';
import type { VolumePerformance } from './root-volume';
import { Rollout } from './instance-refresh';
import { ownedElsewhere, scaleBy, Scaling } from './scaling';
import type { ISecurityGroup } from '../network/security-group';
import { StackFile } from '../stack/stack-file';

export interface NodeGroupProps {
  /** The group's own name: `general`. @replaces the group, the new one before the old one goes; @inPlace where `renamedFrom` says what it was */
  readonly name: string;
  /** The cluster that the machines join; with the name, the physical name. @replaces the group; the new one comes before the old one goes */
  readonly clusterName: string;
  /** The image that every machine runs. @inPlace: machines are rolled, new ones before old ones go */
  readonly image: MachineImage;
  /** EC2 instance type, one of `lib/core/instance-types`. @inPlace: machines are rolled */
  readonly instanceType: string;
  /** Types that may take its place, and how many machines are on spot. @default one type, on demand @inPlace: machines are rolled */
  readonly mixed?: MixedInstances;
  /** Machines at least. @inPlace */
  readonly min: number;
  /** Machines at most. @inPlace */
  readonly max: number;
  /** Encrypted gp3 root volume. @inPlace: machines are rolled */
  readonly rootVolume: Storage;
  /** What the volume does beyond its baseline. @default the baseline of gp3 @inPlace: machines are rolled */
  readonly rootVolumePerformance?: VolumePerformance;
  /** One subnet of each zone. @inPlace */
  readonly subnets: readonly ISubnet[];
  /** What guards the machines. @inPlace: machines are rolled */
  readonly securityGroups: readonly ISecurityGroup[];
  /** The instance profile. @inPlace: machines are rolled */
  readonly instanceProfile: string;
  /** Labels of the nodes. @inPlace: machines are rolled */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of the nodes, by key: `{ dedicated: 'transfer:NoSchedule' }`. @inPlace: machines are rolled */
  readonly taints: Readonly<Record<string, string>>;
  /** How long a machine that goes may take: the longest drain of what runs on it, up to 115m. @inPlace */
  readonly drain: Duration;
  /** How machines are replaced. @default Rollout.launchFirst() @inPlace */
  readonly rollout?: Rollout;
  /** Who says how many machines there are. @default Scaling.byClusterAutoscaler() @inPlace */
  readonly scaling?: Scaling;
  /** From a machine that says it is ready to one that counts. @default '0s': what says so is ready @inPlace */
  readonly warmUp?: Duration;
  /** Machines older than this are replaced: 1 to 365 days. @default they stay until something changes @inPlace */
  readonly maxLifetime?: Duration;
  /** What it was called: machines, group and template are kept, with the names that they had. @default it was not renamed @replaces the group, when it is removed and no `physicalName` stands in */
  readonly renamedFrom?: FormerGroup;
  /** The name of group and launch template in AWS. @default cluster and (former) name, joined by a hyphen @replaces the group; the new one comes before the old one goes */
  readonly physicalName?: string;
}

/** A group before it was renamed. */
export interface FormerGroup {
  /** The id of its construct: `node-group-general`. */
  readonly id: string;
  /** Its name: `general`. */
  readonly name: string;
}

/** What a group's physical name follows from. */
export type GroupNames = Pick<NodeGroupProps, 'clusterName' | 'name' | 'physicalName' | 'renamedFrom'>;

/** From the start of a machine to a Ready node, twice over: pulling images is the slowest part. */
const bootBudget: Duration = '15m';

/** All group metrics of EC2 Auto Scaling; they cost nothing. Source: EnableMetricsCollection, AWS. */
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
 * Machines that are replaced, never changed: a change of anything baked in is a new launch template version, and the group
 * rolls itself, starting new machines before old ones go. A machine counts only when it says itself that its node is ready,
 * so a bad image stops at its first machine. The number of machines belongs to the cluster's autoscaler.
 *
 * A group that is removed from the program, or replaced, is not drained: Terraform destroys the hook that its machines wait
 * for before the group. Set `min` and `max` to 0, apply, and remove it when its last machine is gone.
 */
export class NodeGroup extends Construct {
  /** The Auto Scaling group's name. */
  readonly groupName: string;
  /** Machines at most. */
  readonly max: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeGroupProps,
  ) {
    super(scope, id);
    report(this, checkNodeGroup(props, this.physicalName));
    const template = launchTemplate(this, {
      ...props,
      instanceTags: this.instanceTags(),
      physicalName: this.physicalName,
      userData: this.userData().base64,
    });
    const group = this.autoScalingGroup(template);
    this.terminatingHook(group);
    scaleBy(this, group.name, this.scaling, props.warmUp ?? '0s');
    keepFormer(this, props.renamedFrom?.id);
    this.groupName = group.name;
    this.max = props.max;
  }

  /** The physical name of a group, known without asking anyone. */
  static nameOf(names: GroupNames): string {
    return names.physicalName ?? `${names.clusterName}-${knownAs(names)}`;
  }

  private get physicalName(): string {
    return NodeGroup.nameOf(this.props);
  }

  private get scaling(): Scaling {
    return this.props.scaling ?? Scaling.byClusterAutoscaler();
  }

  private userData(): StackFile {
    const { clusterName, labels, name, taints } = this.props;
    return new StackFile(this, 'user-data', {
      content: bootScript({ clusterName, group: knownAs(this.props), labels, taints }),
      path: `user-data/${name}.sh`,
    });
  }

  private autoScalingGroup(template: LaunchTemplate): AutoscalingGroup {
    const { max, maxLifetime, min, rollout = Rollout.launchFirst(), subnets, warmUp = '0s' } = this.props;
    return new AutoscalingGroup(this, 'auto-scaling-group', {
      // A machine on spot that AWS is about to take is replaced before it goes.
      capacityRebalance: true,
      defaultInstanceWarmup: seconds(warmUp),
      enabledMetrics: groupMetrics,
      // Never the load balancer's checks: one bad service must not kill nodes.
      healthCheckType: 'EC2',
      initialLifecycleHook: [launchingHook()],
      instanceRefresh: rollout.instanceRefresh,
      ...this.launchedFrom(template),
      // Exposed services attach themselves; the group must not detach them again.
      lifecycle: {
        // Under another name, its machines are there before the old ones are drained.
        createBeforeDestroy: true,
        ignoreChanges: ['load_balancers', ...ownedElsewhere(this.scaling), 'target_group_arns', 'traffic_source'],
      },
      ...(maxLifetime !== undefined && { maxInstanceLifetime: seconds(maxLifetime) }),
      maxSize: max,
      minSize: min,
      name: this.physicalName,
      // An autoscaler that takes a node away on purpose must not see its zone refilled.
      ...(this.scaling.by === 'cluster-autoscaler' && { suspendedProcesses: ['AZRebalance'] }),
      tag: this.groupTags(),
      timeouts: { delete: this.deleteTimeout, update: '30m' },
      // The provider waits for the first machines, and they may take as long as their hook lets them.
      waitForCapacityTimeout: `${(seconds(bootBudget) + 300) / 60}m`,
      vpcZoneIdentifier: subnets.map(({ id }) => id),
    });
  }

  private launchedFrom({ id, latestVersion }: LaunchTemplate) {
    const { instanceType, mixed } = this.props;
    // A number and not $Latest, which starts no refresh.
    const template = { id, version: Token.asString(latestVersion) };
    return mixed
      ? { mixedInstancesPolicy: mixedInstancesPolicy(instanceType, mixed, template) }
      : { launchTemplate: template };
  }

  /** Not part of the group's creation, because its heartbeat follows the services' drain, and changing an initial hook replaces the group. */
  private terminatingHook(group: AutoscalingGroup): void {
    new AutoscalingLifecycleHook(this, 'terminating-hook', {
      autoscalingGroupName: group.name,
      defaultResult: 'CONTINUE',
      heartbeatTimeout: terminatingHeartbeat(this.props.drain),
      lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      name: 'drain',
    });
  }

  /** A group goes after its last machine, which may take its whole heartbeat, and then has to shut down. */
  private get deleteTimeout(): string {
    const slowest = terminatingHeartbeat(this.props.drain) + seconds('15m');
    return `${Math.ceil(Math.max(slowest, seconds('30m')) / 60)}m`;
  }

  /** Tags of the group: those of its machines, and what lets an autoscaler start the first node from nothing. */
  private groupTags(): AutoscalingGroupTag[] {
    const { clusterName, labels, taints } = this.props;
    const template = 'k8s.io/cluster-autoscaler/node-template';
    const autoscaler = {
      'k8s.io/cluster-autoscaler/enabled': 'true',
      [`k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
      ...Object.fromEntries(entriesOf(labels).map(([key, value]) => [`${template}/label/${key}`, value])),
      ...Object.fromEntries(entriesOf(taints).map(([key, value]) => [`${template}/taint/${key}`, value])),
    };
    const owned = this.scaling.by === 'cluster-autoscaler' ? autoscaler : {};
    return entriesOf({ ...owned, ...this.instanceTags(), Name: this.physicalName }).map(([key, value]) => ({
      key,
      propagateAtLaunch: !key.startsWith('k8s.io/cluster-autoscaler/'),
      value,
    }));
  }

  private instanceTags(): Record<string, string> {
    const { clusterName, image } = this.props;
    return {
      [`kubernetes.io/cluster/${clusterName}`]: 'owned',
      'kubernetes_version': image.kubernetesVersion,
      'node-group': knownAs(this.props),
    };
  }
}

/** Part of the group from its creation, so that its first machines wait as well. */
function launchingHook() {
  return {
    defaultResult: 'ABANDON',
    heartbeatTimeout: seconds(bootBudget),
    lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
    name: 'ready',
  };
}

/** The name that machines carry: a rename must change nothing of them, or it would roll them all. */
function knownAs({ name, renamedFrom }: GroupNames): string {
  return renamedFrom?.name ?? name;
}
