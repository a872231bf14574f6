import { fixed, aboveFree, type CostFunction, type CostItem, perGb } from './cost-item';
import { assumptions, databasePrice, hours, type Prices } from './prices';
import { type Body, isTrue, numberIn, textIn } from '../review/terraform-body';

/**
 * IOPS and MiB/s that gp3 storage of RDS includes from 400 GiB on.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
 */
const included = { operations: 12_000, throughput: 500 } as const;

/** The cost of a PostgreSQL instance with its standby, its storage up to its maximum, and backups above the free ones. */
export const databaseCost: CostFunction = (body, { prices }) => {
  // A replica has the engine of its source and no argument for it.
  const engine = textIn(body, 'engine') || 'postgres';
  const instanceClass = textIn(body, 'instance_class');
  const each = engine === 'postgres' ? databasePrice(prices, instanceClass) * hours : Number.NaN;
  const instances = isTrue(body, 'multi_az') ? 2 : 1;
  return [
    fixed(engine === 'postgres' ? instanceClass : `${instanceClass} for ${engine}`, instances, each),
    ...storageItems(body, instances, prices),
    ...backupItems(body, prices),
    ...(isTrue(body, 'manage_master_user_password') ? [fixed('secrets', 1, prices.month.secret)] : []),
  ];
};

/** Returns the storage of all instances: the standby has a copy. */
function storageItems(body: Body, instances: number, prices: Prices): CostItem[] {
  const { min, max } = sizeRange(body);
  const type = textIn(body, 'storage_type') || 'gp2';
  const each = type === 'gp3' ? prices.storage.database : Number.NaN;
  const total = (quantity: number) => ({ min: quantity * instances, max: quantity * instances });
  const operations = total(above(body, 'iops', included.operations));
  const throughput = total(above(body, 'storage_throughput', included.throughput));
  return [
    perGb(`database storage ${type}`, min * instances, each, max * instances),
    ...aboveFree('database IOPS', operations, prices.operations.database),
    ...aboveFree('database throughput in MiB/s', throughput, prices.throughput.database),
  ];
}

/** Returns the backups: the first is free, and each further day adds the daily change. */
function backupItems(body: Body, prices: Prices): CostItem[] {
  const share = numberIn(body, 'backup_retention_period', 0) * assumptions.dailyChange;
  const { min, max } = sizeRange(body);
  return share === 0 ? [] : [perGb('database backups', min * share, prices.storage.databaseBackup, max * share)];
}

function sizeRange(body: Body): { readonly min: number; readonly max: number } {
  const min = numberIn(body, 'allocated_storage');
  // 0 disables storage autoscaling.
  return { min, max: Math.max(min, numberIn(body, 'max_allocated_storage', 0)) };
}

/** Returns the part of an argument above the included quantity. */
function above(body: Body, argument: string, free: number): number {
  return Math.max(numberIn(body, argument, free) - free, 0);
}
