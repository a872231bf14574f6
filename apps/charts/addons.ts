import type { App } from 'cdk8s';
import { Addon } from '../../lib/addons/addon';
import type { AddonPods, AddonRelease, KubernetesMinor } from '../../lib/addons/props';
import { sortedEntries } from '../../lib/core/canonical';
import type { Endpoint } from '../../lib/core/contract';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import type { PodResources } from '../../lib/kubernetes/pod/props';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { EckOperator } from '../../lib/operators/elasticsearch/eck-operator';
import {
  configReloaderImage,
  prometheusOperatorImage,
  prometheusOperatorNamespace,
  prometheusOperatorReleases,
} from '../../lib/operators/prometheus/releases';
import { rabbitmqManagementEndpoint } from '../../lib/operators/rabbitmq/endpoint';
import {
  clusterOperatorImage,
  clusterOperatorReleases,
  rabbitmqOperatorNamespace,
} from '../../lib/operators/rabbitmq/releases';
import type { PlacedPods } from '../../lib/platform/checks/check-capacity';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation, settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { loggingNamespace } from '../logging-names';
import { platformPrometheus } from '../monitoring-names';
import { rabbitmqName, rabbitmqOperatorVersion } from '../rabbitmq-names';
import { placementProps, placementSource } from './placement';
import { platformImage, type PlatformImage } from './platform-image';
import { waveChart } from './wave';

/** An addon, as every environment has it. */
interface InstalledAddon {
  readonly namespace: string;
  readonly release: AddonRelease;
  /** Pinned images by the names of the release. */
  readonly images: Readonly<Record<string, PlatformImage>>;
  /** Pods of each workload. All of them run on the node group of the addons. */
  readonly pods: Readonly<Record<string, AddonPods>>;
  /** Endpoints that the pods connect to besides the API server. */
  readonly connectsTo?: (environment: Environment) => readonly Endpoint[];
}

const installed: Readonly<Record<string, InstalledAddon>> = {
  'prometheus-operator': {
    namespace: prometheusOperatorNamespace,
    release: prometheusOperatorReleases['0.93.0'],
    images: {
      [configReloaderImage]: 'prometheus-config-reloader',
      [prometheusOperatorImage]: 'prometheus-operator',
    },
    pods: { 'prometheus-operator': { containers: { 'prometheus-operator': { cpu: '100m', memory: '256Mi' } } } },
  },
  'rabbitmq-cluster-operator': {
    namespace: rabbitmqOperatorNamespace,
    release: clusterOperatorReleases[rabbitmqOperatorVersion],
    images: { [clusterOperatorImage]: 'rabbitmq-cluster-operator' },
    pods: { 'rabbitmq-cluster-operator': { containers: { operator: { cpu: '200m', memory: '512Mi' } } } },
    connectsTo: ({ name }) => [rabbitmqManagementEndpoint(rabbitmqName, name)],
  },
};

/** Namespace and resources of the operator of Elasticsearch, whose repository has definitions alone. */
const eckOperator = { namespace: 'elastic-system', resources: { cpu: '100m', memory: '512Mi' } } as const;

/** Namespaces of the addons. */
export const addonNamespaces: readonly string[] = [
  eckOperator.namespace,
  ...Object.values(installed).map(({ namespace }) => namespace),
];

/** The addons of an environment: operators of other projects. */
export function addonsChart(app: App, environment: Environment): void {
  const chart = waveChart(app, environment, 'operators');
  for (const [name, addon] of sortedEntries(installed)) createAddon(chart, environment, { name, addon });
  createEckOperator(chart, environment);
}

function createAddon(
  chart: WaveChart,
  environment: Environment,
  { addon, name }: { readonly addon: InstalledAddon; readonly name: string },
): void {
  const { apiServer, nodeAddresses } = environmentContract(environment);
  const images = sortedEntries(addon.images);
  const created = new Addon(chart, name, {
    apiServer,
    apiServerAddresses: nodeAddresses,
    connectsTo: addon.connectsTo?.(environment) ?? [],
    images: Object.fromEntries(images.map(([image, pin]) => [image, platformImage(environment, pin)])),
    kubernetesVersion: kubernetesVersion(environment),
    name,
    namespace: addon.namespace,
    ...placementProps(environment, 'addons'),
    pods: addon.pods,
    release: addon.release,
    scrapers: [platformPrometheus],
  });
  const pins = containerImagesLocation(environment);
  withSources(Addon, created, {
    ...computedProps('apiServer', 'apiServerAddresses', 'connectsTo', 'name', 'namespace', 'pods', 'priorityClass'),
    ...computedProps('release', 'scrapers'),
    ...platformSources(environment),
    images: Object.fromEntries(images.map(([image, pin]) => [image, pins.atPath(pin, 'pinned')])),
  });
}

function createEckOperator(chart: WaveChart, environment: Environment): void {
  const created = new EckOperator(chart, 'elastic-operator', {
    ...eckOperator,
    apiServer: environmentContract(environment).apiServer,
    image: platformImage(environment, 'eck-operator'),
    kubernetesVersion: kubernetesVersion(environment),
    managedNamespaces: [loggingNamespace],
    ...placementProps(environment, 'addons'),
    scrapers: [platformPrometheus],
  });
  withSources(EckOperator, created, {
    ...computedProps('apiServer', 'managedNamespaces', 'namespace', 'priorityClass', 'resources', 'scrapers'),
    ...platformSources(environment),
    image: containerImagesLocation(environment).atPath('eck-operator', 'pinned'),
    version: computed,
  });
}

function kubernetesVersion({ cluster }: Environment): KubernetesMinor {
  return cluster.podSecurityVersion.slice(1) as KubernetesMinor;
}

function platformSources(environment: Environment) {
  return {
    kubernetesVersion: settingsLocation(environment).at('cluster').at('podSecurityVersion'),
    placement: placementSource(environment, 'addons'),
  };
}

/** Pods of all addons, for the fit of their node group. */
export function addonPods({ addons }: Pick<Environment, 'addons'>): PlacedPods[] {
  const { nodeGroup } = addons;
  const workloads = sortedEntries(installed).flatMap(([, { pods }]) => sortedEntries(pods));
  return [
    { ...eckOperator.resources, name: 'elastic-operator', nodeGroup, replicas: 1 },
    ...workloads.flatMap(([name, { containers, replicas = 1 }]) =>
      sortedEntries<string, PodResources>(containers).map(([, { cpu, memory }]) => ({
        cpu,
        memory,
        name,
        nodeGroup,
        replicas,
      })),
    ),
  ];
}
