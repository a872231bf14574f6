import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from '../../../lib/core/canonical';
import { expect } from '../support/report';
import type { Attributes, Change, Resource, Stack, StackName } from './stack';

/** An attribute that moto does not keep as it was told, on every resource of a type in a stack. */
interface MotoLimit {
  readonly stack: StackName;
  readonly type: string;
  readonly attribute: string;
  /** `forgotten`: the second plan may set it again. `left out`: it is not told at all. `helped`: the run does a part of it. */
  readonly way: 'forgotten' | 'left out' | 'helped';
  readonly reason: string;
}

/**
 * All that the run `aws` does not take as it is synthesized. The run `terraform` does, and asserts that it covers these.
 * An entry that is no longer needed is an error.
 */
export const motoLimits: readonly MotoLimit[] = [
  {
    stack: 'bootstrap',
    type: 'aws_s3_bucket',
    attribute: 'force_destroy',
    way: 'helped',
    reason: 'a delete marker cannot be deleted once versioning is suspended, so `clearMarkers` deletes them before',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'backup_retention_period',
    way: 'forgotten',
    reason: 'a replica is made as a copy of its source, with its days of backups instead of none',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'ca_cert_identifier',
    way: 'left out',
    reason:
      'every instance starts with rds-ca-default instead of the one it asks for, which costs a second wait of 80 s',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'performance_insights_enabled',
    way: 'forgotten',
    reason: 'moto has no Performance Insights: they read back off',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'performance_insights_kms_key_id',
    way: 'forgotten',
    reason: 'moto has no Performance Insights: they read back without a key',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'performance_insights_retention_period',
    way: 'forgotten',
    reason: 'moto has no Performance Insights: they read back with 0 days',
  },
  {
    stack: 'data',
    type: 'aws_db_parameter_group',
    attribute: 'parameter',
    way: 'forgotten',
    reason: 'parameters read back without who set them, so the provider takes them for the defaults',
  },
];

/** The stacks that have some. */
export const limitedStacks: readonly StackName[] = [...new Set(motoLimits.map(({ stack }) => stack))];

function limitsOf(stack: StackName, way?: MotoLimit['way']): MotoLimit[] {
  return motoLimits.filter((limit) => limit.stack === stack && (way === undefined || limit.way === way));
}

/** What the second plan of a stack may name. */
export function forgottenNames(stack: StackName): string[] {
  return limitsOf(stack, 'forgotten').map(nameOf);
}

function nameOf({ attribute, type }: MotoLimit): string {
  return `${type}.${attribute}`;
}

/** What is put over a stack's resources, for what moto must not be told. */
export function leftOut(stack: StackName, addresses: readonly string[]): Attributes {
  const resource: Record<string, Record<string, Record<string, null>>> = {};
  for (const { attribute, type } of limitsOf(stack, 'left out')) {
    for (const address of addresses.filter((candidate) => candidate.startsWith(`${type}.`))) {
      const named = (resource[type] ??= {});
      (named[address.slice(type.length + 1)] ??= {})[attribute] = null;
    }
  }
  return Object.keys(resource).length > 0 ? { resource } : {};
}

/** A stack that was applied. */
type Settled = Pick<Stack, 'configuration' | 'log' | 'name' | 'subject'>;

/** One attribute that a plan changes. */
interface Difference {
  readonly attribute: string;
  readonly change: Change;
}

function isMeant(limit: MotoLimit, { attribute, change }: Difference): boolean {
  return limit.type === change.type && limit.attribute === attribute && change.change.actions.join() === 'update';
}

/** A plan changes nothing but what moto forgot. */
export function expectNoOther(stack: Pick<Stack, 'log' | 'name'>, changes: readonly Change[]): void {
  const forgotten = limitsOf(stack.name, 'forgotten');
  const others = changes
    .flatMap(differencesIn)
    .filter((difference) => !forgotten.some((limit) => isMeant(limit, difference)))
    .map(({ attribute, change }) => `${change.address}: ${attribute}`);
  expect(others.length === 0, `the plan must change nothing, and changes ${others.join(', ')}`, stack.log);
}

/** The second plan of a stack, unchanged resources included, changes all that moto forgot and nothing else. */
export function expectSettled(stack: Settled, planned: readonly Change[]): void {
  expectNoOther(stack, planned);
  const found = planned.flatMap(differencesIn);
  const idle = [
    ...limitsOf(stack.name, 'forgotten').filter((limit) => !found.some((one) => isMeant(limit, one))),
    ...limitsOf(stack.name, 'left out').filter((limit) => !planned.some((change) => isOtherwise(stack, limit, change))),
  ];
  expect(
    idle.length === 0,
    `moto does this by now, or nothing needs it: take it out of test/integration/terraform/moto-limits.ts: ${idle.map(nameOf).join(', ')}`,
    stack.log,
  );
}

/** What moto does by itself is not what it was not told. */
function isOtherwise(stack: Settled, limit: MotoLimit, { address, change, type }: Change): boolean {
  const [is, wanted] = [change.before[limit.attribute], wantedOf(stack, limit, address)];
  return type === limit.type && is !== undefined && wanted !== undefined && is !== wanted;
}

/** What the other run must have in its state: each attribute, as it was synthesized. */
export function expectCovered(stack: Settled, resources: readonly Resource[]): void {
  for (const limit of limitsOf(stack.name)) {
    const told = resources
      .filter(({ type }) => type === limit.type)
      .map(({ address, values }) => ({ address, is: values[limit.attribute], wanted: wantedOf(stack, limit, address) }))
      .filter(({ wanted }) => wanted !== undefined);
    expect(told.length > 0, `nothing in ${stack.subject} covers ${nameOf(limit)}`, stack.log);
    const others = told.filter(({ is, wanted }) => !isKept(is, wanted)).map(({ address }) => address);
    expect(others.length === 0, `${limit.attribute} is not what was asked for: ${others.join(', ')}`, stack.log);
  }
}

function wantedOf(stack: Settled, { attribute }: MotoLimit, address: string): unknown {
  return stack.configuration.resource(address)[attribute];
}

/** What is an expression in the configuration is a value in the state, and blocks that are a set have an order of its own. */
function isKept(is: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'string' && wanted.includes('${')) return is !== null && is !== undefined;
  if (!Array.isArray(is) || !Array.isArray(wanted)) return isDeepStrictEqual(is, wanted);
  const [left, right] = [is, wanted].map((items) => items.map((item) => JSON.stringify(canonicalJson(item))).sort());
  return isDeepStrictEqual(left, right);
}

/** The attributes that a change is about. Of what is made, destroyed or replaced, what is done. */
function differencesIn(change: Change): Difference[] {
  const { actions, after, after_unknown: unknown = {}, before } = change.change;
  if (actions.join() === 'no-op') return [];
  if (actions.join() !== 'update') return [{ attribute: actions.join(' and '), change }];
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])]
    .filter((attribute) => unknown[attribute] === true || !isDeepStrictEqual(before[attribute], after[attribute]))
    .map((attribute) => ({ attribute, change }));
}
