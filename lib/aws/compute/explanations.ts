import type { Explanations } from '../../core/explanation';

export const explanations = {
  'node-group-size': {
    reason:
      'EC2 Auto Scaling rejects a group whose minimum is above its maximum, or whose sizes are not whole numbers.',
    example: 'minSizePerZone: 5, maxSizePerZone: 3',
    fix: 'minSizePerZone: 3, maxSizePerZone: 5',
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html',
  },
  'node-group-drain': {
    reason:
      'A terminating lifecycle hook waits at most two hours for the node to be drained. EC2 then terminates the instance, and interrupts the work that still runs on it.',
    example: "drainTimeout: '3h'",
    fix: "drainTimeout: '90m'",
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html',
  },
  'node-group-warmup': {
    reason:
      'During its warmup, an instance does not count in the metrics of the group. A long warmup delays every scaling.',
    example: "defaultInstanceWarmup: '1d'",
    fix: "defaultInstanceWarmup: '2m'",
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-default-instance-warmup.html',
  },
  'node-group-lifetime': {
    reason: 'EC2 Auto Scaling takes a maximum instance lifetime of 1 to 365 days.',
    example: "maxInstanceLifetime: '12h'",
    fix: "maxInstanceLifetime: '30d'",
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-max-instance-lifetime.html',
  },
  'instance-type': {
    reason:
      'The number of pods and addresses of a node follows from its instance type, so the type must be in the table of lib/aws/compute/instance-types.ts.',
    example: "instanceType: 'm6i.huge'",
    fix: "instanceType: 'm6i.xlarge'",
    see: 'https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html',
  },
  'node-label-kubelet': {
    reason:
      'A kubelet does not start with a label of kubernetes.io or k8s.io that it must not set, so no node of the group ever joins the cluster. Labels such as its host name and zone, it sets itself.',
    example: "labels: { 'node-role.kubernetes.io/worker': 'true' }",
    fix: "labels: { 'node.example.com/role': 'worker' }",
    see: 'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction',
  },
  'node-label-tags': {
    reason:
      'The cluster autoscaler knows the labels and taints of a group without nodes from tags of its Auto Scaling group. A tag has a key of at most 128 characters, of which the prefix takes 46, and a group has at most 50 tags.',
    example: "labels: { '<90 characters>': 'true' }",
    fix: "labels: { 'node.example.com/group': 'general' }",
    see: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md',
  },
  'machine-image-owner': {
    reason: 'A plan reads the image of this owner only, so that nobody can publish another one under its name.',
    example: "owner: 'amazon-linux'",
    fix: "owner: '123456789012'",
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html',
  },
  'machine-image-root-device': {
    reason:
      'The launch template sets the size and encryption of the volume of this name. With another name, instances get a second volume, and the root volume stays as it is.',
    example: "rootDevice: 'xvda'",
    fix: "rootDevice: '/dev/xvda'",
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html',
  },
  'instance-architecture': {
    reason: 'EC2 rejects the launch of an AMI on an instance type of another processor architecture.',
    example: "instanceType: 'm7g.xlarge', with an image that is built for x86_64",
    fix: "instanceType: 'm6i.xlarge'",
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ComponentsAMIs.html',
  },
  'mixed-instances': {
    reason:
      'All instances of a group run one image, so they have one architecture. The cluster autoscaler expects the next instance to have the size of the first one; pods would not fit on a smaller one.',
    example: "instanceType: 'm6i.xlarge', mixedInstances: { alternatives: ['m7g.xlarge'], … }",
    fix: "instanceType: 'm6i.xlarge', mixedInstances: { alternatives: ['m7i.xlarge'], … }",
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html',
  },
  'spot-diversity': {
    reason:
      'A Spot capacity pool is one instance type in one zone. With few types, all pools can be empty at the same time, and the group gets no instances.',
    example: "mixedInstances: { alternatives: ['m5.xlarge'], onDemandBase: 1, onDemandPercentageAboveBase: 0 }",
    fix: "mixedInstances: { alternatives: ['m5.xlarge', 'm5a.xlarge', 'm6a.xlarge', 'm7i.xlarge'], … }",
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html',
  },
  'root-volume': {
    reason: 'EBS rejects a gp3 volume whose IOPS do not fit its size, or whose throughput does not fit its IOPS.',
    example: "rootVolume: '10Gi', rootVolumePerformance: { iops: 6000 }",
    fix: "rootVolume: '12Gi', rootVolumePerformance: { iops: 6000 }",
    see: 'https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html',
  },
  'instance-refresh': {
    reason:
      'An instance refresh replaces instances only if the percentages leave room to launch or to terminate at least one, and it interrupts the service if they let all of them be terminated.',
    example: 'instanceRefresh: InstanceRefresh.healthyPercentage({ min: 90, max: 100 }) // in a group of 3',
    fix: 'instanceRefresh: InstanceRefresh.launchBeforeTerminating()',
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html',
  },
  'instance-refresh-alarms': {
    reason: 'An instance refresh watches at most 10 CloudWatch alarms.',
    example: 'InstanceRefresh.launchBeforeTerminating({ alarms: elevenAlarms })',
    fix: 'InstanceRefresh.launchBeforeTerminating({ alarms: [compositeAlarm] })',
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AlarmSpecification.html',
  },
  'instance-refresh-warmup': {
    reason:
      'An instance refresh waits for the warmup of every instance that it launches, so a long one delays the whole roll.',
    example: "InstanceRefresh.launchBeforeTerminating({ warmup: '1d' })",
    fix: "InstanceRefresh.launchBeforeTerminating({ warmup: '5m' })",
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/understand-instance-refresh-default-values.html',
  },
  'instance-refresh-checkpoints': {
    reason: 'Checkpoints are rising percentages below 100, and a refresh waits at most 48 hours at each of them.',
    example: "checkpoints: { percentages: [50, 10], delay: '3d' }",
    fix: "checkpoints: { percentages: [10, 50], delay: '1h' }",
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-adding-checkpoints-instance-refresh.html',
  },
  'target-cpu': {
    reason: 'A target tracking policy keeps the average CPU utilization of the group at a percentage from 1 to 100.',
    example: 'scaling: Scaling.targetCpu(0)',
    fix: 'scaling: Scaling.targetCpu(60)',
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html',
  },
  'scaling-schedule': {
    reason:
      'The name of a scheduled action is part of its Terraform address, and EC2 Auto Scaling rejects an action whose minimum is above its maximum.',
    example: "schedules: { 'my day': { cron: '0 7 * * *', minSizePerZone: 3, maxSizePerZone: 1 } }",
    fix: "schedules: { 'my-day': { cron: '0 7 * * *', minSizePerZone: 1, maxSizePerZone: 3 } }",
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html',
  },
  'machine-image-id': {
    reason:
      'An image is pinned by its id, so that every plan uses the image that was tested. A name could mean a newer one.',
    example: "id: 'node-1.34.2'",
    fix: "id: 'ami-0123456789abcdef0'",
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIs.html',
  },
  'kubernetes-version': {
    reason: 'The version is compared with the tag of the AMI, which holds all three numbers.',
    example: "kubernetesVersion: '1.34'",
    fix: "kubernetesVersion: '1.34.2'",
    see: 'https://kubernetes.io/releases/version-skew-policy/',
  },
  'address-capacity': {
    reason:
      'Nodes and pods take addresses of their subnet, pods in prefixes of 16. When a subnet has no free prefix, new pods stay in ContainerCreating. A subnet cannot be enlarged later.',
    example: 'nodeGroups: { transfer: { maxSizePerZone: 60 } }',
    fix: 'nodeGroups: { transfer: { maxSizePerZone: 26 } }, the size that the error names',
    see: 'https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html',
  },
  'node-label': {
    reason: 'A kubelet with an invalid label does not register its node, so the instance never joins the cluster.',
    example: "labels: { 'example.com/role': 'web services' }",
    fix: "labels: { 'example.com/role': 'web-services' }",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  },
  'node-taint': {
    reason:
      'A taint without an effect keeps no pod away, and a kubelet with an invalid one does not register its node.',
    example: "taints: { dedicated: 'transfer' }",
    fix: "taints: { dedicated: 'transfer:NoSchedule' }",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  },
} as const satisfies Explanations;
