import type { App } from 'cdk8s';
import { sortedEntries } from '../../lib/core/canonical';
import { computed, withSources } from '../../lib/core/diagnostics';
import type { SettingsLocation } from '../../lib/core/settings-location';
import { AllowDns } from '../../lib/kubernetes/cluster/allow-dns';
import { Namespace } from '../../lib/kubernetes/cluster/namespace';
import { ResourceQuota } from '../../lib/kubernetes/cluster/resource-quota';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { addonNamespaces } from './addons';
import { createPriorityClasses } from './priority-classes';
import { createSecrets } from './secrets';

/** The charts that the objects of a namespace belong to, and the location of its name. */
interface NamespaceCharts {
  readonly namespaces: WaveChart;
  readonly configuration: WaveChart;
  readonly environment: Environment;
}

/**
 * The namespaces of an environment, with their Pod Security level, default policies and quotas: one for services and data, with
 * Secrets, and those of the addons. Also the priorities of all pods.
 */
export function namespaceCharts(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const { name } = environment;
  const charts: NamespaceCharts = {
    namespaces: new WaveChart(app, { environment: name, wave: 'namespaces' }),
    configuration: new WaveChart(app, { environment: name, wave: 'configuration' }),
    environment,
  };
  createClosedNamespace(charts, name, { id: '', location: settingsLocation(environment).at('name') });
  for (const addons of addonNamespaces) createClosedNamespace(charts, addons, { id: `-${addons}` });
  createPriorityClasses(charts.configuration);
  createSecrets(charts.configuration, environment, services);
}

/** A namespace without connections except DNS, and with a quota of what its objects use. */
function createClosedNamespace(
  charts: NamespaceCharts,
  name: string,
  { id, location = computed }: { readonly id: string; readonly location?: SettingsLocation | typeof computed },
): void {
  createNamespace(charts, `namespace${id}`, { name, location });
  createAllowDns(charts, `allow-dns${id}`, { name, location });
  createQuota(charts, `quota${id}`, { name, location });
}

interface NamedLocation {
  readonly name: string;
  readonly location: SettingsLocation | typeof computed;
}

function createNamespace({ environment, namespaces }: NamespaceCharts, id: string, { location, name }: NamedLocation) {
  const { podSecurityVersion } = environment.cluster;
  withSources(Namespace, new Namespace(namespaces, id, { name, podSecurityVersion }), {
    ...settingsLocation(environment).at('cluster').pick('podSecurityVersion'),
    name: location,
    nodeAgents: computed,
  });
}

/** Permits DNS, the only connection of every pod. It exists before anything runs in the namespace. */
function createAllowDns({ environment, namespaces }: NamespaceCharts, id: string, { location, name }: NamedLocation) {
  const { nodeLocalDns } = environment.cluster;
  const allowDns = new AllowDns(namespaces, id, {
    namespace: name,
    ...(nodeLocalDns !== undefined && { nodeLocalAddresses: [nodeLocalDns] }),
  });
  withSources(AllowDns, allowDns, {
    namespace: location,
    nodeLocalAddresses: settingsLocation(environment).at('cluster').at('nodeLocalDns'),
  });
}

function createQuota({ configuration, environment }: NamespaceCharts, id: string, { location, name }: NamedLocation) {
  const { network, nodeGroups } = environment;
  // A fraction is reported by the node group.
  const nodesPerZone = sortedEntries(nodeGroups).reduce(
    (sum, [, { maxSizePerZone }]) => sum + Math.ceil(maxSizePerZone),
    0,
  );
  const nodes = nodesPerZone * Object.keys(network.zones).length;
  withSources(ResourceQuota, new ResourceQuota(configuration, id, { namespace: name, nodes }), {
    namespace: location,
    nodes: settingsLocation(environment).at('nodeGroups'),
  });
}
