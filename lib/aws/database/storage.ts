import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { Finding } from '../../core/diagnostics';
import { gibibytes, isAmount, mebibytesPerSecond, type Storage, type Throughput } from '../../core/units';

export interface DatabaseStorage {
  /** Volume size. It can grow, never shrink. @inPlace */
  readonly storage: Storage;
  /** How far RDS may let the volumes grow by themselves, at least a tenth above `storage`. @inPlace @default twice `storage` */
  readonly maxStorage?: Storage;
  /** Operations a second, from 400Gi on: 12000 to 64000, and at most 500 a Gi. @inPlace @default what RDS gives without asking */
  readonly iops?: number;
  /** Reads and writes, from 400Gi on: 500Mi/s to 4000Mi/s, and at most a quarter of `iops`. @inPlace @default what RDS gives without asking */
  readonly throughput?: Throughput;
}

/**
 * RDS for PostgreSQL stripes a gp3 volume over four from 400 GiB on: below, performance is fixed at 3000 IOPS and 125 MiB/s and
 * even writing that down is refused; above, it starts at 12000 and 500. EBS's own limits are others.
 * Source: RDS User Guide, "gp3 storage"; the API's "You can't specify IOPS or storage throughput for engine postgres and a
 * storage size less than 400".
 */
const gp3 = {
  iops: { min: 12_000, max: 64_000, mostPerGibibyte: 500 },
  striped: 400,
  throughput: { min: 500, max: 4000, mostPerOperation: 0.25 },
} as const;

const size = { min: 20, max: 65_536 } as const;

/** The API's CreateDBInstance: a maximum less than ten percent above the size is refused. In percent, as 1.1 is no binary fraction. */
const growth = 110;

/** The arguments of an instance for its volume. */
export function storageSettings(props: DatabaseStorage): Partial<DbInstanceConfig> {
  const { iops, storage, throughput } = props;
  const provisioned = iops ?? (throughput === undefined ? undefined : gp3.iops.min);
  return {
    allocatedStorage: gibibytes(storage),
    maxAllocatedStorage: gibibytes(maxStorage(props)),
    storageType: 'gp3',
    // RDS takes one only with the other.
    ...(provisioned === undefined ? {} : { iops: provisioned, storageThroughput: defaultThroughput(props) }),
  };
}

function maxStorage({ maxStorage, storage }: DatabaseStorage): Storage {
  return maxStorage ?? `${Math.min(2 * gibibytes(storage), size.max)}Gi`;
}

function defaultThroughput({ throughput }: DatabaseStorage): number {
  return throughput === undefined ? gp3.throughput.min : mebibytesPerSecond(throughput);
}

export function checkStorage(props: DatabaseStorage): Finding[] {
  const { storage } = props;
  if (!isAmount(storage, ['Gi']) || gibibytes(storage) < size.min || gibibytes(storage) > size.max) {
    return [
      {
        hint: `write it as '100Gi'`,
        message: `storage is from ${size.min}Gi to ${size.max}Gi, got ${storage}`,
        setting: 'storage',
      },
    ];
  }
  return [...checkGrowth(props), ...checkPerformance(props)];
}

function checkGrowth({ maxStorage, storage }: DatabaseStorage): Finding[] {
  if (maxStorage === undefined) return [];
  const min = Math.ceil((gibibytes(storage) * growth) / 100);
  if (isAmount(maxStorage, ['Gi']) && gibibytes(maxStorage) >= min && gibibytes(maxStorage) <= size.max) return [];
  return [
    {
      hint: `write '${min}Gi' or more, or leave it out for twice the storage`,
      message: `maxStorage is from a tenth above storage (${min}Gi) to ${size.max}Gi, got ${maxStorage}`,
      setting: 'maxStorage',
    },
  ];
}

function checkPerformance(props: DatabaseStorage): Finding[] {
  const { iops, storage, throughput } = props;
  const gibi = gibibytes(storage);
  if (iops === undefined && throughput === undefined) return [];
  if (gibi < gp3.striped) {
    const [setting, got] = iops === undefined ? ['throughput', throughput] : ['iops', iops];
    return [
      {
        hint: `leave it out, or raise storage to '${gp3.striped}Gi'`,
        message: `RDS takes ${setting} from ${gp3.striped}Gi of storage on, got ${got} with ${storage}`,
        setting: `${setting}`,
      },
    ];
  }
  return [...checkIops(iops ?? gp3.iops.min, gibi), ...checkThroughput(props)];
}

function checkIops(iops: number, gibi: number): Finding[] {
  const { min: min, max: max, mostPerGibibyte } = gp3.iops;
  const allowed = Math.min(max, Math.floor(gibi * mostPerGibibyte));
  if (Number.isInteger(iops) && iops >= min && iops <= allowed) return [];
  return [{ hint: `write ${min} or more`, message: `iops is from ${min} to ${allowed}, got ${iops}`, setting: 'iops' }];
}

function checkThroughput({ iops = gp3.iops.min, throughput }: DatabaseStorage): Finding[] {
  if (throughput === undefined) return [];
  const { min: min, max: max, mostPerOperation } = gp3.throughput;
  const got = mebibytesPerSecond(throughput);
  if (!Number.isInteger(got) || got < min || got > max) {
    return [
      {
        hint: `write it as '${min}Mi/s'`,
        message: `throughput is from ${min}Mi/s to ${max}Mi/s, got ${throughput}`,
        setting: 'throughput',
      },
    ];
  }
  if (got <= iops * mostPerOperation) return [];
  return [
    {
      hint: `raise iops to ${got / mostPerOperation} or more, or lower throughput to '${iops * mostPerOperation}Mi/s'`,
      message: `throughput is at most a quarter of iops (${iops}), got ${throughput}`,
      setting: 'throughput',
    },
  ];
}
