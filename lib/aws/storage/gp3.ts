import type { Finding } from '../../core/diagnostics';
import { mebibytesPerSecond, type Throughput } from '../../core/units';

/** Limits of a gp3 volume. Throughput is in MiB/s. */
interface Gp3Limits {
  readonly iops: { readonly min: number; readonly max: number; readonly perGib: number };
  readonly throughput: { readonly min: number; readonly max: number; readonly perIops: number };
}

/**
 * gp3 volumes of EC2, with a baseline of 3000 IOPS and 125 MiB/s. AWS has raised the maximum of the throughput to 2000 MiB/s,
 * but launch templates of the AWS provider 5.100 take at most 1000.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
 */
export const ebsGp3: Gp3Limits = {
  iops: { min: 3000, max: 16_000, perGib: 500 },
  throughput: { min: 125, max: 1000, perIops: 0.25 },
};

/**
 * gp3 volumes of RDS for PostgreSQL from 400 GiB on, where RDS stripes data over four volumes.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 */
export const rdsGp3: Gp3Limits = {
  iops: { min: 12_000, max: 64_000, perGib: 500 },
  throughput: { min: 500, max: 4000, perIops: 0.25 },
};

/** Size and performance of a gp3 volume. */
interface Gp3Volume {
  /** The size in GiB. */
  readonly gib: number;
  readonly iops?: number | undefined;
  readonly throughput?: Throughput | undefined;
}

/** Returns findings about IOPS and throughput of a gp3 volume, whose props are below `prefix`: `rootVolumePerformance.`. */
export function checkGp3(id: string, limits: Gp3Limits, volume: Gp3Volume, prefix = ''): Finding[] {
  // The throughput is checked against the IOPS, so these must be valid first.
  const found = checkIops(id, limits, volume, `${prefix}iops`);
  return found.length > 0 ? found : checkThroughput(id, limits, volume, `${prefix}throughput`);
}

function checkIops(id: string, { iops: limits }: Gp3Limits, { gib, iops }: Gp3Volume, setting: string): Finding[] {
  const { max, min, perGib } = limits;
  if (iops === undefined) return [];
  if (!Number.isInteger(iops) || iops < min || iops > max) {
    const message = `iops must be from ${min} to ${max}; got ${iops}`;
    return [{ id, setting, message, hint: `write ${min}, or remove it` }];
  }
  if (iops <= gib * perGib) return [];
  return [
    {
      id,
      setting,
      message: `iops must be at most ${perGib} for each GiB (${gib * perGib} for ${gib}Gi); got ${iops}`,
      hint: `lower it to ${gib * perGib}, or enlarge the volume to ${Math.ceil(iops / perGib)}Gi`,
    },
  ];
}

function checkThroughput(
  id: string,
  limits: Gp3Limits,
  { iops = limits.iops.min, throughput }: Gp3Volume,
  setting: string,
): Finding[] {
  const { max, min, perIops } = limits.throughput;
  if (throughput === undefined) return [];
  const rate = mebibytesPerSecond(throughput);
  if (!Number.isInteger(rate) || rate < min || rate > max) {
    const message = `throughput must be from ${min}Mi/s to ${max}Mi/s; got ${throughput}`;
    return [{ id, setting, message, hint: `write '${min}Mi/s', or remove it` }];
  }
  if (rate <= iops * perIops) return [];
  const allowed = Math.floor(iops * perIops);
  return [
    {
      id,
      setting,
      message: `throughput must be at most ${perIops} MiB/s for each of its IOPS (${allowed}Mi/s at ${iops}); got ${throughput}`,
      hint: `lower it to '${allowed}Mi/s', or raise iops to ${Math.ceil(rate / perIops)}`,
    },
  ];
}
