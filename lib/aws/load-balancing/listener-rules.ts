import type { Finding } from '../../core/diagnostics';
import { isSupersetOf } from './path-pattern';

/** A rule of a load balancer's listener, as others are compared with it. */
export interface ListenerRule {
  /** The service that it leads to. */
  readonly service: string;
  readonly host: string;
  readonly paths: readonly string[];
  readonly priority: number;
  /** Target groups that it forwards to. */
  readonly targetGroups: number;
  /** Machines that all of them may be given, each once for each target group. */
  readonly targets: number;
}

/** Source: "Quotas for your Application Load Balancers". AWS raises those of rules and targets on request. */
const quotas = { rules: 100, targetGroups: 100, targets: 1000 } as const;

/** The rules that each load balancer of the program has been given. */
const given = new WeakMap<object, ListenerRule[]>();

/** Adds a rule to those of a load balancer, and says what is wrong with it beside them. */
export function checkBeside(loadBalancer: object, rule: ListenerRule): Finding[] {
  const others = given.get(loadBalancer) ?? [];
  given.set(loadBalancer, [...others, rule]);
  return [
    ...others.filter(({ priority }) => priority === rule.priority).map((other) => samePriority(rule, other)),
    ...others.flatMap((other) => [...unreached(rule, other), ...unreached(other, rule)]),
    ...checkQuotas([...others, rule]),
  ];
}

function samePriority({ priority }: ListenerRule, other: ListenerRule): Finding {
  return {
    hint: 'choose a free number, and leave the older service as it is',
    message: `a priority is used once on a load balancer, got ${priority}, which is ${other.service}'s`,
    setting: 'priority',
  };
}

/** A rule that gets no request, because one before it takes them all. */
function unreached(rule: ListenerRule, before: ListenerRule): Finding[] {
  if (before.priority >= rule.priority || before.host !== rule.host) return [];
  if (!rule.paths.every((path) => before.paths.some((wider) => isSupersetOf(wider, path)))) return [];
  return [
    {
      hint: `give ${rule.service} a priority below ${before.priority}, or ${before.service} narrower paths`,
      message:
        `a rule must be reached, got ${rule.service} (${rule.priority}) ` +
        `behind ${before.service} (${before.priority}), which takes all of ${rule.host}${rule.paths.join(' and ')}`,
      setting: 'priority',
    },
  ];
}

function checkQuotas(rules: readonly ListenerRule[]): Finding[] {
  const sum = (count: (rule: ListenerRule) => number) => rules.reduce((total, rule) => total + count(rule), 0);
  const used = [
    ['rules', rules.length, quotas.rules],
    ['target groups', sum(({ targetGroups }) => targetGroups), quotas.targetGroups],
    ['targets (a machine counts for each target group)', sum(({ targets }) => targets), quotas.targets],
  ] as const;
  return used
    .filter(([, count, quota]) => count > quota)
    .map(([what, count, quota]) => ({
      hint: 'bring it to a load balancer of its own, or end a variant that takes no requests any more',
      message: `a load balancer has at most ${quota} ${what}, got ${count}`,
      setting: 'loadBalancer',
    }));
}
