import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';

/** The specification of an instance type. */
export interface InstanceTypeSpec {
  readonly vCpu: number;
  readonly memoryGib: number;
  readonly architecture: Architecture;
  /** True if it earns CPU credits and is throttled when they are spent. */
  readonly burstable: boolean;
  /** The maximum number of pods with custom networking and prefix delegation of the AWS VPC CNI. */
  readonly maxPods: number;
  /** The number of network interfaces that these pods need. */
  readonly podInterfaces: number;
}

/**
 * The addresses of one prefix, a /28.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html
 */
export const prefixSize = 16;

/** `WARM_PREFIX_TARGET` of the VPC CNI: prefixes that a node holds in addition to those in use. */
export const warmPrefixes = 1;

export type Architecture = 'arm64' | 'x86_64';

interface Family {
  readonly architecture: Architecture;
  /** GiB for each vCPU, the same in every size of a family that is not burstable. */
  readonly memoryPerCpu: number;
  readonly sizes: readonly Size[];
}

/** vCPUs of each size. */
const cpus = {
  'medium': 1,
  'large': 2,
  'xlarge': 4,
  '2xlarge': 8,
  '4xlarge': 16,
  '8xlarge': 32,
  '9xlarge': 36,
  '12xlarge': 48,
  '16xlarge': 64,
  '18xlarge': 72,
  '24xlarge': 96,
  '32xlarge': 128,
  '48xlarge': 192,
} as const;

type Size = keyof typeof cpus;

const upTo16 = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'] as const;
const [upTo24, upTo32, upTo48] = [
  [...upTo16, '24xlarge'],
  [...upTo16, '24xlarge', '32xlarge'],
  [...upTo16, '24xlarge', '48xlarge'],
] as const satisfies readonly (readonly Size[])[];
const arm = ['medium', ...upTo16] as const;

/**
 * Families without accelerators and local disks, all on Nitro.
 *
 * The values are those of EC2's DescribeInstanceTypes as moto 5.2.5 records them, read on 2026-11-23; every line was compared
 * with them. A type that is missing may exist: add its family after the same comparison.
 */
const families: Readonly<Record<string, Family>> = {
  c5: {
    architecture: 'x86_64',
    memoryPerCpu: 2,
    sizes: ['large', 'xlarge', '2xlarge', '4xlarge', '9xlarge', '12xlarge', '18xlarge', '24xlarge'],
  },
  c5a: { architecture: 'x86_64', memoryPerCpu: 2, sizes: upTo24 },
  c6a: { architecture: 'x86_64', memoryPerCpu: 2, sizes: [...upTo32, '48xlarge'] },
  c6g: { architecture: 'arm64', memoryPerCpu: 2, sizes: arm },
  c6i: { architecture: 'x86_64', memoryPerCpu: 2, sizes: upTo32 },
  c7a: { architecture: 'x86_64', memoryPerCpu: 2, sizes: ['medium', ...upTo32, '48xlarge'] },
  c7g: { architecture: 'arm64', memoryPerCpu: 2, sizes: arm },
  c7i: { architecture: 'x86_64', memoryPerCpu: 2, sizes: upTo48 },
  m5: { architecture: 'x86_64', memoryPerCpu: 4, sizes: upTo24 },
  m5a: { architecture: 'x86_64', memoryPerCpu: 4, sizes: upTo24 },
  m6a: { architecture: 'x86_64', memoryPerCpu: 4, sizes: [...upTo32, '48xlarge'] },
  m6g: { architecture: 'arm64', memoryPerCpu: 4, sizes: arm },
  m6i: { architecture: 'x86_64', memoryPerCpu: 4, sizes: upTo32 },
  m7a: { architecture: 'x86_64', memoryPerCpu: 4, sizes: ['medium', ...upTo32, '48xlarge'] },
  m7g: { architecture: 'arm64', memoryPerCpu: 4, sizes: arm },
  m7i: { architecture: 'x86_64', memoryPerCpu: 4, sizes: upTo48 },
  r5: { architecture: 'x86_64', memoryPerCpu: 8, sizes: upTo24 },
  r5a: { architecture: 'x86_64', memoryPerCpu: 8, sizes: upTo24 },
  r6a: { architecture: 'x86_64', memoryPerCpu: 8, sizes: [...upTo32, '48xlarge'] },
  r6g: { architecture: 'arm64', memoryPerCpu: 8, sizes: arm },
  r6i: { architecture: 'x86_64', memoryPerCpu: 8, sizes: upTo32 },
  r7g: { architecture: 'arm64', memoryPerCpu: 8, sizes: arm },
  r7i: { architecture: 'x86_64', memoryPerCpu: 8, sizes: upTo48 },
};

