import { sortedEntries } from '../core/canonical';
import { claimedStorage } from './claims';
import { type CostItem, type InstanceCount, perGb } from './cost-item';
import { costFunctions, freeTypes } from './resource-types';
import { prices } from './prices';
import { blocksIn, type Body, numberIn, textIn } from '../review/terraform-body';

/** A range in USD a month. */
export interface CostRange {
  /** The cost with the minimum sizes of groups and volumes. */
  readonly min: number;
  /** The cost with the maximum sizes. */
  readonly max: number;
}

/** The costs of the stacks of an environment, by name. */
export type Estimate = Readonly<Record<string, StackEstimate>>;

/** The costs of one stack. */
export interface StackEstimate {
  readonly items: readonly CostItem[];
  /** Resources without a known price, one a line: `aws_autoscaling_group.general: no price for z9.large`. */
  readonly notPriced: readonly string[];
}

/**
 * Estimates the monthly cost of an environment from its files, with list prices and assumptions about usage.
 *
 * @param terraform the environment's files, by their path below `terraform/`
 * @param manifests the environment's Kubernetes objects, whose volumes are part of the cost, by their path
 */
export function estimate(
  terraform: ReadonlyMap<string, string>,
  manifests: ReadonlyMap<string, string> = new Map(),
): Estimate {
  const stacks = [...terraform].flatMap(([path, text]) => {
    const name = /^([^/]+)\/main\.tf\.json$/.exec(path)?.[1];
    return name === undefined ? [] : [[name, text] as const];
  });
  const instances = instanceCount(stacks.map(([, text]) => text));
  const storage = claimedStorage(manifests);
  return Object.fromEntries([
    ...stacks.map(([name, text]) => [name, estimateStack(text, instances)] as const),
    ...(storage > 0 ? [['kubernetes', estimateVolumes(storage, stacks[0]?.[1] ?? '{}')] as const] : []),
  ]);
}

/** Estimates the cost of the volumes of pods, in the region of a stack. */
function estimateVolumes(gibibytes: number, stack: string): StackEstimate {
  const region = providerRegions(parse(stack).provider ?? {})({});
  const regionPrices = Object.hasOwn(prices, region) ? prices[region] : undefined;
  if (!regionPrices) return { items: [], notPriced: [`volumes of pods: no prices for the region ${region}`] };
  return { items: [perGb('EBS gp3', gibibytes, regionPrices.storage.volume)], notPriced: [] };
}

/**
 * Estimates the monthly cost of one stack.
 *
 * @param instances the number of instances of its environment, by default those of the stack itself
 */
export function estimateStack(terraform: string, instances = instanceCount([terraform])): StackEstimate {
  const { provider = {}, resource = {} } = parse(terraform);
  const regionFor = providerRegions(provider);
  const resources = (type: string) => resource[type] ?? {};
  const estimates = sortedEntries(resource).flatMap(([type, named]) =>
    sortedEntries(named).map(([name, body]) =>
      estimateResource({ body, instances, name, region: regionFor(body), resources, type }),
    ),
  );
  return {
    items: estimates.flatMap(({ items }) => items),
    notPriced: estimates.flatMap(({ notPriced }) => notPriced),
  };
}

/** Returns the total of items. */
export function sum(items: readonly CostItem[]): CostRange {
  return {
    min: items.reduce((total, { each, min }) => total + each * min, 0),
    max: items.reduce((total, { each, max }) => total + each * max, 0),
  };
}

/** Returns the total of an environment. */
export function total(estimated: Estimate): CostRange {
  return sum(Object.values(estimated).flatMap(({ items }) => items));
}

interface Configuration {
  readonly provider?: Body;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Body>>>>;
}

function parse(terraform: string): Configuration {
  return JSON.parse(terraform) as Configuration;
}

/** Returns the number of instances of all Auto Scaling groups. */
function instanceCount(stacks: readonly string[]): InstanceCount {
  const groups = stacks.flatMap((stack) => Object.values(parse(stack).resource?.['aws_autoscaling_group'] ?? {}));
  const total = (argument: string) => groups.reduce((all, group) => all + numberIn(group, argument), 0);
  return { min: total('min_size'), max: total('max_size') };
}

interface Resource {
  readonly type: string;
  readonly instances: InstanceCount;
  readonly name: string;
  readonly region: string;
  readonly body: Body;
  readonly resources: (type: string) => Readonly<Record<string, Body>>;
}

function estimateResource({ body, instances, name, region, resources, type }: Resource): StackEstimate {
  if (freeTypes.has(type)) return { items: [], notPriced: [] };
  const unpriced = (reason: string): StackEstimate => ({ items: [], notPriced: [`${type}.${name}: ${reason}`] });
  const cost = Object.hasOwn(costFunctions, type) ? costFunctions[type] : undefined;
  const regionPrices = Object.hasOwn(prices, region) ? prices[region] : undefined;
  if (!cost) return unpriced('no price for this resource type');
  if (!regionPrices) return unpriced(`no prices for the region ${region}`);
  if ('count' in body || 'for_each' in body) return unpriced('`count` and `for_each` are not supported');
  const items = cost(body, { instances, name, prices: regionPrices, resources });
  // Unknown prices and values that are known after apply are NaN: they are listed, and never counted as 0.
  const [known, unknown] = [items.filter(isNumber), items.filter((item) => !isNumber(item))];
  return { items: known, notPriced: unknown.map(({ kind }) => `${type}.${name}: no price for ${kind}`) };
}

function isNumber({ each, min, max }: CostItem): boolean {
  return [each, min, max].every(Number.isFinite);
}

/** Returns a function that returns the region of a resource: that of its provider, or of the stack's default one. */
function providerRegions(provider: Body): (body: Body) => string {
  const byName = Object.fromEntries(
    blocksIn(provider, 'aws').map((aws) => {
      const alias = textIn(aws, 'alias');
      return [alias === '' ? 'aws' : `aws.${alias}`, textIn(aws, 'region')];
    }),
  );
  return (body) => byName[textIn(body, 'provider') || 'aws'] ?? '';
}
