import { existsSync, readFileSync } from 'node:fs';
import { type Diagnostic, locate, ValidationError } from '../../lib/core/diagnostics';
import { type CompiledSchema, checkSchema } from '../../lib/core/schema-errors';
import { SettingsLocation } from '../../lib/core/settings-location';
import type { MachineImageLockPin } from '../../environments/locks';
import manifestSchema from './packer-manifest.schema.json';
import isManifest from './packer-manifest.validate.cjs';

/** An image that Packer built, with its ids by region. */
export interface BuiltImage {
  readonly image: string;
  readonly pin: MachineImageLockPin;
}

interface Manifest {
  readonly last_run_uuid: string;
  readonly builds: readonly {
    readonly artifact_id: string;
    readonly packer_run_uuid: string;
    readonly custom_data: { readonly image: string; readonly kubernetes_version: string; readonly recipe: string };
  }[];
}

const schema: CompiledSchema = { document: "a manifest of Packer's", isValid: isManifest, schema: manifestSchema };

/**
 * Returns the images of the last run in a manifest, whose `custom_data` has image, kubernetes_version and recipe. A manifest has the
 * builds of earlier runs too.
 *
 * @param file path of the manifest, as it was typed
 * @throws ValidationError if the file is no such manifest
 */
export function readManifest(file: string): BuiltImage[] {
  const { builds, last_run_uuid: last } = parse(file);
  const built = builds.filter(({ packer_run_uuid: run }) => run === last);
  if (built.length === 0) throw refused(file, 'have a build of its last run; got none');
  return built.map(({ artifact_id: artifact, custom_data: data }) => ({
    image: data.image,
    pin: {
      images: Object.fromEntries(artifact.split(',').map((each) => each.split(':') as [string, string])),
      kubernetesVersion: data.kubernetes_version,
      recipe: data.recipe,
    },
  }));
}

function parse(file: string): Manifest {
  if (!existsSync(file)) throw refused(file, 'be a file; got none');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw refused(file, 'be in JSON; got another format');
  }
  const location = new SettingsLocation([{ file, settings: value }]);
  const found: Diagnostic[] = checkSchema(value, schema).map((finding) => locate(finding, file, location));
  if (found.length > 0) throw new ValidationError(found);
  return value as Manifest;
}

function refused(file: string, constraint: string): ValidationError {
  return new ValidationError([
    {
      id: 'packer-manifest',
      path: file,
      message: `the manifest must ${constraint}`,
      source: file,
      hint: "run packer build, and write the path that its post-processor manifest has as 'output'",
    },
  ]);
}
