import { sortedEntries } from '../core/canonical';
import type { Item } from './cost-item';
import { costings, free } from './resource-types';
import { prices } from './prices';
import { blocksIn, type Body, textIn } from '../review/terraform-body';

/** USD a month. */
export interface CostRange {
  /** With the fewest machines and the smallest disks that are described. */
  readonly min: number;
  /** With the most. */
  readonly max: number;
}

/** What the stacks of an environment cost, by name. */
export type Estimate = Readonly<Record<string, StackEstimate>>;

export interface StackEstimate {
  readonly items: readonly Item[];
  /** What has no price here, one a line: `aws_autoscaling_group.general: no price of z9.large`. */
  readonly notPriced: readonly string[];
}

/**
 * What an environment costs a month, from what Terraform is told: list prices, and assumptions where usage decides.
 *
 * @param terraform the environment's files, by their path below `terraform/`
 */
export function estimate(terraform: ReadonlyMap<string, string>): Estimate {
  return Object.fromEntries(
    [...terraform].flatMap(([path, text]) => {
      const stack = /^([^/]+)\/main\.tf\.json$/.exec(path)?.[1];
      return stack === undefined ? [] : [[stack, estimateStack(text)] as const];
    }),
  );
}

/** What one stack costs a month. */
export function estimateStack(terraform: string): StackEstimate {
  const { provider = {}, resource = {} } = JSON.parse(terraform) as {
    provider?: Body;
    resource?: Record<string, Record<string, Body>>;
  };
  const regionOf = regions(provider);
  const resources = (type: string) => resource[type] ?? {};
  const estimates = sortedEntries(resource).flatMap(([type, named]) =>
    sortedEntries(named).map(([name, body]) => ofResource({ body, name, region: regionOf(body), resources, type })),
  );
  return {
    items: estimates.flatMap(({ items }) => items),
    notPriced: estimates.flatMap(({ notPriced }) => notPriced),
  };
}

/** What all items cost together. */
export function sum(items: readonly Item[]): CostRange {
  return {
    min: items.reduce((total, { each, min }) => total + each * min, 0),
    max: items.reduce((total, { each, max }) => total + each * max, 0),
  };
}

/** What an environment costs. */
export function total(estimated: Estimate): CostRange {
  return sum(Object.values(estimated).flatMap(({ items }) => items));
}

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly region: string;
  readonly body: Body;
  readonly resources: (type: string) => Readonly<Record<string, Body>>;
}

function ofResource({ body, name, region, resources, type }: Resource): StackEstimate {
  if (free.has(type)) return { items: [], notPriced: [] };
  const refused = (why: string): StackEstimate => ({ items: [], notPriced: [`${type}.${name}: ${why}`] });
  const cost = Object.hasOwn(costings, type) ? costings[type] : undefined;
  const there = Object.hasOwn(prices, region) ? prices[region] : undefined;
  if (!cost) return refused('nothing is known of what this type costs');
  if (!there) return refused(`no prices of the region ${region}`);
  if ('count' in body || 'for_each' in body) return refused('it is repeated, which is not counted here');
  const items = cost(body, { name, prices: there, resources });
  // No price, or a number that only apply knows, makes no number: told, and never counted as nothing.
  const [known, unknown] = [items.filter(isNumber), items.filter((item) => !isNumber(item))];
  return { items: known, notPriced: unknown.map(({ kind }) => `${type}.${name}: no price of ${kind}`) };
}

function isNumber({ each, min, max }: Item): boolean {
  return [each, min, max].every(Number.isFinite);
}

/** The region of a resource: that of the provider which it names, or of the stack's own. */
function regions(provider: Body): (body: Body) => string {
  const byName = Object.fromEntries(
    blocksIn(provider, 'aws').map((aws) => {
      const alias = textIn(aws, 'alias');
      return [alias === '' ? 'aws' : `aws.${alias}`, textIn(aws, 'region')];
    }),
  );
  return (body) => byName[textIn(body, 'provider') || 'aws'] ?? '';
}
