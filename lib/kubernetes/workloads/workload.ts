import { stableName } from '../../core/stable-name';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { podLabels, type Endpoint, type EndpointPort, type PodLabels } from '../../core/contract';
import { forwardSources } from '../../core/diagnostics';
import { WorkloadConfigMap } from '../pod/config-map';
import { type AdmittedPeers, connectionsAnnotation, createConnections } from '../pod/connections';
import { recommendedLabels } from '../pod/labels';
import { evictableVolumes } from '../pod/termination';
import { endpointPort, networkPolicy } from '../pod/network-policy';
import { fileKey, hardenedPod, type ConfigMapNames, type ContainerParts, type PodParts } from '../pod/pod-spec';
import type { WorkloadNames, WorkloadPort, WorkloadProps } from './props';

/** Returns the prop that the name of a workload's objects comes from. */
export function nameProp({ physicalName, renamedFrom }: WorkloadNames): keyof WorkloadNames {
  if (physicalName !== undefined) return 'physicalName';
  return renamedFrom === undefined ? 'name' : 'renamedFrom';
}

/**
 * Returns the endpoint of a workload's pods, from its name and ports. Use it for a workload that is created later, such as
 * one of two that connect to each other; otherwise use the member `endpoint`.
 */
export function workloadEndpoint(name: string, ...ports: readonly (number | EndpointPort)[]): Endpoint {
  return { name, peer: { pods: podLabels(name), isolated: true }, ports };
}

/** Names and labels that all objects of a workload share. */
export class WorkloadBase {
  /** Name of the objects. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of the objects. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that select the pods. They never change. */
  readonly podLabels: PodLabels;
  /** Names of the NetworkPolicies that the pods connect through. */
  readonly connections: readonly string[];

  /**
   * @param scope construct that contains the objects
   * @param component role of the workload, as a label: `web`
   * @param admitted peers that connect to the pods, besides the workloads whose `connectsTo` contains them
   */
  constructor(
    readonly scope: Construct,
    props: WorkloadProps,
    component: string,
    admitted: readonly AdmittedPeers[] = [],
  ) {
    const { namespace, partOf = namespace } = props;
    this.name = stableName(props);
    this.namespace = namespace;
    this.labels = recommendedLabels({ name: this.name, component, partOf });
    this.podLabels = podLabels(this.name);
    this.connections = createConnections(scope, this, admitted, props.connectsTo);
  }

  /** Returns the endpoint of the pods in their namespace. */
  endpoint(...ports: readonly (number | EndpointPort)[]): Endpoint {
    return { name: this.name, peer: { pods: this.podLabels, namespace: this.namespace, isolated: true }, ports };
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
  { labels, name, namespace, scope }: WorkloadBase,
  props: WorkloadProps,
): ConfigMapNames {
  const { config = {}, files = {} } = props;
  const create = (id: string, prop: string, workload: string, data: Readonly<Record<string, string | Uint8Array>>) => {
    if (Object.keys(data).length === 0) return undefined;
    const configMap = new WorkloadConfigMap(scope, id, { data, labels, namespace, workload });
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

/** Creates the NetworkPolicy that isolates the pods. Their connections are policies of their own, which add up. */
export function createNetworkPolicy({ labels, name, namespace, podLabels, scope }: WorkloadBase): void {
  networkPolicy(scope, 'NetworkPolicy', { name, namespace, labels, pods: podLabels, ingress: [], egress: [] });
}

/** Returns the annotation for the volumes of type `emptyDir`, which are empty at the start of each pod. */
function evictable({ volumes = [] }: k8s.PodSpec): Record<string, string> {
  return evictableVolumes(volumes.filter(({ emptyDir }) => emptyDir).map(({ name }) => name));
}

/** The fields that a workload adds to the template of its pods. */
interface PodTemplateParts {
  readonly container: ContainerParts;
  readonly pod: PodParts;
  /** The annotations for cluster-autoscaler, if other than those by which it may evict the pods. */
  readonly eviction?: Readonly<Record<string, string>>;
}

/** Returns the template of hardened pods with the fields that the workload adds. */
export function podTemplate(
  { connections, labels, name }: WorkloadBase,
  props: WorkloadProps,
  configMaps: ConfigMapNames,
  { container, pod, eviction }: PodTemplateParts,
): k8s.PodTemplateSpec {
  const spec = hardenedPod({ ...props, name }, configMaps, container, pod);
  const annotations = {
    ...(eviction ?? evictable(spec)),
    ...(connections.length > 0 && { [connectionsAnnotation]: connections.join(' ') }),
  };
  return { metadata: { labels: { ...labels }, annotations }, spec };
}

/** Returns the peers that connect to further ports of a workload. */
export function admittedPeers(ports: Readonly<Record<string, WorkloadPort>>): AdmittedPeers[] {
  return sortedEntries(ports).map(([name, { allowedFrom, port, protocol = 'TCP' }]) => ({
    allowedFrom,
    setting: `ports.${name}.allowedFrom`,
    ports: [{ port, protocol }],
  }));
}

/** Returns container ports by their name. */
export function containerPorts(ports: Readonly<Record<string, number | EndpointPort>>): k8s.ContainerPort[] {
  return Object.entries(ports).map(([name, given]) => {
    const { port, protocol = 'TCP' } = endpointPort(given);
    return { name, containerPort: port, protocol };
  });
}
