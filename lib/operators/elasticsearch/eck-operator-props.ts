import type { KubernetesMinor } from '../../addons/props';
import type { Endpoint } from '../../core/contract';
import type { ImageByDigest, Placement, PodResources } from '../../kubernetes/pod/props';
import type { EckVersion } from './backend';

export interface EckOperatorProps {
  /**
   * Version of the definitions, which is that of the image.
   *
   * @default '3.5.0'
   * @inPlace: the definitions; the image rolls the operator
   */
  readonly version?: EckVersion;
  /**
   * Image of the operator, of `version`.
   *
   * @rolls the operator
   */
  readonly image: ImageByDigest;
  /**
   * Namespaces whose clusters it manages. It has no permission in others.
   *
   * @replaces the NetworkPolicies
   * @rolls the operator
   */
  readonly managedNamespaces: readonly string[];
  /**
   * Version of the cluster's API server.
   *
   * @inPlace
   */
  readonly kubernetesVersion: KubernetesMinor;
  /**
   * Endpoints of the API server, to which it connects.
   *
   * @replaces the NetworkPolicies
   * @rolls the operator
   */
  readonly apiServer: readonly Endpoint[];
  /**
   * Namespace of the operator, which a `Namespace` of the same app creates.
   *
   * @default 'elastic-system'
   * @replaces the operator and its permissions
   */
  readonly namespace?: string;
  /**
   * Pods that collect the metrics.
   *
   * @default none
   * @replaces the NetworkPolicies
   * @rolls the operator
   */
  readonly scrapers?: readonly Endpoint[];
  /**
   * Resource requests and limits of the operator.
   *
   * @default 100m CPU and 512Mi
   * @rolls the operator
   */
  readonly resources?: PodResources;
  /**
   * PriorityClass of the operator.
   *
   * @default none: priority 0
   * @rolls the operator
   */
  readonly priorityClass?: string;
  /**
   * Nodes that the operator runs on.
   *
   * @default any node without taints
   * @rolls the operator
   */
  readonly placement?: Placement;
}
