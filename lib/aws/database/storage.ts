import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { Finding } from '../../core/diagnostics';
import { gibibytes, isAmount, mebibytesPerSecond, type Storage, type Throughput } from '../../core/units';
import { checkGp3, rdsGp3 } from '../storage/gp3';

export interface DatabaseStorage {
  /**
   * The size of the volume. It can grow, but not shrink.
   *
   * @inPlace
   */
  readonly storage: Storage;
  /**
   * The size up to which RDS grows the volume automatically, at least a tenth above `storage`.
   *
   * @default twice `storage`, as far as RDS permits
   * @inPlace
   */
  readonly maxStorage?: Storage;
  /**
   * IOPS, from 400Gi on: 12000 to 64000, and at most 500 for each GiB.
   *
   * @default the baseline of RDS
   * @inPlace
   */
  readonly iops?: number;
  /**
   * Throughput, from 400Gi on: 500Mi/s to 4000Mi/s, and at most a quarter of `iops`.
   *
   * @default the baseline of RDS
   * @inPlace
   */
  readonly throughput?: Throughput;
}

/**
 * The size in GiB from which RDS for PostgreSQL stripes a gp3 volume. Below it, the performance is fixed at 3000 IOPS and
 * 125 MiB/s, and the API rejects both arguments even with these values.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 */
const stripedSize = 400;

const size = { min: 20, max: 65_536 } as const;

/** The minimum of `max_allocated_storage` in percent of the size, as an integer: 1.1 has no exact binary representation. */
const minGrowthPercent = 110;

/** Returns the arguments of an instance for its volume. */
export function storageSettings(props: DatabaseStorage): Partial<DbInstanceConfig> {
  const { iops, storage, throughput } = props;
  const provisioned = iops ?? (throughput === undefined ? undefined : rdsGp3.iops.min);
  return {
    allocatedStorage: gibibytes(storage),
    maxAllocatedStorage: gibibytes(maxStorage(props)),
    storageType: 'gp3',
    // RDS accepts one of them only with the other.
    ...(provisioned === undefined ? {} : { iops: provisioned, storageThroughput: provisionedThroughput(props) }),
  };
}

function maxStorage({ maxStorage, storage }: DatabaseStorage): Storage {
  if (maxStorage !== undefined) return maxStorage;
  const doubled = Math.min(2 * gibibytes(storage), size.max);
  // RDS rejects a limit within a tenth of the size. An equal one means that the volume does not grow.
  return doubled >= minMaxStorage(storage) ? `${doubled}Gi` : storage;
}

function provisionedThroughput({ throughput }: DatabaseStorage): number {
  return throughput === undefined ? rdsGp3.throughput.min : mebibytesPerSecond(throughput);
}

/** Returns findings about size and performance of a database's volume. */
export function checkStorage(props: DatabaseStorage): Finding[] {
  const { storage } = props;
  if (!isWholeSize(storage) || gibibytes(storage) < size.min) {
    const message = `storage must be whole GiB from ${size.min}Gi to ${size.max}Gi; got ${storage}`;
    return [{ id: 'database-storage', setting: 'storage', message, hint: `write it as '100Gi'` }];
  }
  return [...checkGrowth(props), ...checkPerformance(props)];
}

function minMaxStorage(storage: Storage): number {
  return Math.ceil((gibibytes(storage) * minGrowthPercent) / 100);
}

/** True for a size that RDS has: whole GiB up to its limit. */
function isWholeSize(storage: Storage): boolean {
  return isAmount(storage, ['Gi']) && Number.isInteger(gibibytes(storage)) && gibibytes(storage) <= size.max;
}

function checkGrowth({ maxStorage, storage }: DatabaseStorage): Finding[] {
  if (maxStorage === undefined) return [];
  const min = minMaxStorage(storage);
  if (isWholeSize(maxStorage) && gibibytes(maxStorage) >= min) return [];
  return [
    {
      id: 'database-storage',
      setting: 'maxStorage',
      message: `maxStorage must be from ${min}Gi (a tenth above storage) to ${size.max}Gi; got ${maxStorage}`,
      hint: `write '${min}Gi' or more, or remove it for twice the storage`,
    },
  ];
}

function checkPerformance({ iops, storage, throughput }: DatabaseStorage): Finding[] {
  const gib = gibibytes(storage);
  const setting = iops === undefined ? 'throughput' : 'iops';
  const value = iops ?? throughput;
  if (value === undefined) return [];
  if (gib >= stripedSize) return checkGp3('database-storage', rdsGp3, { gib, iops, throughput });
  return [
    {
      id: 'database-storage',
      setting,
      message: `${setting} must be absent below ${stripedSize}Gi of storage; got ${value} with ${storage}`,
      hint: `remove it, or raise storage to '${stripedSize}Gi'`,
    },
  ];
}
