import type { App } from 'cdk8s';
import { entriesOf } from '../../lib/core/canonical';
import { AllowDns, DefaultDeny, Namespace, PriorityClass } from '../../lib/kubernetes/namespace';
import { WaveChart } from '../../lib/kubernetes/waves';
import type { Environment } from '../../environments/environment';

/** The priorities of pods: when machines are lost, what answers people is placed before what can wait. */
export const priorities = {
  serving: { value: 1_000_000, description: 'pods that answer requests' },
  background: { value: 1_000, description: 'pods whose work can wait: queues, schedules, migrations' },
} as const;

/** What workloads stand on: a namespace that refuses unsafe pods, closed in both directions, and priorities. */
export function groundCharts(app: App, { name }: Environment): void {
  new Namespace(new WaveChart(app, { environment: name, wave: 'namespaces' }), 'namespace', { name });
  const configuration = new WaveChart(app, { environment: name, wave: 'configuration' });
  new DefaultDeny(configuration, 'default-deny', { namespace: name });
  new AllowDns(configuration, 'allow-dns', { namespace: name });
  for (const [priority, settings] of entriesOf(priorities)) {
    new PriorityClass(configuration, `priority-${priority}`, { ...settings, name: priority });
  }
}
