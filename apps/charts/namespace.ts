import type { App } from 'cdk8s';
import { sortedEntries } from '../../lib/core/canonical';
import { computed, withSources } from '../../lib/core/diagnostics';
import { AllowDns } from '../../lib/kubernetes/cluster/allow-dns';
import { Namespace } from '../../lib/kubernetes/cluster/namespace';
import { ResourceQuota } from '../../lib/kubernetes/cluster/resource-quota';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { createPriorityClasses } from './priority-classes';
import { createSecrets } from './secrets';

/** The namespace of an environment, with its Pod Security level, default policies, quota, priorities and Secrets. */
export function namespaceCharts(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const { name } = environment;
  const namespaces = new WaveChart(app, { environment: name, wave: 'namespaces' });
  createNamespace(namespaces, environment);
  createAllowDns(namespaces, environment);
  const configuration = new WaveChart(app, { environment: name, wave: 'configuration' });
  createQuota(configuration, environment);
  createPriorityClasses(configuration);
  createSecrets(configuration, environment, services);
}

function createNamespace(chart: WaveChart, environment: Environment): void {
  const namespace = new Namespace(chart, 'namespace', {
    name: environment.name,
    podSecurityVersion: environment.cluster.podSecurityVersion,
  });
  const settings = settingsLocation(environment);
  withSources(Namespace, namespace, {
    ...settings.pick('name'),
    ...settings.at('cluster').pick('podSecurityVersion'),
    nodeAgents: computed,
  });
}

/** Permits DNS, the only connection of every pod. It exists before anything runs in the namespace. */
function createAllowDns(chart: WaveChart, environment: Environment): void {
  const { cluster, name } = environment;
  const settings = settingsLocation(environment);
  const allowDns = new AllowDns(chart, 'allow-dns', {
    namespace: name,
    ...(cluster.nodeLocalDns !== undefined && { nodeLocalAddresses: [cluster.nodeLocalDns] }),
  });
  withSources(AllowDns, allowDns, {
    namespace: settings.at('name'),
    nodeLocalAddresses: settings.at('cluster').at('nodeLocalDns'),
  });
}

function createQuota(chart: WaveChart, environment: Environment): void {
  const { name, network, nodeGroups } = environment;
  // A fraction is reported by the node group.
  const nodesPerZone = sortedEntries(nodeGroups).reduce(
    (sum, [, { maxSizePerZone }]) => sum + Math.ceil(maxSizePerZone),
    0,
  );
  const nodes = nodesPerZone * Object.keys(network.zones).length;
  const settings = settingsLocation(environment);
  withSources(ResourceQuota, new ResourceQuota(chart, 'quota', { namespace: name, nodes }), {
    namespace: settings.at('name'),
    nodes: settings.at('nodeGroups'),
  });
}
