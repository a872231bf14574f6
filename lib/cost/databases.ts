import { fixed, type Costing, aboveFree, type Item, perGb } from './cost-item';
import { assumptions, databasePrice, hours, type Prices } from './prices';
import { type Body, isTrue, numberIn, textIn } from '../review/terraform-body';

/** What RDS includes where more can be asked for: from 400 GiB on. Source: RDS User Guide, "gp3 storage". */
const included = { operations: 12_000, throughput: 500 } as const;

/** An instance of PostgreSQL with its standby, its storage as far as it may grow, and backups beyond those that are free. */
export const databaseCost: Costing = (body, { prices }) => {
  // A replica has no engine of its own: it is its source's.
  const engine = textIn(body, 'engine') || 'postgres';
  const instanceClass = textIn(body, 'instance_class');
  const each = engine === 'postgres' ? databasePrice(prices, instanceClass) * hours : Number.NaN;
  const machines = isTrue(body, 'multi_az') ? 2 : 1;
  return [
    fixed(engine === 'postgres' ? instanceClass : `${instanceClass} for ${engine}`, machines, each),
    ...storage(body, machines, prices),
    ...backups(body, prices),
    ...(isTrue(body, 'manage_master_user_password') ? [fixed('secrets', 1, prices.month.secret)] : []),
  ];
};

/** The standby has a copy of everything. */
function storage(body: Body, machines: number, prices: Prices): Item[] {
  const { min: min, max: max } = sizes(body);
  const type = textIn(body, 'storage_type') || 'gp2';
  const each = type === 'gp3' ? prices.storage.database : Number.NaN;
  const ofBoth = (quantity: number) => ({ min: quantity * machines, max: quantity * machines });
  const operations = ofBoth(above(body, 'iops', included.operations));
  const throughput = ofBoth(above(body, 'storage_throughput', included.throughput));
  return [
    perGb(`database storage ${type}`, min * machines, each, max * machines),
    ...aboveFree('database operations a second', operations, prices.operations.database),
    ...aboveFree('database MiB a second', throughput, prices.throughput.database),
  ];
}

/** The first backup is as large as the storage, and free; each further day adds what it changed. */
function backups(body: Body, prices: Prices): Item[] {
  const kept = numberIn(body, 'backup_retention_period', 0) * assumptions.dailyChange;
  const { min: min, max: max } = sizes(body);
  return kept === 0 ? [] : [perGb('database backups', min * kept, prices.storage.databaseBackup, max * kept)];
}

function sizes(body: Body): { readonly min: number; readonly max: number } {
  const min = numberIn(body, 'allocated_storage');
  // 0 is Terraform's word for storage that does not grow.
  return { min: min, max: Math.max(min, numberIn(body, 'max_allocated_storage', 0)) };
}

function above(body: Body, argument: string, free: number): number {
  return Math.max(numberIn(body, argument, free) - free, 0);
}
