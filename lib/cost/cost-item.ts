import { hours, type Prices } from './prices';
import type { Body } from '../review/terraform-body';

/** A part of what a resource costs: so many of a kind of thing, at a price. */
export interface Item {
  /** What is paid for: `m6i.xlarge`, `NAT gateways`. */
  readonly kind: string;
  /** What it is counted in, where that is not pieces. */
  readonly unit?: 'GB';
  /** USD a month for one. No number where there is no price. */
  readonly each: number;
  /** How many there are at least. */
  readonly min: number;
  /** How many there may be: a group that grows, a disk that does. */
  readonly max: number;
}

/** What a resource's cost depends on beside its own arguments. */
export interface PricingContext {
  /** What Terraform calls the resource, after its type. */
  readonly name: string;
  /** The prices where the resource stands. */
  readonly prices: Prices;
  /** The stack's resources of a type, by name. */
  readonly resources: (type: string) => Readonly<Record<string, Body>>;
}

/** What a resource of one type costs. */
export type Costing = (body: Body, surroundings: PricingContext) => readonly Item[];

/** The same number whatever happens. */
export function fixed(kind: string, quantity: number, each: number): Item {
  return { each, kind, min: quantity, max: quantity };
}

/** So many running all the time. */
export function hourly(kind: string, quantity: number, price: number): Item {
  return fixed(kind, quantity, price * hours);
}

export function perGb(kind: string, min: number, each: number, max = min): Item {
  return { each, kind, min, max, unit: 'GB' };
}

/** What is paid for where there is any of it. */
export function aboveFree(kind: string, { min, max }: Pick<Item, 'min' | 'max'>, each: number): Item[] {
  return min === 0 && max === 0 ? [] : [{ each, kind, min, max }];
}
