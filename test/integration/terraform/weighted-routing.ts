import type { Environment } from '../../../environments/environment';
import type { ServiceSettings } from '../../../lib/platform/service-settings';
import { expect, expectSame } from '../support/report';
import type { Attributes, Change, Resource } from './stack';
import type { Done } from './fake-account';

/** A variant that runs beside a service of an environment. */
export interface Shared {
  readonly service: string;
  readonly revision: string;
  /** Its share of the requests, in percent. */
  readonly weight: number;
}

/** Every variant of an environment. */
export function sharedIn({ services }: Environment): Shared[] {
  return Object.entries(services).flatMap(([service, { variants = {} }]) =>
    Object.entries(variants).map(([revision, { weight }]) => ({ revision, service, weight })),
  );
}

/** The same environment with another share of the requests, or without the variant. */
export function withShare(environment: Environment, { revision, service }: Shared, weight: number | undefined) {
  const settings = environment.services[service];
  const own = settings?.variants?.[revision];
  expect(settings !== undefined && own !== undefined, `${environment.name} has no ${revision} of ${service}`);
  const others = Object.entries(settings.variants ?? {}).filter(([name]) => name !== revision);
  const variants = Object.fromEntries(weight === undefined ? others : [...others, [revision, { ...own, weight }]]);
  const services: Readonly<Record<string, ServiceSettings>> = {
    ...environment.services,
    [service]: { ...settings, variants },
  };
  return { ...environment, services };
}

const ruleOf = ({ service }: Shared) => `aws_lb_listener_rule.service-${service}_listener-rule`;
const partsOf = ({ revision, service }: Shared) => `.service-${service}_revision-${revision}_`;

/** A new share updates exactly the rule, in place, and nothing of it but the weights. */
export function expectShift(
  changes: readonly Change[],
  state: readonly Resource[],
  shared: Shared,
  weight: number,
  log: string,
): void {
  expectSame(
    changes.map(({ address, change }) => `${address} ${change.actions.join()}`),
    [`${ruleOf(shared)} update`],
    'what the share changes',
    log,
  );
  const arnOf = (address: string) =>
    String(state.find((resource) => resource.address === `aws_lb_target_group.${address}`)?.values['arn']);
  const own = arnOf(`service-${shared.service}_target-group`);
  const other = arnOf(`service-${shared.service}_revision-${shared.revision}_target-group`);
  for (const { change } of changes) {
    expectSame(sharesIn(change.after), [`${own} ${100 - weight}`, `${other} ${weight}`], 'the shares after it', log);
    const [before, after] = [change.before, change.after].map((rule) => JSON.stringify({ ...rule, action: [] }));
    expect(before === after, 'the rule is changed in more than its shares', log);
  }
}

/** What is the variant's own goes, the rule is changed in place, and nothing else is touched. */
export function expectEnd(changes: readonly Change[], shared: Shared, log: string): void {
  const own = changes.filter(({ address }) => address.includes(partsOf(shared)));
  expect(own.length > 0, 'nothing of the variant goes', log);
  expectSame(
    changes.map(({ address, change }) => `${address} ${change.actions.join()}`),
    [...own.map(({ address }) => `${address} delete`), `${ruleOf(shared)} update`],
    'what ending the variant changes',
    log,
  );
}

/** The rule had let go of the variant's target group before that went. */
export function expectLetGo(done: readonly Done[], before: readonly Resource[], shared: Shared, log: string): void {
  const place = (op: string, wanted: (resource: Resource) => boolean): number => {
    const resource = before.find(wanted);
    expect(resource !== undefined, `the state had no such resource for ${op}`, log);
    const found = done.findIndex((line) => line.op === op && line.id === resource.values['id']);
    expect(found >= 0, `the journal has no ${op} of ${resource.address}`, log);
    return found;
  };
  const updated = place('update', ({ address }) => address === ruleOf(shared));
  const deleted = place(
    'delete',
    ({ address, type }) => type === 'aws_lb_target_group' && address.includes(partsOf(shared)),
  );
  expect(updated < deleted, 'the target group went while the rule still named it', log);
}

function sharesIn(rule: Attributes): string[] {
  const [action] = rule['action'] as readonly [{ readonly forward: readonly [Attributes] }];
  const groups = action.forward[0]['target_group'] as readonly { readonly arn: string; readonly weight: number }[];
  return groups.map(({ arn, weight }) => `${arn} ${weight}`);
}
