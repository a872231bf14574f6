import { posix } from 'node:path';
import { byCodePoint } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { SettingPath } from '../../core/settings-location';
import { isFilePath } from './config-checks';
import type { PodProps } from './props';

/** A path in a container at which something is mounted. */
export interface Mount {
  readonly path: string;
  /** Setting that contains the path. */
  readonly setting: SettingPath;
  /** True if the runtime can create the mount point of another mount in it: it is a writable directory. */
  readonly holdsMounts: boolean;
}

/** Returns the mounts of a workload: its files, and its writable directories. */
export function podMounts({ files = {}, writablePaths }: Pick<PodProps, 'files' | 'writablePaths'>): Mount[] {
  const directory = (path: string, setting: SettingPath): Mount => ({ path, setting, holdsMounts: true });
  return [
    ...(writablePaths === undefined ? [directory('/tmp', ['writablePaths'])] : []),
    ...Object.keys(files)
      .filter(isFilePath)
      .sort(byCodePoint)
      .map((path) => ({ path, setting: ['files', path], holdsMounts: false })),
    ...(writablePaths ?? []).map((path, index) => directory(path, ['writablePaths', `${index}`])),
  ];
}

/**
 * Checks that a container can start with these mounts. The API server rejects a mount path with a colon and two mounts at one
 * path; the runtime starts no container with a mount at `/`, in `/proc` or in a file.
 *
 * @see https://github.com/opencontainers/runc/blob/main/libcontainer/rootfs_linux.go
 */
export function checkMounts(mounts: readonly Mount[]): Finding[] {
  return mounts.flatMap((mount, index) => {
    const problem = pathProblem(mount.path) ?? conflict(mount.path, mounts.slice(0, index), mounts);
    if (problem === undefined) return [];
    const { hint, id = 'mount-path', must } = problem;
    return [{ id, setting: mount.setting, message: `mount path must ${must}; got '${mount.path}'`, hint }];
  });
}

interface Problem {
  readonly id?: 'absolute-path';
  /** Condition that the path violates, after `must`. */
  readonly must: string;
  readonly hint: string;
}

function pathProblem(path: string): Problem | undefined {
  if (!path.startsWith('/')) return { id: 'absolute-path', must: "start with '/'", hint: `write it as '/${path}'` };
  const normal = posix.normalize(path).replace(/\/$/, '');
  if (normal === '' || normal === '/proc' || normal.startsWith('/proc/')) {
    return {
      must: "be below '/', and outside of /proc",
      hint: "choose a directory of the program, such as '/var/cache/app'",
    };
  }
  const isName = normal.split('/').every((part) => Buffer.byteLength(part) <= 255);
  if (!isName || path.includes(':') || /\p{Cc}/u.test(path)) {
    return {
      must: "have names of at most 255 bytes, without ':' and control characters",
      hint: "rename it, for example to '/var/cache/app'",
    };
  }
  return normal === path ? undefined : { must: "have no '.', '..' and empty names", hint: `write it as '${normal}'` };
}

function conflict(path: string, earlier: readonly Mount[], all: readonly Mount[]): Problem | undefined {
  if (earlier.some((other) => other.path === path)) return { must: 'be that of one mount', hint: 'remove one of them' };
  const outer = all.find((other) => !other.holdsMounts && isWithin(path, other.path));
  if (outer === undefined) return undefined;
  return {
    must: `be outside of the file or read-only directory ${outer.path}`,
    hint: 'choose paths of which none contains the other',
  };
}

function isWithin(path: string, directory: string): boolean {
  return path.startsWith(`${directory}/`);
}
