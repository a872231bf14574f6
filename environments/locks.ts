import type { ErrorObject } from 'ajv';
import type { Diagnostic } from '../lib/core/diagnostics';
import type { ContainerImagePin } from './environment';
import imagesSchema from './machine-images.schema.json';
import releasesSchema from './container-images.schema.json';
import { schemas } from './schemas';

/** What is pinned now, and what was before: a rollback is an earlier pin. */
export interface Pinned<Pin> {
  readonly pinned: Pin;
  /** Earlier pins, the newest first. */
  readonly history: readonly Pin[];
}

/** A machine image in each region that it was copied to. */
export interface MachineImageLockPin {
  readonly images: Readonly<Record<string, string>>;
  readonly kubernetesVersion: string;
  readonly recipe: string;
}

/** A service's image, and those of its other variants by their name. */
export interface PinnedContainerImage extends Pinned<ContainerImagePin> {
  readonly variants?: Readonly<Record<string, Pinned<ContainerImagePin>>>;
}

/** Environment → name → what is pinned. */
export type Lock<Entry> = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

/** A lock file that was read, or what is wrong with it. */
export type Read<Entry> = { readonly lock: Lock<Entry> } | { readonly diagnostics: readonly Diagnostic[] };

export const machineImagesFile = 'environments/machine-images.lock.json';
export const containerImagesFile = 'environments/container-images.lock.json';

export function readMachineImages(text: string): Read<Pinned<MachineImageLockPin>> {
  return read(text, machineImagesFile, imagesSchema);
}

export function readContainerImages(text: string): Read<PinnedContainerImage> {
  return read(text, containerImagesFile, releasesSchema);
}

function read<Entry>(text: string, file: string, schema: Readonly<Record<string, unknown>>): Read<Entry> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { line, column } = errorPosition(error, text);
    return {
      diagnostics: [
        {
          path: file,
          message: `must be JSON, got a mistake at line ${line}, column ${column}`,
          source: `${file}:${line}:${column}`,
          hint: 'look for a missing comma, quote or brace there, or take the file from the last commit',
        },
      ],
    };
  }
  const validate = schemas.compile<Lock<Entry>>(schema);
  if (!validate(value)) return { diagnostics: (validate.errors ?? []).map((error) => schemaDiagnostic(error, file)) };
  return { lock: value };
}

/** JSON.parse tells the position in its message, and nowhere else; an end that comes too early has none. */
function errorPosition(error: unknown, text: string): { readonly line: number; readonly column: number } {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function schemaDiagnostic(error: ErrorObject, file: string): Diagnostic {
  const { instancePath, message, data, parentSchema, keyword } = error;
  const extra = keyword === 'additionalProperties' ? String(error.params['additionalProperty']) : undefined;
  const place = [...instancePath.split('/').slice(1), ...(extra === undefined ? [] : [extra])].join('.');
  const description: unknown = (parentSchema as { description?: unknown } | undefined)?.description;
  return {
    path: file,
    message:
      extra === undefined
        ? `${message ?? 'must be as the schema says'}, got ${shown(data)}`
        : `must have no key '${extra}', got one`,
    source: place === '' ? file : `${file} → ${place}`,
    hint: typeof description === 'string' ? description : 'correct it as its schema says',
  };
}

/** A value as a person knows it again: an object by its keys, everything else as written. */
function shown(data: unknown): string {
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isObject ? `{${Object.keys(data).join(', ')}}` : JSON.stringify(data);
}
