import type { Environment } from '../../../environments/environment';
import type { ServiceSettings } from '../../../lib/platform/definitions/service-settings';
import { expect, expectSame } from '../support/report';
import type { Attributes, Change, Resource } from './stack';
import type { JournalEntry } from './fake-account';

/** A variant of a service, with its weight. */
export interface WeightedVariant {
  readonly service: string;
  readonly variant: string;
  /** Percentage of the requests. */
  readonly weight: number;
}

/** All variants of an environment. */
export function weightedVariants({ services }: Environment): WeightedVariant[] {
  return Object.entries(services).flatMap(([service, { variants = {} }]) =>
    Object.entries(variants).map(([variant, { weight }]) => ({ service, variant, weight })),
  );
}

/** The environment with another weight, or without the variant. */
export function withWeight(
  environment: Environment,
  { variant, service }: WeightedVariant,
  weight: number | undefined,
) {
  const settings = environment.services[service];
  const own = settings?.variants?.[variant];
  expect(settings !== undefined && own !== undefined, `${environment.name} has no ${variant} of ${service}`);
  const others = Object.entries(settings.variants ?? {}).filter(([name]) => name !== variant);
  const variants = Object.fromEntries(weight === undefined ? others : [...others, [variant, { ...own, weight }]]);
  const services: Readonly<Record<string, ServiceSettings>> = {
    ...environment.services,
    [service]: { ...settings, variants },
  };
  return { ...environment, services };
}

const listenerRule = ({ service }: WeightedVariant) => `aws_lb_listener_rule.service-${service}_listener-rule`;
const variantAddress = ({ variant, service }: WeightedVariant) => `.service-${service}_revision-${variant}_`;

/** Requires that a new weight updates only the weights of the listener rule, in place. */
export function expectWeightChange(
  changes: readonly Change[],
  state: readonly Resource[],
  variant: WeightedVariant,
  weight: number,
  log: string,
): void {
  expectSame(
    changes.map(({ address, change }) => `${address} ${change.actions.join()}`),
    [`${listenerRule(variant)} update`],
    'resources that the weight changes',
    log,
  );
  const targetGroupArn = (address: string) =>
    String(state.find((resource) => resource.address === `aws_lb_target_group.${address}`)?.values['arn']);
  const own = targetGroupArn(`service-${variant.service}_target-group`);
  const other = targetGroupArn(`service-${variant.service}_revision-${variant.variant}_target-group`);
  for (const { change } of changes) {
    expectSame(
      targetGroupWeights(change.after),
      [`${own} ${100 - weight}`, `${other} ${weight}`],
      'weights after the change',
      log,
    );
    const [before, after] = [change.before, change.after].map((rule) => JSON.stringify({ ...rule, action: [] }));
    expect(before === after, 'the rule changes in more than its weights', log);
  }
}

/** Requires that the variant's resources are deleted, the rule is updated in place, and nothing else changes. */
export function expectVariantRemoval(changes: readonly Change[], variant: WeightedVariant, log: string): void {
  const own = changes.filter(({ address }) => address.includes(variantAddress(variant)));
  expect(own.length > 0, 'no resource of the variant is deleted', log);
  expectSame(
    changes.map(({ address, change }) => `${address} ${change.actions.join()}`),
    [...own.map(({ address }) => `${address} delete`), `${listenerRule(variant)} update`],
    'resources that the removal changes',
    log,
  );
}

/** Requires that the rule is updated before the variant's target group is deleted. */
export function expectRuleUpdatedFirst(
  entries: readonly JournalEntry[],
  before: readonly Resource[],
  variant: WeightedVariant,
  log: string,
): void {
  const journalIndex = (op: string, wanted: (resource: Resource) => boolean): number => {
    const resource = before.find(wanted);
    expect(resource !== undefined, `the state has no resource for ${op}`, log);
    const found = entries.findIndex((line) => line.op === op && line.id === resource.values['id']);
    expect(found >= 0, `the journal has no ${op} of ${resource.address}`, log);
    return found;
  };
  const updated = journalIndex('update', ({ address }) => address === listenerRule(variant));
  const deleted = journalIndex(
    'delete',
    ({ address, type }) => type === 'aws_lb_target_group' && address.includes(variantAddress(variant)),
  );
  expect(updated < deleted, 'the target group was deleted before the rule was updated', log);
}

function targetGroupWeights(rule: Attributes): string[] {
  const [action] = rule['action'] as readonly [{ readonly forward: readonly [Attributes] }];
  const groups = action.forward[0]['target_group'] as readonly { readonly arn: string; readonly weight: number }[];
  return groups.map(({ arn, weight }) => `${arn} ${weight}`);
}
