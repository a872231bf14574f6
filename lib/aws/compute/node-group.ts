import { Token } from 'cdktf';
import { AutoscalingGroup, type AutoscalingGroupTag } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-lifecycle-hook';
import type { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';
import { bootScript, launchTemplate } from './launch-template';
import { mixedInstancesPolicy } from './mixed-instances';
import { keepPreviousName } from '../stack/moved-blocks';
import { checkNodeGroup, terminatingHeartbeat } from './node-group-checks';
import { InstanceRefresh } from './instance-refresh';
import { desiredCapacityOwnedElsewhere, scaleBy, Scaling } from './scaling';
import { StackFile } from '../stack/stack-file';
import { type GroupNames, type NodeGroupProps } from './node-group-props';

/** From the start of a machine to a Ready node, twice over: pulling images is the slowest part. */
const launchTimeout: Duration = '15m';

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
  readonly maxSize: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeGroupProps,
  ) {
    super(scope, id);
    addFindings(this, checkNodeGroup(props, this.physicalName));
    const template = launchTemplate(this, {
      ...props,
      instanceTags: this.instanceTags(),
      physicalName: this.physicalName,
      userData: this.userData().base64,
    });
    const group = this.autoScalingGroup(template);
    this.terminatingHook(group);
    scaleBy(this, group.name, this.scaling, props.defaultInstanceWarmup ?? '0s');
    keepPreviousName(this, props.renamedFrom?.id);
    this.groupName = group.name;
    this.maxSize = props.maxSize;
  }

  /** The physical name of a group, known without asking anyone. */
  static physicalName(names: GroupNames): string {
    return names.physicalName ?? `${names.clusterName}-${nameInAws(names)}`;
  }

  private get physicalName(): string {
    return NodeGroup.physicalName(this.props);
  }

  private get scaling(): Scaling {
    return this.props.scaling ?? Scaling.byClusterAutoscaler();
  }

  private userData(): StackFile {
    const { clusterName, labels, name, taints } = this.props;
    return new StackFile(this, 'user-data', {
      content: bootScript({ clusterName, group: nameInAws(this.props), labels, taints }),
      path: `user-data/${name}.sh`,
    });
  }

  private autoScalingGroup(template: LaunchTemplate): AutoscalingGroup {
    const {
      maxSize,
      maxInstanceLifetime,
      minSize,
      instanceRefresh = InstanceRefresh.launchBeforeTerminating(),
      subnets,
      defaultInstanceWarmup = '0s',
    } = this.props;
    return new AutoscalingGroup(this, 'auto-scaling-group', {
      // A machine on spot that AWS is about to take is replaced before it goes.
      capacityRebalance: true,
      defaultInstanceWarmup: seconds(defaultInstanceWarmup),
      enabledMetrics: groupMetrics,
      // Never the load balancer's checks: one bad service must not kill nodes.
      healthCheckType: 'EC2',
      initialLifecycleHook: [launchingHook()],
      instanceRefresh: instanceRefresh.arguments,
      ...this.launchedFrom(template),
      // Exposed services attach themselves; the group must not detach them again.
      lifecycle: {
        // Under another name, its machines are there before the old ones are drained.
        createBeforeDestroy: true,
        ignoreChanges: [
          'load_balancers',
          ...desiredCapacityOwnedElsewhere(this.scaling),
          'target_group_arns',
          'traffic_source',
        ],
      },
      ...(maxInstanceLifetime !== undefined && { maxInstanceLifetime: seconds(maxInstanceLifetime) }),
      maxSize: maxSize,
      minSize: minSize,
      name: this.physicalName,
      // An autoscaler that takes a node away on purpose must not see its zone refilled.
      ...(this.scaling.by === 'cluster-autoscaler' && { suspendedProcesses: ['AZRebalance'] }),
      tag: this.groupTags(),
      timeouts: { delete: this.deleteTimeout, update: '30m' },
      // The provider waits for the first machines, and they may take as long as their hook lets them.
      waitForCapacityTimeout: `${(seconds(launchTimeout) + 300) / 60}m`,
      vpcZoneIdentifier: subnets.map(({ id }) => id),
    });
  }

  private launchedFrom({ id, latestVersion }: LaunchTemplate) {
    const { instanceType, mixedInstances } = this.props;
    // A number and not $Latest, which starts no refresh.
    const template = { id, version: Token.asString(latestVersion) };
    return mixedInstances
      ? { mixedInstancesPolicy: mixedInstancesPolicy(instanceType, mixedInstances, template) }
      : { launchTemplate: template };
  }

  /** Not part of the group's creation, because its heartbeat follows the services' drain, and changing an initial hook replaces the group. */
  private terminatingHook(group: AutoscalingGroup): void {
    new AutoscalingLifecycleHook(this, 'terminating-hook', {
      autoscalingGroupName: group.name,
      defaultResult: 'CONTINUE',
      heartbeatTimeout: terminatingHeartbeat(this.props.drainTimeout),
      lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      name: 'drain',
    });
  }

  /** A group goes after its last machine, which may take its whole heartbeat, and then has to shut down. */
  private get deleteTimeout(): string {
    const slowest = terminatingHeartbeat(this.props.drainTimeout) + seconds('15m');
    return `${Math.ceil(Math.max(slowest, seconds('30m')) / 60)}m`;
  }

  /** Tags of the group: those of its machines, and what lets an autoscaler start the first node from nothing. */
  private groupTags(): AutoscalingGroupTag[] {
    const { clusterName, labels, taints } = this.props;
    const template = 'k8s.io/cluster-autoscaler/node-template';
    const autoscaler = {
      'k8s.io/cluster-autoscaler/enabled': 'true',
      [`k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
      ...Object.fromEntries(sortedEntries(labels).map(([key, value]) => [`${template}/label/${key}`, value])),
      ...Object.fromEntries(sortedEntries(taints).map(([key, value]) => [`${template}/taint/${key}`, value])),
    };
    const owned = this.scaling.by === 'cluster-autoscaler' ? autoscaler : {};
    return sortedEntries({ ...owned, ...this.instanceTags(), Name: this.physicalName }).map(([key, value]) => ({
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
      'node-group': nameInAws(this.props),
    };
  }
}

/** Part of the group from its creation, so that its first machines wait as well. */
function launchingHook() {
  return {
    defaultResult: 'ABANDON',
    heartbeatTimeout: seconds(launchTimeout),
    lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
    name: 'ready',
  };
}

/** The name that machines carry: a rename must change nothing of them, or it would roll them all. */
function nameInAws({ name, renamedFrom }: GroupNames): string {
  return renamedFrom?.name ?? name;
}
