import { hours, type Prices } from './prices';
import type { Body } from '../review/terraform-body';

/** A part of the cost of a resource: a quantity of one kind at a price. */
export interface CostItem {
  /** The kind, as printed: `m6i.xlarge`, `NAT gateways`. */
  readonly kind: string;
  /** The unit of the quantity, if it is not a count. */
  readonly unit?: 'GB';
  /** USD a month for one; NaN if the price is unknown. */
  readonly each: number;
  /** The minimum quantity. */
  readonly min: number;
  /** The maximum quantity: of a group that scales out, or a volume that grows. */
  readonly max: number;
}

/** The minimum and maximum number of instances. */
export interface InstanceCount {
  readonly min: number;
  readonly max: number;
}

/** The context of a resource that its cost depends on. */
export interface PricingContext {
  /** The name of the resource in Terraform, without its type. */
  readonly name: string;
  /** The prices of the resource's region. */
  readonly prices: Prices;
  /** Returns the stack's resources of a type, by name. */
  readonly resources: (type: string) => Readonly<Record<string, Body>>;
  /** The number of instances in all node groups of the environment. */
  readonly instances: InstanceCount;
}

/** Returns the cost of a resource of one type. */
export type CostFunction = (body: Body, context: PricingContext) => readonly CostItem[];

/** Returns an item of a constant quantity. */
export function fixed(kind: string, quantity: number, each: number): CostItem {
  return { each, kind, min: quantity, max: quantity };
}

/** Returns an item that runs all the time, at a price for one hour. */
export function hourly(kind: string, quantity: number, price: number): CostItem {
  return fixed(kind, quantity, price * hours);
}

/** Returns an item in GB. */
export function perGb(kind: string, min: number, each: number, max = min): CostItem {
  return { each, kind, min, max, unit: 'GB' };
}

/** Returns an item for a quantity above the free one, or none if it is 0. */
export function aboveFree(kind: string, { min, max }: Pick<CostItem, 'min' | 'max'>, each: number): CostItem[] {
  return min === 0 && max === 0 ? [] : [{ each, kind, min, max }];
}
