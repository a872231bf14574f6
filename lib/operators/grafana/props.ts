import type { Endpoint } from '../../core/contract';
import type { Autoscaling } from '../../kubernetes/pod/autoscaler';
import type { ImageByDigest, Placement, PodResources, SecretKey } from '../../kubernetes/pod/props';
import type { PrometheusReference } from '../prometheus/props';
import type { Dashboard } from './dashboard';

export interface GrafanaProps {
  /**
   * Name of the Grafana.
   *
   * @replaces every object
   */
  readonly name: string;
  /**
   * Namespace of the Grafana.
   *
   * @replaces the pods and the other objects of the namespace
   */
  readonly namespace: string;
  /**
   * Image of Grafana 11.5 or later.
   *
   * @rolls the pods
   */
  readonly image: ImageByDigest;
  /**
   * Requests and limits of each pod.
   *
   * @rolls the pods
   */
  readonly resources: PodResources;
  /**
   * Secret keys of the administrator's name and password. Grafana reads them when it creates its tables; later it keeps its own.
   *
   * @rolls the pods, without effect on an existing database
   */
  readonly admin: { readonly username: SecretKey; readonly password: SecretKey };
  /**
   * Secret key with which Grafana encrypts what it stores.
   *
   * @rolls the pods
   */
  readonly encryptionKey: SecretKey;
  /**
   * PostgreSQL database of users, sessions and preferences, which all pods share: a user stays signed in when a pod is replaced.
   *
   * @replaces the NetworkPolicies, for another endpoint
   * @rolls the pods
   */
  readonly database: {
    /** Endpoint of the database. */
    readonly endpoint: Endpoint;
    /** Secret key of its URL: `postgres://grafana:…@HOST:5432/grafana?sslmode=require`. */
    readonly url: SecretKey;
    /**
     * Maximum number of connections of each pod.
     *
     * @default 10
     */
    readonly poolSize?: number;
  };
  /**
   * Prometheus of the dashboards.
   *
   * @replaces the ConfigMap, the NetworkPolicies and the Service of the Prometheus
   * @rolls the pods
   */
  readonly prometheus: PrometheusReference;
  /**
   * Dashboards, which users can read and copy, but not change.
   *
   * @replaces the ConfigMap
   * @rolls the pods
   */
  readonly dashboards: readonly Dashboard[];
  /**
   * Address of the Grafana for its users: `https://grafana.example.com`. With https, cookies are for https only.
   *
   * @default none: the address of a forwarded port
   * @replaces the ConfigMap
   * @rolls the pods
   */
  readonly url?: string;
  /**
   * Numbers of pods.
   *
   * @default 2 to 4
   * @inPlace
   */
  readonly autoscaling?: Autoscaling;
  /**
   * Pods that may connect, such as those of a proxy.
   *
   * @default none
   * @rolls the pods
   */
  readonly allowedFrom?: readonly Endpoint[];
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
