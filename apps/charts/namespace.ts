import type { App } from 'cdk8s';
import { sortedEntries } from '../../lib/core/canonical';
import { computed, withSources } from '../../lib/core/diagnostics';
import type { SettingsLocation } from '../../lib/core/settings-location';
import { AllowDns } from '../../lib/kubernetes/cluster/allow-dns';
import { Namespace, type NodeAgents } from '../../lib/kubernetes/cluster/namespace';
import { ResourceQuota } from '../../lib/kubernetes/cluster/resource-quota';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { agentNamespace, loggingNamespace } from '../logging-names';
import { monitoringNamespace } from '../monitoring-names';
import { addonNamespaces } from './addons';
import { createPriorityClasses } from './priority-classes';
import { createSecrets } from './secrets';
import { waveChart } from './wave';

/** The charts that the objects of a namespace belong to, and the location of its name. */
interface NamespaceCharts {
  readonly namespaces: WaveChart;
  readonly configuration: WaveChart;
  readonly environment: Environment;
}

/**
 * The namespaces of an environment, with their Pod Security level, default policies and quotas: one for services and data, with
 * Secrets, those of the addons, of monitoring and of logging, and that of the agents. Also the priorities of all pods.
 */
export function namespaceCharts(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const { name } = environment;
  const charts: NamespaceCharts = {
    namespaces: waveChart(app, environment, 'namespaces'),
    configuration: waveChart(app, environment, 'configuration'),
    environment,
  };
  createClosedNamespace(charts, name, { id: '', location: settingsLocation(environment).at('name') });
  for (const closed of [...addonNamespaces, loggingNamespace, monitoringNamespace]) {
    createClosedNamespace(charts, closed, { id: `-${closed}` });
  }
  createClosedNamespace(charts, agentNamespace, {
    id: `-${agentNamespace}`,
    nodeAgents: { level: 'privileged', reason: 'agents read the log files of the nodes' },
  });
  createPriorityClasses(charts.configuration);
  createSecrets(charts.configuration, environment, services);
}

interface ClosedNamespace {
  /** End of the ids of its constructs. */
  readonly id: string;
  readonly location?: SettingsLocation | typeof computed;
  readonly nodeAgents?: NodeAgents;
}

/** A namespace without connections except DNS, and with a quota of what its objects use. */
function createClosedNamespace(
  charts: NamespaceCharts,
  name: string,
  { id, location = computed, nodeAgents }: ClosedNamespace,
): void {
  createNamespace(charts, `namespace${id}`, { name, location, ...(nodeAgents && { nodeAgents }) });
  createAllowDns(charts, `allow-dns${id}`, { name, location });
  createQuota(charts, `quota${id}`, { name, location });
}

interface NamedLocation {
  readonly name: string;
  readonly location: SettingsLocation | typeof computed;
}

function createNamespace(
  { environment, namespaces }: NamespaceCharts,
  id: string,
  { location, ...props }: NamedLocation & Pick<ClosedNamespace, 'nodeAgents'>,
) {
  const { podSecurityVersion } = environment.cluster;
  withSources(Namespace, new Namespace(namespaces, id, { ...props, podSecurityVersion }), {
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

/** Nodes of the control plane, of which one replaces another during its roll. */
const controlPlaneNodes = 3 + 1;

/**
 * Returns the nodes that may have agents at the same time: those of all groups at their maximum, and of the control plane. In a
 * roll, each zone has a tenth of a group more, and as many nodes that were terminated and are still registered.
 */
function maxNodes({ network, nodeGroups }: Environment): number {
  const nodesPerZone = sortedEntries(nodeGroups).reduce(
    // A fraction is reported by the node group.
    (sum, [, { maxSizePerZone }]) => sum + Math.ceil(maxSizePerZone) + 2 * Math.ceil(maxSizePerZone / 10),
    0,
  );
  return nodesPerZone * Object.keys(network.zones).length + controlPlaneNodes;
}

function createQuota({ configuration, environment }: NamespaceCharts, id: string, { location, name }: NamedLocation) {
  const nodes = maxNodes(environment);
  withSources(ResourceQuota, new ResourceQuota(configuration, id, { namespace: name, nodes }), {
    namespace: location,
    nodes: settingsLocation(environment).at('nodeGroups'),
  });
}
