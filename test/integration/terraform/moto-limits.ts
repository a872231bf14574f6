import { isDeepStrictEqual } from 'node:util';
import { expect } from '../support/report';
import type { Attributes, Change, Resource, Stack, StackName } from './stack';

/** An attribute that moto does not support, on every resource of a type in a stack. */
interface MotoLimit {
  readonly stack: StackName;
  readonly type: string;
  readonly attribute: string;
  /** `not-stored`: the second plan may set it again. `omitted`: the run removes it. `worked-around`: the run does a part of it. */
  readonly handling: 'not-stored' | 'omitted' | 'worked-around';
  readonly reason: string;
}

/**
 * Differences between the run `aws` and the synthesized configuration. The run `terraform` applies all of it and asserts
 * that these attributes are set. An entry that is not needed is an error.
 */
export const motoLimits: readonly MotoLimit[] = [
  {
    stack: 'bootstrap',
    type: 'aws_s3_bucket',
    attribute: 'force_destroy',
    handling: 'worked-around',
    reason:
      'a delete marker cannot be deleted once versioning is suspended, so `removeDeleteMarkers` deletes them before',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'backup_retention_period',
    handling: 'not-stored',
    reason: 'a replica copies the backup retention of its source',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'ca_cert_identifier',
    handling: 'omitted',
    reason: 'every instance starts with rds-ca-default instead of the requested one, which costs a second wait of 80 s',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'performance_insights_enabled',
    handling: 'not-stored',
    reason: 'moto has no Performance Insights: they read back off',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'performance_insights_kms_key_id',
    handling: 'not-stored',
    reason: 'moto has no Performance Insights: they read back without a key',
  },
  {
    stack: 'data',
    type: 'aws_db_instance',
    attribute: 'performance_insights_retention_period',
    handling: 'not-stored',
    reason: 'moto has no Performance Insights: they read back with 0 days',
  },
];

/** Stacks with limits. */
export const limitedStacks: readonly StackName[] = [...new Set(motoLimits.map(({ stack }) => stack))];

function limitsFor(stack: StackName, handling?: MotoLimit['handling']): MotoLimit[] {
  return motoLimits.filter((limit) => limit.stack === stack && (handling === undefined || limit.handling === handling));
}

/** Attributes that the second plan of a stack may set again. */
export function notStoredNames(stack: StackName): string[] {
  return limitsFor(stack, 'not-stored').map(limitName);
}

function limitName({ attribute, type }: MotoLimit): string {
  return `${type}.${attribute}`;
}

/** Override that removes the omitted attributes of a stack's resources. */
export function omittedAttributes(stack: StackName, addresses: readonly string[]): Attributes {
  const resource: Record<string, Record<string, Record<string, null>>> = {};
  for (const { attribute, type } of limitsFor(stack, 'omitted')) {
    for (const address of addresses.filter((candidate) => candidate.startsWith(`${type}.`))) {
      const named = (resource[type] ??= {});
      (named[address.slice(type.length + 1)] ??= {})[attribute] = null;
    }
  }
  return Object.keys(resource).length > 0 ? { resource } : {};
}

/** An applied stack. */
type AppliedStack = Pick<Stack, 'configuration' | 'log' | 'name' | 'subject'>;

/** One attribute that a plan changes. */
interface AttributeChange {
  readonly attribute: string;
  readonly change: Change;
}

function isExpected(limit: MotoLimit, { attribute, change }: AttributeChange): boolean {
  return limit.type === change.type && limit.attribute === attribute && change.change.actions.join() === 'update';
}

/** Fails if a plan changes anything except attributes that moto does not store. */
export function expectNoOtherChange(stack: Pick<Stack, 'log' | 'name'>, changes: readonly Change[]): void {
  const forgotten = limitsFor(stack.name, 'not-stored');
  const others = changes
    .flatMap(attributeChanges)
    .filter((difference) => !forgotten.some((limit) => isExpected(limit, difference)));
  const names = others.map(({ attribute, change }) => `${change.address}: ${attribute}`);
  expect(
    others.length === 0,
    `the plan must be empty; it changes ${names.join(', ')}`,
    stack.log,
    others.map(describeValues).join('\n'),
  );
}

/** The values of a changed attribute. Those that are known after the apply alone are `true` in `unknown`. */
function describeValues({ attribute, change: { address, change } }: AttributeChange): string {
  const values = { before: change.before, after: change.after, unknown: change.after_unknown };
  return [
    `${address}: ${attribute}`,
    ...Object.entries(values).map(([name, all]) => `  ${name} ${JSON.stringify(all?.[attribute] ?? null)}`),
  ].join('\n');
}

/** Requires that the second plan of a stack changes all attributes that moto does not store, and nothing else. */
export function expectOnlyKnownLimits(stack: AppliedStack, planned: readonly Change[]): void {
  expectNoOtherChange(stack, planned);
  const found = planned.flatMap(attributeChanges);
  const idle = [
    ...limitsFor(stack.name, 'not-stored').filter((limit) => !found.some((one) => isExpected(limit, one))),
    ...limitsFor(stack.name, 'omitted').filter(
      (limit) => !planned.some((change) => differsInMoto(stack, limit, change)),
    ),
  ];
  expect(
    idle.length === 0,
    `unused limit; remove it from test/integration/terraform/moto-limits.ts: ${idle.map(limitName).join(', ')}`,
    stack.log,
  );
}

/** Returns true if moto's value differs from the omitted value. */
function differsInMoto(stack: AppliedStack, limit: MotoLimit, { address, change, type }: Change): boolean {
  const [is, wanted] = [change.before[limit.attribute], writtenValue(stack, limit, address)];
  return type === limit.type && is !== undefined && wanted !== undefined && is !== wanted;
}

/** Requires that the state of the run `terraform` has each limited attribute as synthesized. */
export function expectAppliedAsWritten(stack: AppliedStack, resources: readonly Resource[]): void {
  for (const limit of limitsFor(stack.name)) {
    const attributes = resources
      .filter(({ type }) => type === limit.type)
      .map(({ address, values }) => ({
        address,
        is: values[limit.attribute],
        wanted: writtenValue(stack, limit, address),
      }))
      .filter(({ wanted }) => wanted !== undefined);
    expect(attributes.length > 0, `${stack.subject} has no ${limitName(limit)}`, stack.log);
    const others = attributes.filter(({ is, wanted }) => !isEqual(is, wanted)).map(({ address }) => address);
    expect(others.length === 0, `${limit.attribute} differs from the configuration: ${others.join(', ')}`, stack.log);
  }
}

function writtenValue(stack: AppliedStack, { attribute }: MotoLimit, address: string): unknown {
  return stack.configuration.resource(address)[attribute];
}

/** Compares a value of the state with the configuration: an expression equals any value. */
function isEqual(is: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'string' && wanted.includes('${')) return is !== null && is !== undefined;
  return isDeepStrictEqual(is, wanted);
}

/** Changed attributes of an update, or the action of a creation, deletion or replacement. */
function attributeChanges(change: Change): AttributeChange[] {
  const { actions, after, after_unknown: unknown = {}, before } = change.change;
  if (actions.join() === 'no-op') return [];
  if (actions.join() !== 'update') return [{ attribute: actions.join(' and '), change }];
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])]
    .filter((attribute) => unknown[attribute] === true || !isDeepStrictEqual(before[attribute], after[attribute]))
    .map((attribute) => ({ attribute, change }));
}
