import type { Endpoint } from '../../core/contract';
import type { ImageByDigest, Placement, PodResources, SecretKey } from '../../kubernetes/pod/props';
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
   * Namespace of the objects. That of `NodeExporter` is one for node agents, and that of `ElasticsearchExporter` is the cluster's.
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
   * @default 100m of CPU; 256Mi of memory for KubeStateMetrics, 128Mi for the others
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
   * @default NodeExporter: every node; the others: any node without taints
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

export interface ElasticsearchExporterProps extends ExporterProps {
  /**
   * Name of the `ElasticsearchCluster` of ECK, in the namespace of the exporter.
   *
   * @replaces the NetworkPolicies
   * @rolls the pod
   */
  readonly cluster: string;
  /**
   * Name of the user by which the exporter connects, with the privileges of `elasticsearchExporterRole` alone: one of `userSecrets`
   * of the cluster.
   *
   * @rolls the pod
   */
  readonly username: SecretKey;
  /**
   * Password of the user.
   *
   * @rolls the pod
   */
  readonly password: SecretKey;
}
