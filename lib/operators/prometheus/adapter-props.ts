import type { Cidr } from '../../core/cidr';
import type { Endpoint } from '../../core/contract';
import type { ImageByDigest, Placement, PodResources } from '../../kubernetes/pod/props';
import type { PrometheusReference } from './props';

export interface PrometheusAdapterProps {
  /**
   * Name of the objects, and a part of the host name of the certificate.
   *
   * @replaces the pods and their objects: the APIService refers to the new ones
   */
  readonly name: string;
  /**
   * Namespace of the objects, and a part of the host name of the certificate.
   *
   * @replaces the pods and their objects: the APIService refers to the new ones
   */
  readonly namespace: string;
  /**
   * Image of prometheus-adapter v0.12.
   *
   * @rolls the pods
   */
  readonly image: ImageByDigest;
  /**
   * Prometheus that computes the loads of `scaleOn`. Its `allowedFrom` need not contain the adapter.
   *
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly prometheus: PrometheusReference;
  /**
   * Certificate of the server.
   *
   * @rolls the pods for another Secret
   * @inPlace for `caBundle`
   */
  readonly tls: AdapterCertificate;
  /**
   * API server, by which the adapter authenticates and authorizes requests.
   *
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly apiServer: readonly Endpoint[];
  /**
   * Source addresses of the API server's requests: those of the control plane's nodes.
   *
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly apiServerAddresses: readonly Cidr[];
  /**
   * Resources of each pod.
   *
   * @default 100m of CPU and 256Mi of memory
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
   * @default any node without taints
   * @rolls the pods
   */
  readonly placement?: Placement;
}

/** A certificate that the API server verifies. */
export interface AdapterCertificate {
  /** Secret in the namespace of the adapter with the keys `tls.crt` and `tls.key`, for the host name `<name>.<namespace>.svc`. */
  readonly secret: string;
  /**
   * Certificates in PEM, by which the API server verifies `tls.crt`: its authority, or itself if it is self-signed. Add the next one
   * before a rotation, and remove the previous one after it.
   */
  readonly caBundle: string;
}
