import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ValidationError } from '../../lib/core/diagnostics';
import type { ResolvedEnvironments } from '../../environments';
import { machineImagesFile, readMachineImages } from '../../environments/locks';
import type { MachineImages } from '../../environments/pin-changes';

/** The environments of a project. */
export interface Project {
  /** Folder of the project. */
  readonly root: string;
  /** The environments as they are. */
  readonly current: ResolvedEnvironments;
  /** The environments with the machine images of another lock file. */
  readonly withImages: (lockFile: string) => ResolvedEnvironments;
}

/** Reads the machine images of a project. A file with mistakes is an error, which lists them. */
export function readLock(root: string): MachineImages {
  const read = readMachineImages(readFileSync(path.join(root, machineImagesFile), 'utf8'));
  if ('diagnostics' in read) throw new ValidationError(read.diagnostics);
  return Object.fromEntries(Object.entries(read.lock).filter(([name]) => name !== '$schema'));
}

/**
 * Writes the machine images of a project, if all checks of environments and lock files accept them. The new file takes the place of
 * the old one at once, so that there is never a part of it.
 *
 * @returns the environments with the new images
 */
export function writeLock({ root, withImages }: Project, lock: MachineImages): ResolvedEnvironments {
  const file = path.join(root, machineImagesFile);
  const { $schema } = JSON.parse(readFileSync(file, 'utf8')) as { readonly $schema?: string };
  const text = `${JSON.stringify({ ...($schema !== undefined && { $schema }), ...lock }, null, 2)}\n`;
  const resolved = withImages(text);
  if (resolved.diagnostics.length > 0) throw new ValidationError(resolved.diagnostics);
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return resolved;
}
