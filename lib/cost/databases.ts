import { always, type Costing, extra, type Item, stored } from './cost-item';
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
    always(engine === 'postgres' ? instanceClass : `${instanceClass} for ${engine}`, machines, each),
    ...storage(body, machines, prices),
    ...backups(body, prices),
    ...(isTrue(body, 'manage_master_user_password') ? [always('secrets', 1, prices.month.secret)] : []),
  ];
};

/** The standby has a copy of everything. */
function storage(body: Body, machines: number, prices: Prices): Item[] {
  const { least, most } = sizes(body);
  const type = textIn(body, 'storage_type') || 'gp2';
  const each = type === 'gp3' ? prices.storage.database : Number.NaN;
  const ofBoth = (quantity: number) => ({ least: quantity * machines, most: quantity * machines });
  const operations = ofBoth(above(body, 'iops', included.operations));
  const throughput = ofBoth(above(body, 'storage_throughput', included.throughput));
  return [
    stored(`database storage ${type}`, least * machines, each, most * machines),
    ...extra('database operations a second', operations, prices.operations.database),
    ...extra('database MiB a second', throughput, prices.throughput.database),
  ];
}

/** The first backup is as large as the storage, and free; each further day adds what it changed. */
function backups(body: Body, prices: Prices): Item[] {
  const kept = numberIn(body, 'backup_retention_period', 0) * assumptions.dailyChange;
  const { least, most } = sizes(body);
  return kept === 0 ? [] : [stored('database backups', least * kept, prices.storage.databaseBackup, most * kept)];
}

function sizes(body: Body): { readonly least: number; readonly most: number } {
  const least = numberIn(body, 'allocated_storage');
  // 0 is Terraform's word for storage that does not grow.
  return { least, most: Math.max(least, numberIn(body, 'max_allocated_storage', 0)) };
}

function above(body: Body, argument: string, free: number): number {
  return Math.max(numberIn(body, argument, free) - free, 0);
}
