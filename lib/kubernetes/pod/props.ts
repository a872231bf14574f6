import type { NodeCapacity } from '../../core/contract';
import type { Cpu, Memory } from '../../core/units';

/** A container image by the digest of its content, so that a pod template always runs the same program. */
export interface ImageByDigest {
  /** Repository, with its registry. */
  readonly repository: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /**
   * Platforms that the image is built for. The digest of an image for several platforms is that of its index.
   *
   * @default ['linux/amd64']
   */
  readonly platforms?: readonly ImagePlatform[];
}

export type ImagePlatform = 'linux/amd64' | 'linux/arm64';

/** Resource requests and limits of a pod. */
export interface PodResources {
  /** CPU request. Without a limit a pod may use idle CPU of its node. */
  readonly cpu: Cpu;
  /**
   * CPU limit. It throttles the pod even if the node has idle CPU.
   *
   * @default no limit
   */
  readonly cpuLimit?: Cpu;
  /** Memory request and limit: the kernel kills a pod that uses more. */
  readonly memory: Memory;
  /**
   * Ephemeral storage request and limit, for logs and writable paths.
   *
   * @default '512Mi'
   */
  readonly ephemeralStorage?: Memory;
}

/** A key of a Secret in the workload's namespace. The repository does not contain its value. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** Node selector of pods, and the taints that they tolerate. */
export interface Placement {
  /** Node labels, all of which a node must have. */
  readonly labels: Readonly<Record<string, string>>;
  /** Tolerated taints by their key: `{ dedicated: 'transfer:NoSchedule' }`. */
  readonly taints: Readonly<Record<string, string>>;
  /**
   * Resources that one of these nodes has for pods.
   *
   * @default unknown: a pod of any size is accepted
   */
  readonly capacity?: NodeCapacity | undefined;
}

/** Props of the pods of every workload. */
export interface PodProps {
  /**
   * Name of the workload, and of all of its objects.
   *
   * @replaces every object: selectors are immutable
   */
  readonly name: string;
  /**
   * Namespace of the objects.
   *
   * @replaces every object
   */
  readonly namespace: string;
  /**
   * Application that the workload is part of, as the label `app.kubernetes.io/part-of`.
   *
   * @default the namespace
   * @rolls the pods
   */
  readonly partOf?: string;
  /**
   * Image, by digest.
   *
   * @rolls the pods
   */
  readonly image: ImageByDigest;
  /**
   * Resource requests and limits of each pod.
   *
   * @rolls the pods
   */
  readonly resources: PodResources;
  /**
   * Environment variables, in an immutable ConfigMap.
   *
   * @default none
   * @replaces the ConfigMap
   * @rolls the pods
   */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Files by their path in the container, in an immutable ConfigMap: text, or the bytes of a file that is no text.
   *
   * @default none
   * @replaces the ConfigMap
   * @rolls the pods
   */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /**
   * Environment variables from Secrets. A pod reads them when it starts. Secrets are not named by their content, which no
   * program that synthesizes knows, so a rollback uses the new value: after a rotation run `kubectl rollout restart`, and keep
   * the old value valid until it has ended.
   *
   * @default none
   * @rolls the pods
   */
  readonly secrets?: Readonly<Record<string, SecretKey>>;
  /**
   * Writable directories, empty at the start of each pod. The rest of the file system is read-only.
   *
   * @default ['/tmp']
   * @rolls the pods
   */
  readonly writablePaths?: readonly string[];
  /**
   * PriorityClass of the pods, which an app with a `PriorityClass` of this name creates.
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
