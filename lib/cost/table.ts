import { byCodePoint, sortedEntries } from '../core/canonical';
import { type Estimate, type CostRange, sum, total } from './estimate';
import type { Item } from './cost-item';
import { assumptions, hours, pricesDate } from './prices';

/** `$1,204 a month`, or from the least to the most; and how many things are not in it for want of a price. */
export function summaryLine(estimated: Estimate): string {
  const { min, max } = total(estimated);
  const notPriced = Object.values(estimated).reduce((count, stack) => count + stack.notPriced.length, 0);
  const amount = whole(min) === whole(max) ? whole(min) : `${whole(min)} to ${whole(max)}`;
  return `${amount} a month${notPriced === 0 ? '' : `, ${notPriced} not priced`}`;
}

/** What an environment costs as a person reads it: each stack with its kinds of things, and what is not in the numbers. */
export function costTable(environment: string, estimated: Estimate): string {
  const stacks = sortedEntries(estimated);
  const rows = [
    ...stacks.flatMap(([stack, { items }]) => [row(stack, '', sum(items)), ...itemRows(items), []]),
    row('total', '', total(estimated)),
  ];
  const notPriced = stacks.flatMap(([stack, found]) => found.notPriced.map((line) => `not priced: ${stack} ${line}`));
  return [
    `${environment}: ${summaryLine(estimated)}`,
    '',
    ...aligned([['USD a month', '', 'at least', 'at most'], ...rows]),
    '',
    ...notPriced,
    ...(notPriced.length > 0 ? [''] : []),
    ...footnotes(),
    '',
  ].join('\n');
}

/** One row for all that is of one kind. */
function itemRows(items: readonly Item[]): string[][] {
  const kinds = [...new Set(items.map(({ kind }) => kind))].sort(byCodePoint);
  return kinds.map((kind) => {
    const same = items.filter((item) => item.kind === kind);
    const count = (of: 'min' | 'max') => same.reduce((all, item) => all + item[of], 0);
    const [min, max] = [quantity(count('min')), quantity(count('max'))];
    const counted = [min === max ? min : `${min} to ${max}`, same[0]?.unit ?? ''].join(' ').trim();
    return row(`  ${kind}`, counted, sum(same));
  });
}

function row(name: string, counted: string, { min, max }: CostRange): string[] {
  return [name, counted, cents(min), cents(max)];
}

/** Names to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
}

/** What the numbers rest on. */
function footnotes(): string[] {
  const { bucket, dailyChange, endlessLogs, flowLogs, images, loadBalancerUnits, logs, spot } = assumptions;
  return [
    `Prices: AWS' list on demand of ${pricesDate}, without tax and discounts; a month has ${hours} hours.`,
    `Assumed: ${loadBalancerUnits} unit for each load balancer; spot at ${spot * 100} % of on demand; ${dailyChange * 100} % of a database changes a day;`,
    `  ${logs} GB of logs a month for each group, ${flowLogs[600]} GB for connections joined over 600 s and ${flowLogs[60]} GB over 60 s;`,
    `  ${endlessLogs} months of logs where no end is set; ${bucket} GB in each bucket; ${images} GB of images in each repository.`,
    'Not in it: data transfer and what gateways and endpoints process, requests, CPU credits, snapshots, volumes that',
    "  Kubernetes claims, metrics that RDS logs, a key's earlier versions, and machines that stand twice during a roll.",
  ];
}

export function whole(amount: number): string {
  const rounded = Math.round(amount);
  return `${rounded < 0 ? '-' : ''}$${grouped(String(Math.abs(rounded)))}`;
}

function cents(amount: number): string {
  const [integer = '', fraction = ''] = amount.toFixed(2).split('.');
  return `${grouped(integer)}.${fraction}`;
}

/** A count of pieces or GB, which assumptions may have made a fraction. */
export function quantity(count: number): string {
  const [integer = '', fraction] = String(Math.round(count * 10) / 10).split('.');
  return fraction === undefined ? grouped(integer) : `${grouped(integer)}.${fraction}`;
}

/** With a comma before every three digits, whatever the locale. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
