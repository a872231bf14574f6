import { sortedEntries } from '../../lib/core/canonical';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import { PriorityClass, type PriorityClassProps } from '../../lib/kubernetes/cluster/priority-class';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';

/**
 * Priorities of pods. After a loss of nodes, the scheduler places the highest first, and evicts lower ones for it. Metrics and
 * logs never evict a pod that answers requests. Pods without a class, such as those of operators and other addons, have
 * priority 0: work that can wait is below them and evicts nothing, and above -10, from which on cluster-autoscaler adds nodes.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#how-does-cluster-autoscaler-work-with-pod-priority-and-preemption
 */
const priorities = {
  agents: {
    value: 3_000_000,
    description: 'small pods that each node runs for all others, and that no other node can run',
  },
  data: { value: 2_000_000, description: 'pods that hold data, without which the others do nothing: brokers' },
  serving: { value: 1_000_000, description: 'pods that answer requests' },
  observability: { value: 500_000, description: 'metrics, alerts and logs: without them, requests are still answered' },
  background: {
    value: -1,
    description: 'pods whose work can wait: workers, schedules, migrations',
    preemptionPolicy: 'Never',
  },
} as const satisfies Readonly<Record<string, Pick<PriorityClassProps, 'description' | 'preemptionPolicy' | 'value'>>>;

/** Returns the name of a PriorityClass. The prefix distinguishes it from those of other programs in the cluster. */
export function priorityClass(priority: keyof typeof priorities): string {
  return `adamant-${priority}`;
}

/** Creates the PriorityClasses. */
export function createPriorityClasses(chart: WaveChart): void {
  for (const [priority, settings] of sortedEntries(priorities)) {
    const name = priorityClass(priority);
    const created = new PriorityClass(chart, `priority-${priority}`, { ...settings, name });
    withSources(PriorityClass, created, computedProps('description', 'name', 'preemptionPolicy', 'value'));
  }
}