interface Burstable extends Interfaces {
  readonly vCpu: number;
  readonly memoryGib: number;
}

/** Sizes of t3 and t4g. */
const burstable: Readonly<Record<string, Burstable>> = {
  'nano': { vCpu: 2, memoryGib: 0.5, interfaces: 2, addresses: 2 },
  'micro': { vCpu: 2, memoryGib: 1, interfaces: 2, addresses: 2 },
  'small': { vCpu: 2, memoryGib: 2, interfaces: 3, addresses: 4 },
  'medium': { vCpu: 2, memoryGib: 4, interfaces: 3, addresses: 6 },
  'large': { vCpu: 2, memoryGib: 8, interfaces: 3, addresses: 12 },
  'xlarge': { vCpu: 4, memoryGib: 16, interfaces: 4, addresses: 15 },
  '2xlarge': { vCpu: 8, memoryGib: 32, interfaces: 4, addresses: 15 },
};

interface Interfaces {
  /** The maximum number of network interfaces. */
  readonly interfaces: number;
  /** The IPv4 addresses of each. */
  readonly addresses: number;
}

/** Specifications of instance types by name. */
export const instanceTypes: Readonly<Record<string, InstanceTypeSpec>> = Object.fromEntries([
  ...sortedEntries(families).flatMap(([family, { architecture, memoryPerCpu, sizes }]) =>
    sizes.map((size): [string, InstanceTypeSpec] => {
      const vCpu = cpus[size];
      const pods = podLimits(vCpu, networkInterfaces(vCpu));
      return [`${family}.${size}`, { architecture, burstable: false, ...pods, memoryGib: vCpu * memoryPerCpu, vCpu }];
    }),
  ),
  ...(['t3', 't4g'] as const).flatMap((family) =>
    sortedEntries(burstable).map(([size, type]): [string, InstanceTypeSpec] => {
      const { memoryGib, vCpu } = type;
      const architecture = family === 't3' ? 'x86_64' : 'arm64';
      return [`${family}.${size}`, { architecture, burstable: true, ...podLimits(vCpu, type), memoryGib, vCpu }];
    }),
  ),
]);

/** Returns findings about the name of an instance type. */
export function checkInstanceType(type: string, setting: string): Finding[] {
  if (Object.hasOwn(instanceTypes, type)) return [];
  const id = 'instance-type';
  const known = Object.keys(instanceTypes);
  const family = type.split('.')[0] ?? '';
  const sizes = known.filter((name) => name.startsWith(`${family}.`));
  const name = setting.split('.').find((key) => !/^\d+$/.test(key) && key !== 'mixedInstances') ?? setting;
  if (sizes.length > 0) {
    const message = `${name} must have a size that ${family} has; got '${type}'`;
    return [{ id, setting, message, hint: `use one of ${sizes.join(', ')}` }];
  }
  const families = [...new Set(known.map((each) => each.split('.')[0]))].join(', ');
  return [
    {
      id,
      setting,
      message: `${name} must be of a known family; got '${type}'`,
      hint: `use a family of ${families}, or add the family to lib/aws/compute/instance-types.ts`,
    },
  ];
}

/** Returns the limits of the network interfaces, which are the same in all families above. */
function networkInterfaces(vCpu: number): Interfaces {
  if (vCpu >= 64) return { addresses: 50, interfaces: 15 };
  if (vCpu >= 16) return { addresses: 30, interfaces: 8 };
  if (vCpu >= 4) return { addresses: 15, interfaces: 4 };
  return vCpu === 2 ? { addresses: 10, interfaces: 3 } : { addresses: 4, interfaces: 2 };
}

/**
 * Returns the limits of pods. With custom networking, pods have no address of the first interface. One address of each other
 * interface is its own, the rest are prefixes, and two pods use the host network; Kubernetes is tested up to 110 pods (250 from
 * 30 vCPUs).
 *
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/templates/al2/runtime/max-pods-calculator.sh
 */
function podLimits(vCpu: number, { addresses, interfaces }: Interfaces): { maxPods: number; podInterfaces: number } {
  const prefixes = addresses - 1;
  const maxPods = Math.min((interfaces - 1) * prefixes * prefixSize + 2, vCpu < 30 ? 110 : 250);
  const needed = Math.ceil((maxPods - 2) / prefixSize) + warmPrefixes;
  return { maxPods, podInterfaces: Math.min(interfaces - 1, Math.ceil(needed / prefixes)) };
}
