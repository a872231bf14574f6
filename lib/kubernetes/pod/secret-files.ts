import type { k8s } from 'cdk8s-plus-27';

/** Files of a Secret in a directory of a container. The kubelet replaces them when the Secret changes. */
export interface SecretFiles {
  /** Name of the Secret, in the namespace of the pod. */
  readonly secret: string;
  /** Directory in which the files appear under the names of their keys. */
  readonly path: string;
  /**
   * Keys that become files. The pod waits for the Secret, and for each of them.
   *
   * @default all keys
   */
  readonly keys?: readonly string[];
}

/** Volume of the files of a Secret. Names of other volumes never contain two consecutive hyphens. */
const volume = 'secret--files';

/** Returns the spec of a pod whose containers mount the files of a Secret, read-only. */
export function withSecretFiles(
  { containers, volumes = [], ...pod }: k8s.PodSpec,
  { keys, path, secret }: SecretFiles,
): k8s.PodSpec {
  return {
    ...pod,
    containers: containers.map(({ volumeMounts = [], ...container }) => ({
      ...container,
      volumeMounts: [...volumeMounts, { name: volume, mountPath: path, readOnly: true }],
    })),
    volumes: [
      ...volumes,
      { name: volume, secret: { secretName: secret, ...(keys && { items: keys.map((key) => ({ key, path: key })) }) } },
    ],
  };
}
