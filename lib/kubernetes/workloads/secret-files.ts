import { posix } from 'node:path';
import type { k8s } from 'cdk8s-plus-27';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkSecretKey, isFilePath } from '../pod/config-checks';
import type { Mount } from '../pod/mount-checks';
import { volumeName } from '../pod/pod-spec';
import type { SecretKey } from '../pod/props';

/** Keys of Secrets as files, by their path in the container. Each file is in a directory of its own. */
type SecretFiles = Readonly<Record<string, SecretKey>>;

/** Returns the spec of a pod with keys of Secrets as files. The kubelet updates a directory; a mount of one file would keep its content. */
export function withSecretFiles({ containers, volumes = [], ...pod }: k8s.PodSpec, files: SecretFiles): k8s.PodSpec {
  const entries = sortedEntries(files);
  return {
    ...pod,
    containers: containers.map(({ volumeMounts = [], ...container }) => ({
      ...container,
      volumeMounts: [
        ...volumeMounts,
        ...entries.map(([path]) => ({ name: secretVolume(path), mountPath: posix.dirname(path), readOnly: true })),
      ],
    })),
    volumes: [
      ...volumes,
      ...entries.map(([path, { key, secret }]) => ({
        name: secretVolume(path),
        secret: { secretName: secret, items: [{ key, path: posix.basename(path) }] },
      })),
    ],
  };
}

function secretVolume(path: string): string {
  // With `secret-` and the hash at most 63 characters, the maximum of a volume's name.
  return `secret-${volumeName(path, 47)}`;
}

/** Returns the mounts of the directories. */
export function secretMounts(files: SecretFiles): Mount[] {
  return sortedEntries(files)
    .filter(([path]) => isFilePath(path))
    .map(([path]) => ({
      path: posix.dirname(path),
      setting: ['secretFiles', path],
      holdsMounts: false,
    }));
}

/** Checks the paths of the files, and the names and keys of their Secrets. */
export function checkSecretFiles(files: SecretFiles): Finding[] {
  return sortedEntries(files).flatMap(([path, reference]) => [
    ...(isFilePath(path) ? [] : [wrongPath(path)]),
    ...checkSecretKey(reference, ['secretFiles', path]),
  ]);
}

function wrongPath(path: string): Finding {
  return {
    id: 'secret-file-path',
    setting: ['secretFiles', path],
    message: `path of a file must be absolute, of letters, digits and ._-/, without '.' and '..'; got '${path}'`,
    hint: "write it as '/etc/app/ca.crt'",
  };
}
