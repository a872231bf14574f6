import { byCodePoint } from '../core/canonical';
import { type Estimate, type CostRange, sum, total } from './estimate';
import type { Item } from './cost-item';
import { quantity, whole } from './table';

/** How many causes of a difference are named. */
const named = 4;

/**
 * What a change costs a month: `+$469 a month (+3 m6i.xlarge, +180 GB disks gp3)`, or nothing where it costs nothing.
 * Both sides are at today's prices, so that only what is built makes a difference.
 */
export function costDifference(before: Estimate, after: Estimate): string {
  const changes = itemChanges(allItems(before), allItems(after));
  const unpriced = newOnes(notPricedIn(before), notPricedIn(after));
  if (changes.length === 0 && unpriced.length === 0) return '';
  const amount = between(minus(total(after), total(before)), signed);
  const causes = changes.slice(0, named).map(({ text }) => text);
  const more = changes.length - causes.length;
  const told = [...causes, ...(more > 0 ? [`and ${more} more`] : []), ...unpriced.map((line) => `not priced: ${line}`)];
  return `${amount} a month (${told.join(', ')})`;
}

interface Change {
  readonly text: string;
  /** USD a month, whichever way: what matters most is named first. */
  readonly weight: number;
}

function itemChanges(before: readonly Item[], after: readonly Item[]): Change[] {
  const kinds = [...new Set([...before, ...after].map(({ kind }) => kind))].sort(byCodePoint);
  return kinds.flatMap((kind) => itemChange(kind, before, after)).sort((a, b) => b.weight - a.weight);
}

/** A kind of thing of which there are more, or fewer, or whose price is another where it stands now. */
function itemChange(kind: string, before: readonly Item[], after: readonly Item[]): Change[] {
  const ofKind = (items: readonly Item[]) => items.filter((item) => item.kind === kind);
  const [then, now] = [ofKind(before), ofKind(after)];
  const count = minus(counted(now), counted(then));
  const cost = minus(sum(now), sum(then));
  const weight = Math.max(Math.abs(cost.min), Math.abs(cost.max));
  if (!isNothing(count)) {
    const unit = (now[0] ?? then[0])?.unit;
    return [{ text: [between(count, plus), unit, kind].filter(Boolean).join(' '), weight }];
  }
  return isNothing(cost) ? [] : [{ text: `${kind} at another price`, weight }];
}

function counted(items: readonly Item[]): CostRange {
  return sum(items.map((item) => ({ ...item, each: 1 })));
}

function minus(now: CostRange, then: CostRange): CostRange {
  return { min: now.min - then.min, max: now.max - then.max };
}

/** Sums of fractions differ in their last digits. */
function isNothing({ min, max }: CostRange): boolean {
  return Math.abs(min) < 1e-6 && Math.abs(max) < 1e-6;
}

function allItems(estimated: Estimate): Item[] {
  return Object.values(estimated).flatMap(({ items }) => items);
}

function notPricedIn(estimated: Estimate): string[] {
  return Object.values(estimated).flatMap(({ notPriced }) => notPriced);
}

function newOnes(before: readonly string[], after: readonly string[]): string[] {
  const known = new Set(before);
  return after.filter((line) => !known.has(line));
}

/** One word for both ends where they are the same. */
function between({ min, max }: CostRange, word: (amount: number) => string): string {
  const [low, high] = [word(min), word(max)];
  return low === high ? low : `${low} to ${high}`;
}

function signed(amount: number): string {
  return whole(amount).startsWith('-') ? whole(amount) : `+${whole(amount)}`;
}

function plus(count: number): string {
  return count < 0 ? `-${quantity(-count)}` : `+${quantity(count)}`;
}
