import type { Finding } from '../../core/diagnostics';
import { isSupersetOf } from './path-pattern';

/** A rule of a load balancer's listener, as it is compared with the other rules. */
export interface ListenerRule {
  /** The service that requests are forwarded to. */
  readonly service: string;
  readonly host: string;
  readonly paths: readonly string[];
  readonly priority: number;
  /** The number of target groups of the rule. */
  readonly targetGroups: number;
  /** The maximum number of targets: an instance counts once for each target group. */
  readonly targets: number;
}

/**
 * Quotas of an application load balancer. AWS raises those of rules and targets on request.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const quotas = { rules: 100, targetGroups: 100, targets: 1000 } as const;

/** The rules of each load balancer in the program. */
const rulesByLoadBalancer = new WeakMap<object, ListenerRule[]>();

/** Adds a rule to those of a load balancer, and returns findings about it and the earlier ones. */
export function checkListenerRule(loadBalancer: object, rule: ListenerRule): Finding[] {
  const others = rulesByLoadBalancer.get(loadBalancer) ?? [];
  rulesByLoadBalancer.set(loadBalancer, [...others, rule]);
  return [
    ...others.filter(({ priority }) => priority === rule.priority).map((other) => samePriority(rule, other)),
    ...others.flatMap((other) => [...checkReachable(rule, other), ...checkReachable(other, rule)]),
    ...checkQuotas(others, rule),
  ];
}

function samePriority({ priority, service }: ListenerRule, other: ListenerRule): Finding {
  return {
    id: 'listener-rule-priority',
    setting: 'exposure.priority',
    message: `priority must be unique on a load balancer; got ${priority} for ${other.service} and ${service}`,
    hint: `choose an unused priority for ${service}`,
  };
}

/** Reports a rule that gets no requests, because a rule before it matches all of them. */
function checkReachable(rule: ListenerRule, before: ListenerRule): Finding[] {
  if (before.priority >= rule.priority || before.host !== rule.host) return [];
  if (!rule.paths.every((path) => before.paths.some((wider) => isSupersetOf(wider, path)))) return [];
  return [
    {
      id: 'listener-rule-unreachable',
      setting: 'exposure.priority',
      message:
        `priority of ${rule.service} must be below ${before.priority} ` +
        `(${before.service} matches all of ${rule.host}${rule.paths.join(' and ')}); got ${rule.priority}`,
      hint: `give ${rule.service} a priority below ${before.priority}, or ${before.service} narrower paths`,
    },
  ];
}

/** Reports only the rule that exceeds a quota first. */
function checkQuotas(others: readonly ListenerRule[], rule: ListenerRule): Finding[] {
  const sum = (rules: readonly ListenerRule[], count: (each: ListenerRule) => number) =>
    rules.reduce((total, each) => total + count(each), 0);
  const counted = [
    { count: () => 1, name: 'rules', quota: quotas.rules, setting: 'loadBalancer' },
    {
      count: ({ targetGroups }: ListenerRule) => targetGroups,
      name: 'target groups',
      quota: quotas.targetGroups,
      setting: 'loadBalancer',
    },
    // The number of targets follows from the maximum sizes of the node groups.
    {
      count: ({ targets }: ListenerRule) => targets,
      name: 'targets (an instance counts once for each target group)',
      quota: quotas.targets,
      setting: 'nodeGroups',
    },
  ];
  return counted
    .map(({ count, ...rest }) => ({ ...rest, before: sum(others, count), total: sum([...others, rule], count) }))
    .filter(({ before, quota, total }) => total > quota && before <= quota)
    .map(({ name, quota, setting, total }) => ({
      id: 'load-balancer-quota',
      setting,
      message: `the load balancer of ${rule.service} must have at most ${quota} ${name}; got ${total}`,
      hint:
        setting === 'nodeGroups'
          ? 'lower maxSizePerZone of the node groups, or move the service to another load balancer'
          : 'move the service to another load balancer, or remove variants with a weight of 0',
    }));
}
