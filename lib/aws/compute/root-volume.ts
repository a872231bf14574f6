import type { Finding } from '../../core/diagnostics';
import { gibibytes, isAmount, mebibytesPerSecond, type Storage, type Throughput } from '../../core/units';

/** What a gp3 volume does beyond its baseline of 3000 operations and 125 MiB a second, which cost extra. */
export interface VolumePerformance {
  /** Operations a second: 3000 to 16000, and at most 500 for each GiB. @default 3000, by AWS @inPlace: machines are rolled */
  readonly iops?: number;
  /** Reading and writing: 125 to 1000 MiB a second, and at most a quarter MiB for each operation. @default '125Mi/s', by AWS @inPlace: machines are rolled */
  readonly throughput?: Throughput;
}

/**
 * Limits and ratios of gp3. Source: "General Purpose SSD volumes", Amazon EBS. AWS has raised the upper ends since
 * (throughput to 2000 MiB/s in CreateVolume), which the AWS provider's validation does not take everywhere: launch templates
 * stay at 1000 MiB/s in 5.100.
 */
const gp3 = {
  iops: { baseline: 3000, most: 16_000, perGib: 500 },
  throughput: { baseline: 125, most: 1000, perOperation: 0.25 },
} as const;

/** What the images that we build call their root device; `MachineImage` asks AWS whether it is so. */
export const rootDeviceName = '/dev/sda1';

/** The block of a launch template: the root device of the images that we build, encrypted. */
export function rootDevice(size: Storage, { iops, throughput }: VolumePerformance) {
  return {
    deviceName: rootDeviceName,
    ebs: {
      deleteOnTermination: 'true',
      encrypted: 'true',
      ...(iops !== undefined && { iops }),
      ...(throughput !== undefined && { throughput: mebibytesPerSecond(throughput) }),
      volumeSize: gibibytes(size),
      volumeType: 'gp3',
    },
  };
}

export function checkRootVolume(size: Storage, performance: VolumePerformance): Finding[] {
  const sized = checkSize(size);
  if (sized.length > 0) return sized;
  // The throughput is measured against the operations, so these must be right first.
  const operations = checkIops(size, performance);
  return operations.length > 0 ? operations : checkThroughput(performance);
}

function checkSize(size: Storage): Finding[] {
  if (isAmount(size, ['Gi']) && gibibytes(size) >= 8 && gibibytes(size) <= 16_384) return [];
  return [
    {
      hint: `write it as '40Gi'`,
      message: `a root volume is from 8Gi to 16384Gi, got ${size}`,
      setting: 'rootVolume',
    },
  ];
}

function checkIops(size: Storage, { iops = gp3.iops.baseline }: VolumePerformance): Finding[] {
  const { baseline, most, perGib } = gp3.iops;
  const setting = 'rootVolumePerformance.iops';
  if (!Number.isInteger(iops) || iops < baseline || iops > most) {
    return [
      {
        hint: `write ${baseline}, or leave it out`,
        message: `gp3 does ${baseline} to ${most} operations a second, got ${iops}`,
        setting,
      },
    ];
  }
  if (iops <= gibibytes(size) * perGib) return [];
  return [
    {
      hint: `lower it to ${gibibytes(size) * perGib}, or make the volume ${Math.ceil(iops / perGib)}Gi`,
      message: `gp3 does at most ${perGib} operations a second for each GiB, got ${iops} for ${size}`,
      setting,
    },
  ];
}

function checkThroughput({ iops = gp3.iops.baseline, throughput = '125Mi/s' }: VolumePerformance): Finding[] {
  const { baseline, most, perOperation } = gp3.throughput;
  const setting = 'rootVolumePerformance.throughput';
  const rate = mebibytesPerSecond(throughput);
  if (!Number.isInteger(rate) || rate < baseline || rate > most) {
    return [
      {
        hint: `write it as '${baseline}Mi/s', or leave it out`,
        message: `gp3 reads and writes ${baseline}Mi/s to ${most}Mi/s, got ${throughput}`,
        setting,
      },
    ];
  }
  if (rate <= iops * perOperation) return [];
  return [
    {
      hint: `lower it to ${Math.floor(iops * perOperation)}Mi/s, or raise iops to ${rate / perOperation}`,
      message: `gp3 moves at most ${perOperation} MiB with each operation, got ${throughput} at ${iops} operations a second`,
      setting,
    },
  ];
}
