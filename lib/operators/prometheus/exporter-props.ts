import type { Endpoint } from '../../core/contract';
import type { ImageByDigest, Placement, PodResources } from '../../kubernetes/pod/props';
import type { StateResource } from './state-resources';

/** Props of the programs that export metrics of the cluster and of its nodes. */
export interface ExporterProps {
  /**
   * Name of the objects.
   *
   * @replaces every object: selectors are immutable
   */
  readonly name: string;
  /**
   * Namespace of the objects. That of `NodeExporter` is one for node agents.
   *
   * @replaces every object
   */
  readonly namespace: string;
  /**
   * Image of the program.
   *
   * @rolls the pods
   */
  readonly image: ImageByDigest;
  /**
   * Pods that collect the metrics, such as `prometheusEndpoint`.
   *
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly scrapers: readonly Endpoint[];
  /**
   * Labels of the monitor, by which a Prometheus selects it.
   *
   * @inPlace
   */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Resources of each pod.
   *
   * @default 100m of CPU; 256Mi of memory for KubeStateMetrics, 128Mi for NodeExporter
   * @rolls the pods
   */
  readonly resources?: PodResources;
  /**
   * PriorityClass of the pods.
   *
   * @default none: priority 0
   * @rolls the pods
   */
  readonly priorityClass?: string;
  /**
   * Nodes that the pods run on.
   *
   * @default KubeStateMetrics: any node without taints; NodeExporter: every node
   * @rolls the pods
   */
  readonly placement?: Placement;
}

export interface KubeStateMetricsProps extends ExporterProps {
  /**
   * API server, from which the program reads the objects.
   *
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly apiServer: readonly Endpoint[];
  /**
   * Resources whose state is reported. The permissions are those to read them.
   *
   * @default those of workloads, volumes, quotas, namespaces and nodes
   * @rolls the pods
   */
  readonly stateResources?: readonly StateResource[];
}

export interface NodeExporterProps extends ExporterProps {
  /**
   * True to use the network of the node, which no NetworkPolicy covers, for the metrics of its interfaces and connections.
   *
   * @default false: no metrics of the network
   * @rolls the pods
   */
  readonly hostNetwork?: boolean;
}
