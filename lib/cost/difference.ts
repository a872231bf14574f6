import { byCodePoint } from '../core/canonical';
import { type Estimate, type CostRange, sum, total } from './estimate';
import type { CostItem } from './cost-item';
import { quantity, wholeDollars } from './table';

/** The maximum number of causes in a line. */
const maxCauses = 4;

/**
 * Returns the monthly cost of a change: `+$469 a month (+3 m6i.xlarge, +180 GB EBS gp3)`, or an empty string. Both sides have
 * the current prices, so a new price list makes no difference.
 */
export function costDifference(before: Estimate, after: Estimate): string {
  const changes = itemChanges(allItems(before), allItems(after));
  const unpriced = addedLines(unpricedLines(before), unpricedLines(after));
  if (changes.length === 0 && unpriced.length === 0) return '';
  const amount = formatRange(subtract(total(after), total(before)), formatAmountChange);
  const causes = changes.slice(0, maxCauses).map(({ text }) => text);
  const more = changes.length - causes.length;
  const details = [
    ...causes,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...unpriced.map((line) => `not priced: ${line}`),
  ];
  return `${amount} a month (${details.join(', ')})`;
}

interface Change {
  readonly text: string;
  /** USD a month without a sign. The largest one is printed first. */
  readonly weight: number;
}

function itemChanges(before: readonly CostItem[], after: readonly CostItem[]): Change[] {
  const kinds = [...new Set([...before, ...after].map(({ kind }) => kind))].sort(byCodePoint);
  return kinds.flatMap((kind) => itemChange(kind, before, after)).sort((a, b) => b.weight - a.weight);
}

/** Returns the change of one kind: of its quantity, or of its price in another region. */
function itemChange(kind: string, before: readonly CostItem[], after: readonly CostItem[]): Change[] {
  const ofKind = (items: readonly CostItem[]) => items.filter((item) => item.kind === kind);
  const [previous, current] = [ofKind(before), ofKind(after)];
  const count = subtract(quantities(current), quantities(previous));
  const cost = subtract(sum(current), sum(previous));
  const weight = Math.max(Math.abs(cost.min), Math.abs(cost.max));
  if (!isZero(count)) {
    const unit = (current[0] ?? previous[0])?.unit;
    return [{ text: [formatRange(count, formatQuantityChange), unit, kind].filter(Boolean).join(' '), weight }];
  }
  return isZero(cost) ? [] : [{ text: `${kind} at a different price`, weight }];
}

function quantities(items: readonly CostItem[]): CostRange {
  return sum(items.map((item) => ({ ...item, each: 1 })));
}

function subtract(current: CostRange, previous: CostRange): CostRange {
  return { min: current.min - previous.min, max: current.max - previous.max };
}

/** Returns true for 0 up to rounding errors of sums. */
function isZero({ min, max }: CostRange): boolean {
  return Math.abs(min) < 1e-6 && Math.abs(max) < 1e-6;
}

function allItems(estimated: Estimate): CostItem[] {
  return Object.values(estimated).flatMap(({ items }) => items);
}

function unpricedLines(estimated: Estimate): string[] {
  return Object.values(estimated).flatMap(({ notPriced }) => notPriced);
}

function addedLines(before: readonly string[], after: readonly string[]): string[] {
  const known = new Set(before);
  return after.filter((line) => !known.has(line));
}

/** Returns one value if both ends are equal. */
function formatRange({ min, max }: CostRange, format: (amount: number) => string): string {
  const [low, high] = [format(min), format(max)];
  return low === high ? low : `${low} to ${high}`;
}

function formatAmountChange(amount: number): string {
  return wholeDollars(amount).startsWith('-') ? wholeDollars(amount) : `+${wholeDollars(amount)}`;
}

function formatQuantityChange(count: number): string {
  return count < 0 ? `-${quantity(-count)}` : `+${quantity(count)}`;
}
