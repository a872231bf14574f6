import { Token } from 'cdktf';
import { AutoscalingGroup, type AutoscalingGroupTag } from '@cdktf/provider-aws/lib/autoscaling-group';
import { AutoscalingLifecycleHook } from '@cdktf/provider-aws/lib/autoscaling-lifecycle-hook';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Construct } from 'constructs';
import { entriesOf } from '../core/canonical';
import { type Finding, report } from '../core/errors';
import { checkName } from '../core/naming';
import { type Duration, gibibytes, isAmount, seconds, type Storage } from '../core/units';
import type { MachineImage } from './machine-image';
import type { ISubnet } from './network';
import type { ISecurityGroup } from './security-group';
import { StackFile } from './stack-file';

export interface NodeGroupProps {
  /** The group's own name: `general`. @replaces the group */
  readonly name: string;
  /** The cluster that the machines join; with the name, the physical name. @replaces the group */
  readonly clusterName: string;
  /** The image that every machine runs. @inPlace: machines are rolled, new ones before old ones go */
  readonly image: MachineImage;
  /** EC2 instance type. @inPlace: machines are rolled */
  readonly instanceType: string;
  /** Machines at least. @inPlace */
  readonly min: number;
  /** Machines at most. @inPlace */
  readonly max: number;
  /** Encrypted gp3 root volume. @inPlace: machines are rolled */
  readonly rootVolume: Storage;
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
  /** How long a machine that goes may take: the longest drain of what runs on it. @inPlace */
  readonly drain: Duration;
}

/** From the start of a machine to a Ready node, twice over: pulling images is the slowest part. */
const bootBudget: Duration = '15m';

/** Added to the drain: cordon, evictions that wait for a disruption budget, and the machine's own shutdown. */
const drainMargin: Duration = '5m';

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
 */
