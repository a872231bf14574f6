import type { Finding } from '../../core/diagnostics';
import { gibibytes, isAmount, mebibytesPerSecond, type Storage, type Throughput } from '../../core/units';
import { checkGp3, ebsGp3 } from '../storage/gp3';

/** Performance of a gp3 volume above the baseline of 3000 IOPS and 125 MiB/s, at extra cost. */
export interface VolumePerformance {
  /**
   * IOPS: 3000 to 16000, and at most 500 for each GiB.
   *
   * @default 3000, by AWS
   * @rolls the nodes, by an instance refresh
   */
  readonly iops?: number;
  /**
   * Throughput: 125 to 1000 MiB/s, and at most 0.25 MiB/s for each of its IOPS.
   *
   * @default '125Mi/s', by AWS
   * @rolls the nodes, by an instance refresh
   */
  readonly throughput?: Throughput;
}

const size = { min: 8, max: 16_384 } as const;

/** Returns the block device mapping of the encrypted root volume. */
export function rootDevice(deviceName: string, volume: Storage, { iops, throughput }: VolumePerformance) {
  return {
    deviceName,
    ebs: {
      deleteOnTermination: 'true',
      encrypted: 'true',
      ...(iops !== undefined && { iops }),
      ...(throughput !== undefined && { throughput: mebibytesPerSecond(throughput) }),
      volumeSize: gibibytes(volume),
      volumeType: 'gp3',
    },
  };
}

/** Returns findings about size and performance of a root volume. */
export function checkRootVolume(volume: Storage, performance: VolumePerformance): Finding[] {
  const gib = gibibytes(volume);
  const id = 'root-volume';
  if (isAmount(volume, ['Gi']) && Number.isInteger(gib) && gib >= size.min && gib <= size.max)
    return checkGp3(id, ebsGp3, { gib, ...performance }, 'rootVolumePerformance.');
  const message = `rootVolume must be whole GiB from ${size.min}Gi to ${size.max}Gi; got ${volume}`;
  return [{ id, setting: 'rootVolume', message, hint: `write it as '40Gi'` }];
}
