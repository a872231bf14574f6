import { services } from '../../../apps/services';
import type { Service } from '../../../lib/platform/definitions/service-list';
import { expect, expectSame } from '../support/report';
import type { ChangeContext } from './roll-node-groups';
import { expectMessage } from './stack';

/** Priorities of listener rules by service. */
type Priorities = Readonly<Record<string, number>>;

/** Exchanges the priorities of two services: AWS rejects it in one apply, and the two applies that are documented converge. */
export async function exchangePriorities({
  environment,
  expectEmptyPlan,
  stack,
  step,
  write,
}: ChangeContext): Promise<void> {
  const [own, other] = publicPriorities();
  expect(own !== undefined && other !== undefined, 'there are no two public services');
  const [[first, one], [second, two]] = [own, other];
  const [from, to] = [
    { [first]: one, [second]: two },
    { [first]: two, [second]: one },
  ];
  const highest = Math.max(...publicPriorities().map(([, priority]) => priority));
  const unused = { [first]: highest + 2, [second]: highest + 1 };

  write(environment, withPriorities(to));
  await step(`${show(from)}: an exchange in one apply is rejected`, async () => {
    expectSame(await changedRules(), Object.keys(from).map(ruleOf), 'rules that the exchange changes', stack.log);
    expectMessage(await stack.failingApply(), ['PriorityInUse'], stack.log);
  });
  for (const priorities of [unused, to]) {
    write(environment, withPriorities(priorities));
    await step(`${show(priorities)}: the rules are updated in place`, async () => {
      expectSame(await changedRules(), Object.keys(from).map(ruleOf), 'rules that the exchange changes', stack.log);
      await stack.apply();
    });
  }
  await expectEmptyPlan();

  async function changedRules(): Promise<string[]> {
    return (await stack.plan()).map(({ address, change }) => `${address} ${change.actions.join()}`);
  }
}

function publicPriorities(): [string, number][] {
  return services.flatMap(({ definition }): [string, number][] =>
    definition.kind === 'web-service' && definition.publicAddress
      ? [[definition.name, definition.publicAddress.priority]]
      : [],
  );
}

function withPriorities(priorities: Priorities): readonly Service[] {
  return services.map((service) => {
    const { definition } = service;
    const priority = priorities[definition.name];
    if (definition.kind !== 'web-service' || !definition.publicAddress || priority === undefined) return service;
    return { ...service, definition: { ...definition, publicAddress: { ...definition.publicAddress, priority } } };
  });
}

function ruleOf(service: string): string {
  return `aws_lb_listener_rule.service-${service}_listener-rule update`;
}

function show(priorities: Priorities): string {
  return Object.entries(priorities)
    .map(([service, priority]) => `${service} ${priority}`)
    .join(', ');
}