export class NodeGroup extends Construct {
  /** The Auto Scaling group's name. */
  readonly groupName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NodeGroupProps,
  ) {
    super(scope, id);
    report(this, checkNodeGroup(props));
    const template = this.launchTemplate(this.userData());
    const group = this.autoScalingGroup(template);
    this.terminatingHook(group);
    this.groupName = group.name;
  }

  /** The physical name of a group, known without asking anyone. */
  static nameOf({ clusterName, name }: Pick<NodeGroupProps, 'clusterName' | 'name'>): string {
    return `${clusterName}-${name}`;
  }

  private get physicalName(): string {
    return NodeGroup.nameOf(this.props);
  }

  private userData(): StackFile {
    return new StackFile(this, 'user-data', {
      content: bootScript(this.props),
      path: `user-data/${this.props.name}.sh`,
    });
  }

  private launchTemplate(userData: StackFile): LaunchTemplate {
    const { image, instanceProfile, instanceType, rootVolume, securityGroups } = this.props;
    const tags = { ...this.instanceTags(), Name: this.physicalName };
    return new LaunchTemplate(this, 'launch-template', {
      // The root device of the images that we build.
      blockDeviceMappings: [
        {
          deviceName: '/dev/sda1',
          ebs: { deleteOnTermination: 'true', encrypted: 'true', volumeSize: gibibytes(rootVolume), volumeType: 'gp3' },
        },
      ],
      ebsOptimized: 'true',
      iamInstanceProfile: { name: instanceProfile },
      imageId: image.imageId,
      instanceType,
      // One hop: a pod that is not on the host's network cannot ask for the machine's credentials.
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpPutResponseHopLimit: 1,
        httpTokens: 'required',
      },
      monitoring: { enabled: true },
      name: this.physicalName,
      // The provider's default tags do not reach what a launch template starts.
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
      tags: { Name: this.physicalName },
      updateDefaultVersion: true,
      userData: userData.base64,
      vpcSecurityGroupIds: securityGroups.map(({ groupId }) => groupId),
    });
  }

  private autoScalingGroup(template: LaunchTemplate): AutoscalingGroup {
    const { max, min, subnets } = this.props;
    return new AutoscalingGroup(this, 'auto-scaling-group', {
      capacityRebalance: true,
      defaultInstanceWarmup: 0,
      enabledMetrics: groupMetrics,
      // Never the load balancer's checks: one bad service must not kill nodes.
      healthCheckType: 'EC2',
      initialLifecycleHook: [launchingHook()],
      instanceRefresh: {
        // No auto rollback: the provider has already moved the group to the new template, so it would roll back to that.
        preferences: {
          maxHealthyPercentage: 110,
          minHealthyPercentage: 100,
          scaleInProtectedInstances: 'Refresh',
          standbyInstances: 'Terminate',
        },
        strategy: 'Rolling',
      },
      // A number and not $Latest, which starts no refresh.
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      // Exposed services attach themselves; the group must not detach them again.
      lifecycle: { ignoreChanges: ['load_balancers', 'target_group_arns', 'traffic_source'] },
      maxSize: max,
      minSize: min,
      name: this.physicalName,
      // An autoscaler that takes a node away on purpose must not see its zone refilled.
      suspendedProcesses: ['AZRebalance'],
      tag: this.groupTags(),
      timeouts: { delete: '30m', update: '30m' },
      // The provider waits for the first machines, and they may take as long as their hook lets them.
      waitForCapacityTimeout: `${(seconds(bootBudget) + 300) / 60}m`,
      vpcZoneIdentifier: subnets.map(({ id }) => id),
    });
  }

  /** Not part of the group's creation, because its heartbeat follows the services' drain, and changing an initial hook replaces the group. */
  private terminatingHook(group: AutoscalingGroup): void {
    new AutoscalingLifecycleHook(this, 'terminating-hook', {
      autoscalingGroupName: group.name,
      defaultResult: 'CONTINUE',
      heartbeatTimeout: seconds(this.props.drain) + seconds(drainMargin),
      lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      name: 'drain',
    });
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
    return entriesOf({ ...autoscaler, ...this.instanceTags(), Name: this.physicalName }).map(([key, value]) => ({
      key,
      propagateAtLaunch: !key.startsWith('k8s.io/cluster-autoscaler/'),
      value,
    }));
  }

  private instanceTags(): Record<string, string> {
    const { clusterName, image, name } = this.props;
    return {
      [`kubernetes.io/cluster/${clusterName}`]: 'owned',
      'kubernetes_version': image.kubernetesVersion,
      'node-group': name,
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

/** What a machine is told at boot: names only, so that a new secret never rolls the fleet. The image's own unit does the rest. */
function bootScript({ clusterName, labels, name, taints }: NodeGroupProps): string {
  const node = { cluster: clusterName, group: name, labels, launchingHook: 'ready', taints, terminatingHook: 'drain' };
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    'install -d -m 0755 /etc/adamant',
    "cat >/etc/adamant/node.json <<'END'",
    JSON.stringify(node, undefined, 2),
    'END',
    'systemctl start --no-block adamant-node.service',
    '',
  ].join('\n');
}

function checkNodeGroup(props: NodeGroupProps): Finding[] {
  return [...checkName('launch-template', NodeGroup.nameOf(props)), ...checkSize(props), ...checkVolume(props)];
}

function checkSize({ max, min }: NodeGroupProps): Finding[] {
  if (!Number.isInteger(min) || min < 0)
    return [{ fix: 'write 0 or more', rule: `min must be a whole number from 0, got ${min}`, setting: 'min' }];
  if (min <= max) return [];
  return [
    {
      fix: `lower min to ${max} or less, or raise max`,
      rule: `min must be at most max (${max}), got ${min}`,
      setting: 'min',
    },
  ];
}

function checkVolume({ rootVolume }: NodeGroupProps): Finding[] {
  if (isAmount(rootVolume, ['Gi']) && gibibytes(rootVolume) >= 8 && gibibytes(rootVolume) <= 16_384) return [];
  return [
    {
      fix: `write it as '40Gi'`,
      rule: `a root volume is from 8Gi to 16384Gi, got ${rootVolume}`,
      setting: 'rootVolume',
    },
  ];
}
