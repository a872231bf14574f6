import type { Cidr } from '../core/cidr';
import type { Endpoint, PodLabels } from '../core/contract';
import type { ImageByDigest, Placement, PodResources } from '../kubernetes/pod/props';

/** Minor version of Kubernetes: `1.34`. */
export type KubernetesMinor = `1.${number}`;

/** A folder of a public repository, at one commit. */
export interface AddonSource {
  /** Repository on GitHub: `rabbitmq/cluster-operator`. */
  readonly repository: string;
  /**
   * Folder that contains `kustomization.yaml`.
   *
   * @default the root of the repository
   */
  readonly folder?: string;
  /** Tag of the release, for people: `v2.20.0`. */
  readonly tag: string;
  /** Commit of the tag, which is what is applied: 40 hexadecimal digits. A tag can be moved to another commit. */
  readonly commit: string;
}

/** Pods of an addon, as its repository defines them. */
export interface AddonWorkload {
  readonly kind: 'Deployment' | 'StatefulSet';
  /** Labels that select its pods, for NetworkPolicies. */
  readonly podLabels: PodLabels;
  /** Images of the containers, as the repository names them, without a tag. With it, if the repository has two versions of an image. */
  readonly containers: Readonly<Record<string, string>>;
  /**
   * Images of the init containers.
   *
   * @default none
   */
  readonly initContainers?: Readonly<Record<string, string>>;
  /**
   * Images that the operator gives to pods of its own, which it reads from its arguments.
   *
   * @default none
   */
  readonly imageArguments?: readonly ImageArgument[];
  /**
   * Port of the metrics.
   *
   * @default none
   */
  readonly metricsPort?: number;
  /**
   * Port of admission or conversion webhooks, which the API server calls.
   *
   * @default none
   */
  readonly webhookPort?: number;
}

/** An argument whose value is an image with the tag of the release: `--reloader=quay.io/example/reloader:v1.2.0`. */
export interface ImageArgument {
  /** Position of the argument in the pod's spec: `containers/0/args/1`. */
  readonly path: string;
  /** Flag, without its value: `--reloader`. */
  readonly flag: string;
  /** Image, as the repository names it, without a tag. */
  readonly image: string;
}

/**
 * A release of an addon: its source, and everything that the source contains. `adamant addons verify` compares it with the
 * source.
 */
export interface AddonRelease extends AddonSource {
  /** Versions of Kubernetes that the release supports. */
  readonly kubernetes: { readonly min: KubernetesMinor; readonly max: KubernetesMinor };
  /** Names of its CustomResourceDefinitions: `rabbitmqclusters.rabbitmq.com`. */
  readonly crds: readonly string[];
  /** Kind and name of its other objects, without workloads and the Namespace: `ServiceAccount rabbitmq-cluster-operator`. */
  readonly objects: readonly string[];
  /**
   * Namespace of its own objects in the source, which become objects of the addon's namespace.
   *
   * @default the namespace of the addon, or none
   */
  readonly sourceNamespace?: string;
  /**
   * Objects that stay in another namespace, where the source has them, as kind and name, by namespace:
   * `{ 'kube-system': ['RoleBinding metrics-auth-reader'] }`. A RoleBinding gives no access to the Roles of a namespace from
   * outside of it.
   *
   * @default none
   */
  readonly otherNamespaces?: Readonly<Record<string, readonly string[]>>;
  /** Workloads by name. A folder of definitions alone has none. */
  readonly workloads: Readonly<Record<string, AddonWorkload>>;
}

/** Number and size of the pods of a workload. */
export interface AddonPods {
  /**
   * Number of pods.
   *
   * @default 1
   * @inPlace
   */
  readonly replicas?: number;
  /**
   * Resource requests and limits of each container, init containers included, by its name.
   *
   * @rolls the pods
   */
  readonly containers: Readonly<Record<string, PodResources>>;
}

export interface AddonProps {
  /**
   * Name of the addon, and of its folder.
   *
   * @replaces the kustomization; the objects that it contains are the same
   */
  readonly name: string;
  /**
   * Namespace of its objects, except those of `release.otherNamespaces`. A `Namespace` of the same app creates it.
   *
   * @replaces every object
   */
  readonly namespace: string;
  /**
   * Release that is applied.
   *
   * @rolls the pods
   */
  readonly release: AddonRelease;
  /**
   * Images that run, by the names of the release.
   *
   * @rolls the pods
   */
  readonly images: Readonly<Record<string, ImageByDigest>>;
  /**
   * Number and size of the pods, by workload.
   *
   * @rolls the pods
   */
  readonly pods: Readonly<Record<string, AddonPods>>;
  /**
   * Version of the cluster's API server.
   *
   * @inPlace
   */
  readonly kubernetesVersion: KubernetesMinor;
  /**
   * Endpoints of the API server, to which the pods connect.
   *
   * @inPlace
   */
  readonly apiServer: readonly Endpoint[];
  /**
   * Addresses from which the API server calls webhooks.
   *
   * @default none
   * @inPlace
   */
  readonly apiServerAddresses?: readonly Cidr[];
  /**
   * Further endpoints that the pods connect to, such as the pods that an operator manages.
   *
   * @default none
   * @inPlace
   */
  readonly connectsTo?: readonly Endpoint[];
  /**
   * Pods that collect the metrics.
   *
   * @default none
   * @inPlace
   */
  readonly scrapers?: readonly Endpoint[];
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
