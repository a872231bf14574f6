import type { Finding } from '../../core/diagnostics';
import { isCovered } from './path-pattern';

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
    ...checkReachable(rule, others),
    ...others.flatMap((other) => checkReachable(other, others, rule)),
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

/**
 * Reports paths of a rule that get no requests, because the rules before it match all of them.
 *
 * @param added a rule that is added now: paths without requests before that are already reported
 */
function checkReachable(rule: ListenerRule, others: readonly ListenerRule[], added?: ListenerRule): Finding[] {
  const before = (rules: readonly ListenerRule[]) =>
    rules.filter(({ host, priority }) => host === rule.host && priority < rule.priority);
  const patterns = (rules: readonly ListenerRule[]) => before(rules).flatMap(({ paths }) => paths);
  const all = added ? [...others, added] : others;
  const unreachable = rule.paths.filter(
    (path) => isCovered(path, patterns(all)) && !(added && isCovered(path, patterns(others))),
  );
  if (unreachable.length === 0) return [];
  if (added) return [tooWide(added, rule, unreachable)];
  const wider = before(others).filter(({ paths }) =>
    unreachable.some((path) => paths.some((each) => meets(each, path))),
  );
  const lowest = Math.min(...wider.map(({ priority }) => priority));
  const names = wider.map(({ service }) => service).join(' and ');
  return [
    {
      id: 'listener-rule-unreachable',
      setting: 'exposure.priority',
      message:
        `priority of ${rule.service} must be below ${lowest} ` +
        `(${names} matches all of ${rule.host}${unreachable.join(' and ')}); got ${rule.priority}`,
      hint: `give ${rule.service} a priority below ${lowest}, or ${names} narrower paths`,
    },
  ];
}

/** The finding is about the rule that is added last: its priority and its paths are at fault. */
function tooWide(added: ListenerRule, rule: ListenerRule, unreachable: readonly string[]): Finding {
  return {
    id: 'listener-rule-unreachable',
    setting: 'exposure.priority',
    message:
      `priority of ${added.service} must be above ${rule.priority} ` +
      `(${added.service} matches all of ${rule.host}${unreachable.join(' and ')} of ${rule.service}); got ${added.priority}`,
    hint: `give ${added.service} a priority above ${rule.priority} or narrower paths, or ${rule.service} a priority below ${added.priority}`,
  };
}

/** Returns true if some path matches both patterns, as far as their beginnings without wildcards show. */
function meets(one: string, other: string): boolean {
  const [first = '', second = ''] = [one, other].map((pattern) => pattern.replace(/[*?].*$/, ''));
  return first.startsWith(second) || second.startsWith(first);
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
