import type { Finding } from '../core/diagnostics';

/** A listener rule, as its priority is compared with those of another output. */
export interface ListenerRulePriority {
  /** The service whose requests it forwards, by the name of its AWS resources. */
  readonly service: string;
  /** The listener, by its reference in the stack. */
  readonly listener: string;
  readonly priority: number;
}

interface Resources {
  readonly aws_lb_listener_rule?: Readonly<
    Record<
      string,
      { readonly listener_arn: string; readonly priority: number; readonly tags?: { readonly Name?: string } }
    >
  >;
}

/**
 * Returns the priorities of all listener rules of an environment.
 *
 * @param terraform the environment's stacks, by their path below `terraform/`
 */
export function listenerRulePriorities(terraform: ReadonlyMap<string, string>): ListenerRulePriority[] {
  return [...terraform]
    .filter(([path]) => path.endsWith('.tf.json'))
    .flatMap(([path, text]) => {
      const { resource = {} } = JSON.parse(text) as { readonly resource?: Resources };
      return Object.entries(resource.aws_lb_listener_rule ?? {}).map(([name, rule]) => ({
        listener: `${path.split('/')[0]} ${rule.listener_arn}`,
        priority: rule.priority,
        service: rule.tags?.Name ?? name,
      }));
    });
}

/**
 * Returns the priorities that a rule takes from another rule in one apply. Terraform changes rules in any order, and AWS rejects a
 * priority that another rule still has: the apply fails, and so does the next one if two rules exchange their priorities.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html
 */
export function checkMovedPriorities(
  before: readonly ListenerRulePriority[],
  after: readonly ListenerRulePriority[],
): Finding[] {
  const unused = (listener: string) =>
    Math.max(...[...before, ...after].filter((rule) => rule.listener === listener).map(({ priority }) => priority)) + 1;
  return after.flatMap((rule) => {
    const { listener, priority, service } = rule;
    const has = (other: ListenerRulePriority) => other.listener === listener && other.priority === priority;
    const owner = before.find(has);
    if (!owner || owner.service === service) return [];
    // Two rules of one priority are reported by the load balancer.
    if (after.some((other) => other.service === owner.service && has(other))) return [];
    return [
      {
        id: 'moved-priority',
        setting: [service, 'priority'],
        message: `priority of ${service} must be free before the apply; got ${priority}, which ${owner.service} has until then`,
        hint: `set it to an unused number such as ${unused(listener)}, apply, and then set it to ${priority}`,
      },
    ];
  });
}
