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
  iops: { least: 12_000, most: 64_000, mostPerGibibyte: 500 },
  striped: 400,
  throughput: { least: 500, most: 4000, mostPerOperation: 0.25 },
} as const;

const size = { least: 20, most: 65_536 } as const;

/** The API's CreateDBInstance: a maximum less than ten percent above the size is refused. In percent, as 1.1 is no binary fraction. */
const growth = 110;

/** The arguments of an instance for its volume. */
export function storageSettings(props: DatabaseStorage): Partial<DbInstanceConfig> {
  const { iops, storage, throughput } = props;
  const provisioned = iops ?? (throughput === undefined ? undefined : gp3.iops.least);
  return {
    allocatedStorage: gibibytes(storage),
    maxAllocatedStorage: gibibytes(maxStorageOf(props)),
    storageType: 'gp3',
    // RDS takes one only with the other.
    ...(provisioned === undefined ? {} : { iops: provisioned, storageThroughput: throughputOf(props) }),
  };
}

function maxStorageOf({ maxStorage, storage }: DatabaseStorage): Storage {
  return maxStorage ?? `${Math.min(2 * gibibytes(storage), size.most)}Gi`;
}

function throughputOf({ throughput }: DatabaseStorage): number {
  return throughput === undefined ? gp3.throughput.least : mebibytesPerSecond(throughput);
}

export function checkStorage(props: DatabaseStorage): Finding[] {
  const { storage } = props;
  if (!isAmount(storage, ['Gi']) || gibibytes(storage) < size.least || gibibytes(storage) > size.most) {
    return [
      {
        fix: `write it as '100Gi'`,
        rule: `storage is from ${size.least}Gi to ${size.most}Gi, got ${storage}`,
        setting: 'storage',
      },
    ];
  }
  return [...checkGrowth(props), ...checkPerformance(props)];
}

function checkGrowth({ maxStorage, storage }: DatabaseStorage): Finding[] {
  if (maxStorage === undefined) return [];
  const least = Math.ceil((gibibytes(storage) * growth) / 100);
  if (isAmount(maxStorage, ['Gi']) && gibibytes(maxStorage) >= least && gibibytes(maxStorage) <= size.most) return [];
  return [
    {
      fix: `write '${least}Gi' or more, or leave it out for twice the storage`,
      rule: `maxStorage is from a tenth above storage (${least}Gi) to ${size.most}Gi, got ${maxStorage}`,
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
        fix: `leave it out, or raise storage to '${gp3.striped}Gi'`,
        rule: `RDS takes ${setting} from ${gp3.striped}Gi of storage on, got ${got} with ${storage}`,
        setting: `${setting}`,
      },
    ];
  }
  return [...checkIops(iops ?? gp3.iops.least, gibi), ...checkThroughput(props)];
}

function checkIops(iops: number, gibi: number): Finding[] {
  const { least, most, mostPerGibibyte } = gp3.iops;
  const allowed = Math.min(most, Math.floor(gibi * mostPerGibibyte));
  if (Number.isInteger(iops) && iops >= least && iops <= allowed) return [];
  return [{ fix: `write ${least} or more`, rule: `iops is from ${least} to ${allowed}, got ${iops}`, setting: 'iops' }];
}

function checkThroughput({ iops = gp3.iops.least, throughput }: DatabaseStorage): Finding[] {
  if (throughput === undefined) return [];
  const { least, most, mostPerOperation } = gp3.throughput;
  const got = mebibytesPerSecond(throughput);
  if (!Number.isInteger(got) || got < least || got > most) {
    return [
      {
        fix: `write it as '${least}Mi/s'`,
        rule: `throughput is from ${least}Mi/s to ${most}Mi/s, got ${throughput}`,
        setting: 'throughput',
      },
    ];
  }
  if (got <= iops * mostPerOperation) return [];
  return [
    {
      fix: `raise iops to ${got / mostPerOperation} or more, or lower throughput to '${iops * mostPerOperation}Mi/s'`,
      rule: `throughput is at most a quarter of iops (${iops}), got ${throughput}`,
      setting: 'throughput',
    },
  ];
}
