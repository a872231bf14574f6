import type { App } from 'cdk8s';
import { sortedEntries } from '../../lib/core/canonical';
import { withSource } from '../../lib/core/diagnostics';
import { ExternalSecret } from '../../lib/kubernetes/cluster/external-secret';
import { Namespace } from '../../lib/kubernetes/cluster/namespace';
import { PriorityClass } from '../../lib/kubernetes/cluster/priority-class';
import { AllowDns } from '../../lib/kubernetes/cluster/default-policies';
import { DefaultDeny } from '../../lib/kubernetes/cluster/default-policies';
import { ResourceQuota } from '../../lib/kubernetes/cluster/resource-quota';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { deployedServices } from '../../lib/platform/variants';
import { secretKeys } from '../../lib/platform/secrets';

/** The priorities of pods: when machines are lost, what others wait for is placed first, then what answers people. */
export const priorities = {
  data: { value: 2_000_000, description: 'pods that hold data, without which the others do nothing: brokers' },
  serving: { value: 1_000_000, description: 'pods that answer requests' },
  background: { value: 1_000, description: 'pods whose work can wait: workers, schedules, migrations' },
} as const;

/** Returns the name of a PriorityClass. The prefix distinguishes it from those of other programs in the cluster. */
export function priorityClass(priority: keyof typeof priorities): string {
  return `adamant-${priority}`;
}

/**
 * What workloads stand on: a namespace that refuses unsafe pods, closed in both directions and no larger than what is in it,
 * priorities, and the Secrets that services read.
 */
export function namespaceCharts(app: App, environment: Environment): void {
  const { cluster, name, nodeGroups } = environment;
  const namespace = new Namespace(new WaveChart(app, { environment: name, wave: 'namespaces' }), 'namespace', {
    name,
    podSecurityVersion: cluster.podSecurityVersion,
  });
  withSource(namespace, (setting) => settingSource(environment)(setting === 'name' ? setting : `cluster.${setting}`));
  const configuration = new WaveChart(app, { environment: name, wave: 'configuration' });
  new DefaultDeny(configuration, 'default-deny', { namespace: name });
  new AllowDns(configuration, 'allow-dns', { namespace: name });
  const nodes = sortedEntries(nodeGroups).reduce((sum, [, { maxSize }]) => sum + maxSize, 0);
  withSource(new ResourceQuota(configuration, 'quota', { namespace: name, nodes }), () =>
    settingSource(environment)('nodeGroups'),
  );
  for (const [priority, settings] of sortedEntries(priorities)) {
    new PriorityClass(configuration, `priority-${priority}`, { ...settings, name: priorityClass(priority) });
  }
  secrets(configuration, environment);
}

/** Where the store keeps a Secret follows from its name, so that nobody writes it down twice. */
function secrets(chart: WaveChart, environment: Environment): void {
  for (const [secret, keys] of secretKeys(deployedServices(environment).map(({ service }) => service))) {
    const made = new ExternalSecret(chart, `secret-${secret}`, {
      keys,
      name: secret,
      namespace: environment.name,
      path: `${environment.name}/${secret}`,
      store: environment.secretStore,
    });
    withSource(made, (setting) => `apps/services → secrets.${setting}`);
  }
}
