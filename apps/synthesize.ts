import { TerraformProvider } from 'cdktf';
import { checkProviderLock, providerLockFile, stackLockFile } from '../lib/aws/stack/provider-lock';
import { stackFiles } from '../lib/aws/stack/render';
import { Stack } from '../lib/aws/stack/stack';
import { type Diagnostic, ValidationError } from '../lib/core/diagnostics';
import { objectFiles } from '../lib/kubernetes/manifests/render';
import type { Environment } from '../environments/environment';
import { checkPlatforms, type CheckOptions } from './diagnostics';
import type { Platform } from './platform';

export { providerLockFile };

/** Contents of files by path. */
export type Files = ReadonlyMap<string, string>;

export interface SynthesizeOptions extends CheckOptions {
  /**
   * Terraform's dependency lock file, which is written next to every stack.
   *
   * @default none is written
   */
  readonly providerLock?: string | undefined;
}

/**
 * The files of environments, by their path below `dist/`: a pure function of its arguments.
 *
 * @throws ValidationError with the diagnostics of all layers
 */
export function synthesize(environments: readonly Environment[], options: SynthesizeOptions = {}): Files {
  const { providerLock } = options;
  const { diagnostics, platforms } = checkPlatforms(environments, options);
  const found = [...diagnostics, ...(providerLock === undefined ? [] : checkLock(platforms, providerLock))];
  if (found.length > 0) throw new ValidationError(found);
  return new Map(platforms.flatMap((platform) => [...platformFiles(platform, providerLock)]));
}

function platformFiles({ environment, infrastructure, objects }: Platform, providerLock: string | undefined): Files {
  const stacks = stacksIn(infrastructure);
  return new Map([
    ...stacks.flatMap((stack) =>
      inFolder(`terraform/${environment.name}/${stack.name}`, [
        ...stackFiles(stack),
        ...(providerLock === undefined ? [] : [[stackLockFile, providerLock] as const]),
      ]),
    ),
    ...inFolder(`kubernetes/${environment.name}`, [...objectFiles(objects)]),
  ]);
}

function stacksIn(infrastructure: Platform['infrastructure']): Stack[] {
  return infrastructure.node.children.filter((child) => child instanceof Stack);
}

/** The versions of providers in the lock file must be those that the stacks require. */
function checkLock(platforms: readonly Platform[], lock: string): Diagnostic[] {
  const versions = platforms
    .flatMap(({ infrastructure }) => infrastructure.node.findAll())
    .filter((construct) => construct instanceof TerraformProvider)
    .map(({ terraformGeneratorMetadata, terraformProviderSource = '' }): [string, string] => [
      // Terraform's default namespace.
      terraformProviderSource.includes('/') ? terraformProviderSource : `hashicorp/${terraformProviderSource}`,
      String(terraformGeneratorMetadata?.providerVersion ?? ''),
    ]);
  return checkProviderLock(lock, Object.fromEntries(versions)).map(({ hint, id, message, setting }) => ({
    id,
    path: providerLockFile,
    message,
    source: `${providerLockFile} → ${String(setting)}`,
    hint,
  }));
}

function inFolder(folder: string, files: readonly (readonly [string, string])[]): [string, string][] {
  return files.map(([path, content]) => [`${folder}/${path}`, content]);
}
