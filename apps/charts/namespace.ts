import type { App } from 'cdk8s';
import { sortedEntries } from '../../lib/core/canonical';
import { computed, withSources } from '../../lib/core/diagnostics';
import { AllowDns } from '../../lib/kubernetes/cluster/allow-dns';
import { DefaultDeny } from '../../lib/kubernetes/cluster/default-deny';
import { ExternalSecret, type ExternalSecretProps } from '../../lib/kubernetes/cluster/external-secret';
import { Namespace, type NamespaceProps } from '../../lib/kubernetes/cluster/namespace';
import { PriorityClass } from '../../lib/kubernetes/cluster/priority-class';
import { ResourceQuota, type ResourceQuotaProps } from '../../lib/kubernetes/cluster/resource-quota';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { rabbitmqCredentials } from '../../lib/operators/rabbitmq/endpoint';
import { type DeployedService, withVariants } from '../../lib/platform/definitions/deployed-services';
import { usedSecrets } from '../../lib/platform/definitions/used-secrets';
import { settingLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqName } from '../rabbitmq-names';

/** Priorities of pods. After a loss of nodes, the scheduler places the highest first. */
export const priorities = {
  data: { value: 2_000_000, description: 'pods that hold data, without which the others do nothing: brokers' },
  serving: { value: 1_000_000, description: 'pods that answer requests' },
  background: { value: 1_000, description: 'pods whose work can wait: workers, schedules, migrations' },
} as const;

/** Returns the name of a PriorityClass. The prefix distinguishes it from those of other programs in the cluster. */
export function priorityClass(priority: keyof typeof priorities): string {
  return `adamant-${priority}`;
}

/** The namespace of an environment, with its Pod Security level, default policies, quota, priorities and Secrets. */
export function namespaceCharts(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const { name } = environment;
  createNamespace(new WaveChart(app, { environment: name, wave: 'namespaces' }), environment);
  const configuration = new WaveChart(app, { environment: name, wave: 'configuration' });
  new DefaultDeny(configuration, 'default-deny', { namespace: name });
  new AllowDns(configuration, 'allow-dns', { namespace: name });
  createQuota(configuration, environment);
  for (const [priority, settings] of sortedEntries(priorities)) {
    new PriorityClass(configuration, `priority-${priority}`, { ...settings, name: priorityClass(priority) });
  }
  createSecrets(configuration, environment, services);
}

function createNamespace(chart: WaveChart, environment: Environment): void {
  const namespace = new Namespace(chart, 'namespace', {
    name: environment.name,
    podSecurityVersion: environment.cluster.podSecurityVersion,
  });
  withSources<NamespaceProps>(namespace, {
    name: settingLocation(environment, 'name'),
    podSecurityVersion: settingLocation(environment, 'cluster', 'podSecurityVersion'),
    nodeAgents: computed,
  });
}

function createQuota(chart: WaveChart, environment: Environment): void {
  const { name, nodeGroups } = environment;
  // A fraction is reported by the node group.
  const nodes = sortedEntries(nodeGroups).reduce((sum, [, { maxSize }]) => sum + Math.ceil(maxSize), 0);
  withSources<ResourceQuotaProps>(new ResourceQuota(chart, 'quota', { namespace: name, nodes }), {
    namespace: settingLocation(environment, 'name'),
    nodes: settingLocation(environment, 'nodeGroups'),
  });
}

/** The path of a Secret in the store follows from its name: `<environment>/<secret>`. */
function createSecrets(chart: WaveChart, environment: Environment, services: readonly DeployedService[]): void {
  const createdByOperators = [rabbitmqCredentials(rabbitmqName).password.secret];
  for (const { keys, location, name } of usedSecrets(withVariants(services), createdByOperators)) {
    const secret = new ExternalSecret(chart, `secret-${name}`, {
      keys,
      name,
      namespace: environment.name,
      path: `${environment.name}/${name}`,
      store: environment.secretStore,
    });
    withSources<ExternalSecretProps>(secret, {
      keys: location,
      name: location,
      namespace: settingLocation(environment, 'name'),
      path: location,
      store: settingLocation(environment, 'secretStore'),
      refresh: computed,
    });
  }
}
