import { posix } from 'node:path';
import type { k8s } from 'cdk8s-plus-27';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { Mount } from '../pod/mount-checks';
import { checkPath, checkReason } from '../pod/pod-checks';
import { volumeName } from '../pod/pod-spec';

/** Access of an agent to its node. */
export interface HostAccess {
  /** Reason for the access. An annotation of the DaemonSet contains it, for reviewers. */
  readonly reason: string;
  /**
   * Directories of the node, by their mount path in the container.
   *
   * @default none
   */
  readonly paths?: Readonly<Record<string, HostPath>>;
  /**
   * True to use the node's network, which no NetworkPolicy covers.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;
  /**
   * True to see every process of the node.
   *
   * @default false
   */
  readonly hostPid?: boolean;
  /**
   * True to run as root in the container, to read files that only root may read.
   *
   * @default false
   */
  readonly root?: boolean;
}

/** A directory of the node. */
export interface HostPath {
  /** Path of the directory on the node. It must exist, unless it is writable. */
  readonly path: string;
  /**
   * True to create the directory and mount it writable.
   *
   * @default false
   */
  readonly writable?: boolean;
  /**
   * Propagation of mounts. With `HostToContainer`, a file system that the node mounts or unmounts later is mounted or unmounted in the
   * container too. Without it, the container keeps mounted what the node unmounts, so a volume cannot be detached.
   *
   * @default none
   */
  readonly mountPropagation?: 'HostToContainer';
}

/** Annotation that contains the reason for access to the node. */
export const hostAccessAnnotation = 'adamant.dev/host-access';

/** Returns the spec of a hardened pod with the access to its node that an agent needs. */
export function withHostAccess(pod: k8s.PodSpec, host: HostAccess): k8s.PodSpec {
  const { containers, volumes = [], securityContext, ...rest } = pod;
  const paths = sortedEntries(host.paths ?? {});
  const root = { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 };
  return {
    ...rest,
    ...(host.hostNetwork && { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
    ...(host.hostPid && { hostPid: true }),
    securityContext: { ...securityContext, ...(host.root && root) },
    containers: containers.map(({ securityContext: own, volumeMounts = [], ...container }) => ({
      ...container,
      securityContext: { ...own, ...(host.root && { runAsNonRoot: false }) },
      volumeMounts: [
        ...volumeMounts,
        ...paths.map(([mountPath, { mountPropagation, writable = false }]) => ({
          name: hostVolume(mountPath),
          mountPath,
          ...(!writable && { readOnly: true }),
          ...(mountPropagation !== undefined && { mountPropagation }),
        })),
      ],
    })),
    volumes: [
      ...volumes,
      ...paths.map(([mountPath, { path, writable = false }]) => ({
        name: hostVolume(mountPath),
        hostPath: { path, type: writable ? 'DirectoryOrCreate' : 'Directory' },
      })),
    ],
  };
}

function hostVolume(mountPath: string): string {
  // With `host-` and the hash at most 63 characters, the maximum of a volume's name.
  return `host-${volumeName(mountPath, 49)}`;
}

/** Returns the mounts of the directories. */
export function hostMounts({ paths = {} }: HostAccess): Mount[] {
  return sortedEntries(paths).map(([path, { writable = false }]) => ({
    path,
    setting: ['host', 'paths', path],
    holdsMounts: writable,
  }));
}

/** Checks the reason for access to the node, and its directories. */
export function checkHostAccess({ paths = {}, reason }: HostAccess): Finding[] {
  return [
    ...checkReason(reason, 'host.reason'),
    ...sortedEntries(paths).flatMap(([mountPath, { path }]) =>
      checkHostPath(path, ['host', 'paths', mountPath, 'path']),
    ),
  ];
}

function checkHostPath(path: string, setting: readonly string[]): Finding[] {
  const found = checkPath(path, setting);
  if (found.length > 0 || !path.split('/').includes('..')) return found;
  return [
    {
      id: 'host-path',
      setting,
      message: `path of a directory of the node must not contain '..'; got '${path}'`,
      hint: `write it as '${posix.normalize(path)}'`,
    },
  ];
}
