import type { App } from 'cdk8s';
import { AllowDns, DefaultDeny, Namespace, PriorityClass } from '../../lib/kubernetes/namespace';
import { WaveChart } from '../../lib/kubernetes/waves';
import type { Environment } from '../../environments/environment';

/** The priority of pods that answer people. */
export const serving = 'serving';

/** What workloads stand on: a namespace that refuses unsafe pods, closed in both directions, and the priority of serving. */
export function groundCharts(app: App, { name }: Environment): void {
  new Namespace(new WaveChart(app, { environment: name, wave: 'namespaces' }), 'namespace', { name });
  const configuration = new WaveChart(app, { environment: name, wave: 'configuration' });
  new DefaultDeny(configuration, 'default-deny', { namespace: name });
  new AllowDns(configuration, 'allow-dns', { namespace: name });
  new PriorityClass(configuration, 'priority', { name: serving });
}
