import { byCodePoint, sortedEntries } from '../core/canonical';
import { type Estimate, type CostRange, sum, total } from './estimate';
import type { CostItem } from './cost-item';
import { assumptions, hours, pricesDate } from './prices';

/** Returns the total as one line: `$930 to $1,178 a month, 2 not priced`. */
export function summaryLine(estimated: Estimate): string {
  const { min, max } = total(estimated);
  const notPriced = Object.values(estimated).reduce((count, stack) => count + stack.notPriced.length, 0);
  const amount =
    wholeDollars(min) === wholeDollars(max) ? wholeDollars(min) : `${wholeDollars(min)} to ${wholeDollars(max)}`;
  return `${amount} a month${notPriced === 0 ? '' : `, ${notPriced} not priced`}`;
}

/** Returns the COST table of an environment: stacks, their items by kind, resources without a price, and footnotes. */
export function costTable(environment: string, estimated: Estimate): string {
  const stacks = sortedEntries(estimated);
  const rows = [
    ...stacks.flatMap(([stack, { items }]) => [row(stack, '', sum(items)), ...itemRows(items), []]),
    row('total', '', total(estimated)),
  ];
  const notPriced = stacks.flatMap(([stack, estimate]) =>
    estimate.notPriced.map((line) => `not priced: ${stack} ${line}`),
  );
  return [
    `${environment}: ${summaryLine(estimated)}`,
    '',
    ...alignColumns([['USD a month', '', 'minimum', 'maximum'], ...rows]),
    '',
    ...notPriced,
    ...(notPriced.length > 0 ? [''] : []),
    ...footnotes(),
    '',
  ].join('\n');
}

/** Returns one row for each kind. */
function itemRows(items: readonly CostItem[]): string[][] {
  const kinds = [...new Set(items.map(({ kind }) => kind))].sort(byCodePoint);
  return kinds.map((kind) => {
    const same = items.filter((item) => item.kind === kind);
    const count = (end: 'min' | 'max') => same.reduce((total, item) => total + item[end], 0);
    const [min, max] = [quantity(count('min')), quantity(count('max'))];
    const counted = [min === max ? min : `${min} to ${max}`, same[0]?.unit ?? ''].join(' ').trim();
    return row(`  ${kind}`, counted, sum(same));
  });
}

function row(name: string, counted: string, { min, max }: CostRange): string[] {
  return [name, counted, cents(min), cents(max)];
}

/** Aligns names to the left and numbers to the right. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
}

/** Returns the assumptions of an estimate. */
function footnotes(): string[] {
  const { bucket, dailyChange, endlessLogs, flowLogs, images, loadBalancerUnits, logs, spot } = assumptions;
  return [
    `Prices: AWS On-Demand list prices of ${pricesDate}, without tax and discounts; a month has ${hours} hours.`,
    `Assumed: ${loadBalancerUnits} unit for each load balancer; Spot at ${spot * 100} % of On-Demand; ${dailyChange * 100} % of a database changes each day;`,
    `  ${logs} GB of logs a month in each log group; flow logs of ${flowLogs[600]} GB for each instance over 600 s, ${flowLogs[60]} GB over 60 s;`,
    `  ${endlessLogs} months of log storage without retention; ${bucket} GB in each bucket; ${images} GB of images in each repository.`,
    'Not included: data transfer, data processed by gateways and endpoints, requests, CPU credits, snapshots, RDS',
    '  Enhanced Monitoring, rotated KMS key material, and additional instances during an instance refresh.',
  ];
}

/** Formats an amount in whole dollars: `$1,204`. */
export function wholeDollars(amount: number): string {
  const rounded = Math.round(amount);
  return `${rounded < 0 ? '-' : ''}$${groupDigits(String(Math.abs(rounded)))}`;
}

function cents(amount: number): string {
  const [integer = '', fraction = ''] = amount.toFixed(2).split('.');
  return `${groupDigits(integer)}.${fraction}`;
}

/** Formats a quantity with at most one decimal. */
export function quantity(count: number): string {
  const [integer = '', fraction] = String(Math.round(count * 10) / 10).split('.');
  return fraction === undefined ? groupDigits(integer) : `${groupDigits(integer)}.${fraction}`;
}

/** Adds a comma before every three digits, independent of the locale. */
function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
