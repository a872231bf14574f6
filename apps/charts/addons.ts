import type { App } from 'cdk8s';
import { Addon } from '../../lib/addons/addon';
import type { AddonPods, KubernetesMinor } from '../../lib/addons/props';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import type { PodResources } from '../../lib/kubernetes/pod/props';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { rabbitmqManagementEndpoint } from '../../lib/operators/rabbitmq/endpoint';
import {
  clusterOperatorImage,
  clusterOperatorReleases,
  rabbitmqOperatorNamespace,
} from '../../lib/operators/rabbitmq/releases';
import type { PlacedPods } from '../../lib/platform/checks/check-capacity';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { containerImagesLocation, settingsLocation } from '../../environments';
import type { ContainerImagePin, Environment } from '../../environments/environment';
import { rabbitmqName, rabbitmqOperatorVersion } from '../rabbitmq-names';

/** Namespaces of the addons. */
export const addonNamespaces = [rabbitmqOperatorNamespace] as const;

/** Pods of each addon, by workload. All of them run on the node group of the addons. */
const pods = {
  'rabbitmq-cluster-operator': {
    'rabbitmq-cluster-operator': { containers: { operator: { cpu: '200m', memory: '512Mi' } } },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, AddonPods>>>>;

/** The addons of an environment: operators of other projects. */
export function addonsChart(app: App, environment: Environment): void {
  const chart = new WaveChart(app, { environment: environment.name, wave: 'operators' });
  createRabbitmqClusterOperator(chart, environment);
}

function createRabbitmqClusterOperator(chart: WaveChart, environment: Environment): void {
  const { addons, cluster, containerImages } = environment;
  const { apiServer, nodeAddresses, nodeGroups } = environmentContract(environment);
  const name = 'rabbitmq-cluster-operator';
  const placement = nodeGroups[addons.nodeGroup];
  const addon = new Addon(chart, name, {
    apiServer,
    apiServerAddresses: nodeAddresses,
    connectsTo: [rabbitmqManagementEndpoint(rabbitmqName, environment.name)],
    images: { [clusterOperatorImage]: containerImages[name] ?? samplePin },
    kubernetesVersion: cluster.podSecurityVersion.slice(1) as KubernetesMinor,
    name,
    namespace: rabbitmqOperatorNamespace,
    // A node group that does not exist is reported as `addons-node-group`.
    ...(placement && { placement }),
    pods: pods[name],
    release: clusterOperatorReleases[rabbitmqOperatorVersion],
  });
  const settings = settingsLocation(environment);
  withSources(Addon, addon, {
    ...computedProps('apiServer', 'apiServerAddresses', 'connectsTo', 'name', 'namespace', 'pods', 'priorityClass'),
    ...computedProps('release', 'scrapers'),
    images: { [clusterOperatorImage]: containerImagesLocation(environment).atPath(name, 'pinned') },
    kubernetesVersion: settings.at('cluster').at('podSecurityVersion'),
    placement: settings.at('nodeGroups').at(addons.nodeGroup),
  });
}

/** Pods of all addons, for the fit of their node group. */
export function addonPods({ addons }: Pick<Environment, 'addons'>): PlacedPods[] {
  return Object.entries<Readonly<Record<string, AddonPods>>>(pods).flatMap(([, workloads]) =>
    Object.entries(workloads).flatMap(([workload, { containers, replicas = 1 }]) =>
      Object.entries<PodResources>(containers).map(([, { cpu, memory }]) => ({
        cpu,
        memory,
        name: workload,
        nodeGroup: addons.nodeGroup,
        replicas,
      })),
    ),
  );
}

/** Pin of an environment without one, which is reported as `container-image-pin`. */
const samplePin: ContainerImagePin = { repository: 'addon', digest: `sha256:${'0'.repeat(64)}` };
