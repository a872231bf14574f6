import { stableName } from '../../core/stable-name';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Cidr } from '../../core/cidr';
import { contentHash } from '../../core/content-hash';
import { podLabels, type Endpoint, type PodLabels } from '../../core/contract';
import { forwardSources } from '../../core/diagnostics';
import { ImmutableConfigMap, configLabel } from '../pod/config-map';
import { recommendedLabels } from '../pod/labels';
import { addressPeers, egressTo, ingressFrom, networkPolicy, podPeers } from '../pod/network-policy';
import { fileKey, hardenedPod, type ConfigMapNames, type ContainerParts, type PodParts } from '../pod/pod-spec';
import type { WorkloadNames, WorkloadProps } from './props';

/** Returns the prop that the name of a workload's objects comes from. */
export function nameProp({ physicalName, renamedFrom }: WorkloadNames): keyof WorkloadNames {
  if (physicalName !== undefined) return 'physicalName';
  return renamedFrom === undefined ? 'name' : 'renamedFrom';
}

/**
 * Returns the endpoint of a workload's pods, from its name and ports. Use it for a workload that is created later, such as
 * one of two that connect to each other; otherwise use the member `endpoint`.
 */
export function workloadEndpoint(name: string, ...ports: readonly number[]): Endpoint {
  return { name, peer: { pods: podLabels(name) }, ports };
}

/** Names and labels that all objects of a workload share. */
export class WorkloadBase {
  /** Name of the objects. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of the objects. */
  readonly labels: Readonly<Record<string, string>>;
  /** The same labels and the hash of the configuration, for ConfigMaps and for the objects that refer to them. */
  readonly configuredLabels: Readonly<Record<string, string>>;
  /** Labels that select the pods. They never change. */
  readonly podLabels: PodLabels;

  /**
   * @param scope construct that contains the objects
   * @param component role of the workload, as a label: `web`
   */
  constructor(
    readonly scope: Construct,
    props: WorkloadProps,
    component: string,
  ) {
    const { config = {}, files = {}, namespace, partOf = namespace } = props;
    const isConfigured = Object.keys(config).length + Object.keys(files).length > 0;
    this.name = stableName(props);
    this.namespace = namespace;
    this.labels = recommendedLabels({ name: this.name, component, partOf });
    this.configuredLabels = isConfigured
      ? { ...this.labels, [configLabel]: contentHash({ config, files }) }
      : this.labels;
    this.podLabels = podLabels(this.name);
  }

  /** Name, namespace and labels of each object. */
  get metadata(): k8s.ObjectMeta {
    return { name: this.name, namespace: this.namespace, labels: { ...this.labels } };
  }
}

/** Creates the ServiceAccount of the pods. They do not mount its token, so they have no access to the API server. */
export function createServiceAccount({ metadata, scope }: WorkloadBase): void {
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
}

/** Creates the ConfigMaps of environment variables and of files, if there are any. */
export function createConfigMaps(
  { configuredLabels: labels, name, namespace, scope }: WorkloadBase,
  props: WorkloadProps,
): ConfigMapNames {
  const { config = {}, files = {} } = props;
  const create = (id: string, prop: string, workload: string, data: Readonly<Record<string, string | Uint8Array>>) => {
    if (Object.keys(data).length === 0) return undefined;
    const configMap = new ImmutableConfigMap(scope, id, { data, labels, namespace, workload });
    forwardSources(scope, configMap, { data: prop, workload: nameProp(props) });
    return configMap.configMapName;
  };
  const contents = Object.fromEntries(
    sortedEntries<string, string | Uint8Array>(files).map(([path, content]) => [fileKey(path), content]),
  );
  const variables = create('Config', 'config', name, config);
  const volume = create('Files', 'files', `${name}-files`, contents);
  return { ...(variables !== undefined && { variables }), ...(volume !== undefined && { files: volume }) };
}

/** Peers of a workload's pods. */
interface WorkloadConnections {
  /** Ports that the pods listen on. */
  readonly ports?: readonly number[];
  /** Pods that may connect to these ports. */
  readonly allowedFrom?: readonly Endpoint[] | undefined;
  /** Addresses that may connect to these ports. */
  readonly allowedAddresses?: readonly Cidr[];
  /** Endpoints that the pods may connect to. */
  readonly connectsTo: readonly Endpoint[] | undefined;
}

/** Creates the NetworkPolicy of the pods. Directions without peers are denied. */
export function createNetworkPolicy(workload: WorkloadBase, connections: WorkloadConnections): void {
  const { labels, name, namespace, podLabels, scope } = workload;
  const { allowedAddresses = [], allowedFrom = [], connectsTo = [], ports = [] } = connections;
  networkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels,
    pods: podLabels,
    ingress: ingressFrom([...podPeers(allowedFrom), ...addressPeers(allowedAddresses)], ports),
    egress: egressTo(connectsTo),
  });
}

/**
 * Returns the annotation by which cluster-autoscaler removes a node although pods on it have an `emptyDir`. The volumes are
 * empty at the start of each pod, so nothing in them is worth a node.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node
 */
function evictable({ volumes = [] }: k8s.PodSpec): Record<string, string> {
  const local = volumes.filter(({ emptyDir }) => emptyDir).map(({ name }) => name);
  return local.length === 0 ? {} : { 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': local.join(',') };
}

/** Returns the template of hardened pods with the fields that the workload adds. */
export function podTemplate(
  { configuredLabels, name }: WorkloadBase,
  props: WorkloadProps,
  configMaps: ConfigMapNames,
  { container, pod }: { readonly container: ContainerParts; readonly pod: PodParts },
): k8s.PodTemplateSpec {
  const spec = hardenedPod({ ...props, name }, configMaps, container, pod);
  return { metadata: { labels: { ...configuredLabels }, annotations: evictable(spec) }, spec };
}

/** Returns container ports by their name. */
export function containerPorts(ports: Readonly<Record<string, number>>): k8s.ContainerPort[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' }));
}
