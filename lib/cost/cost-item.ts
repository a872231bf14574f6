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
  readonly least: number;
  /** How many there may be: a group that grows, a disk that does. */
  readonly most: number;
}

/** What a resource's cost depends on beside its own arguments. */
export interface Surroundings {
  /** What Terraform calls the resource, after its type. */
  readonly name: string;
  /** The prices where the resource stands. */
  readonly prices: Prices;
  /** The stack's resources of a type, by name. */
  readonly resources: (type: string) => Readonly<Record<string, Body>>;
}

/** What a resource of one type costs. */
export type Costing = (body: Body, surroundings: Surroundings) => readonly Item[];

/** The same number whatever happens. */
export function always(kind: string, quantity: number, each: number): Item {
  return { each, kind, least: quantity, most: quantity };
}

/** So many running all the time. */
export function running(kind: string, quantity: number, hourly: number): Item {
  return always(kind, quantity, hourly * hours);
}

export function stored(kind: string, least: number, each: number, most = least): Item {
  return { each, kind, least, most, unit: 'GB' };
}

/** What is paid for where there is any of it. */
export function extra(kind: string, { least, most }: Pick<Item, 'least' | 'most'>, each: number): Item[] {
  return least === 0 && most === 0 ? [] : [{ each, kind, least, most }];
}
