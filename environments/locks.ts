import { parseDocument } from 'yaml';
import { type Diagnostic, locate } from '../lib/core/diagnostics';
import { type CompiledSchema, checkSchema } from '../lib/core/schema-errors';
import { SettingsLocation } from '../lib/core/settings-location';
import containerImagesSchema from './container-images.schema.json';
import isContainerImagesLock from './container-images.validate.cjs';
import type { ContainerImagePin, MachineImagePin } from './environment';
import machineImagesSchema from './machine-images.schema.json';
import isMachineImagesLock from './machine-images.validate.cjs';

/** The current pin, and the earlier ones: a rollback pins one of these again. */
export interface Pinned<Pin> {
  readonly pinned: Pin;
  /** Earlier pins, the newest first. */
  readonly history: readonly Pin[];
}

/** A machine image, with its id in each region that it was copied to. */
export interface MachineImageLockPin extends Omit<MachineImagePin, 'id'> {
  readonly images: Readonly<Record<string, string>>;
}

/** A service's image, and those of its variants by name. */
export interface PinnedContainerImage extends Pinned<ContainerImagePin> {
  readonly variants?: Readonly<Record<string, Pinned<ContainerImagePin>>>;
}

/** Pins by environment and name. */
export type Lock<Entry> = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

/** The content of a lock file, or its mistakes. */
export type Read<Entry> =
  { readonly lock: Lock<Entry>; readonly location: SettingsLocation } | { readonly diagnostics: readonly Diagnostic[] };

/** Workloads of the platform itself, whose images are pinned like those of services. */
export const platformImages = [
  'alertmanager',
  'eck-operator',
  'elasticsearch',
  'elasticsearch-exporter',
  'filebeat',
  'grafana',
  'kibana',
  'kube-state-metrics',
  'node-exporter',
  'prometheus',
  'prometheus-config-reloader',
  'prometheus-operator',
  'rabbitmq',
  'rabbitmq-cluster-operator',
] as const;

export const machineImagesFile = 'environments/machine-images.lock.json';
export const containerImagesFile = 'environments/container-images.lock.json';

export function readMachineImages(text: string): Read<Pinned<MachineImageLockPin>> {
  return read(text, machineImagesFile, {
    document: 'a lock file',
    isValid: isMachineImagesLock,
    schema: machineImagesSchema,
  });
}

export function readContainerImages(text: string): Read<PinnedContainerImage> {
  return read(text, containerImagesFile, {
    document: 'a lock file',
    isValid: isContainerImagesLock,
    schema: containerImagesSchema,
  });
}

function read<Entry>(text: string, file: string, schema: CompiledSchema): Read<Entry> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { diagnostics: [syntaxDiagnostic(file, syntaxErrorPosition(error, text))] };
  }
  const duplicates = duplicateKeys(text, value, file);
  if (duplicates.length > 0) return { diagnostics: duplicates };
  const location = new SettingsLocation([{ file, settings: value }]);
  const findings = checkSchema(value, schema);
  if (findings.length > 0) return { diagnostics: findings.map((finding) => locate(finding, file, location)) };
  return { location, lock: value as Lock<Entry> };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function syntaxDiagnostic(file: string, { column, line }: Position): Diagnostic {
  return {
    id: 'lock-file-syntax',
    path: file,
    message: `${file.replace(/^.*\//, '')} must be JSON; got a syntax error at line ${line}, column ${column}`,
    source: `${file}:${line}:${column}`,
    hint: 'correct the comma, quote or brace there, or restore the file from the last commit',
  };
}

/** JSON.parse has the position in its message only; an end that comes too early has none. */
function syntaxErrorPosition(error: unknown, text: string): Position {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** JSON.parse keeps the last of two equal keys. The YAML parser, which reads JSON too, reports them, but is slower. */
function duplicateKeys(text: string, value: unknown, file: string): Diagnostic[] {
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;
  if (written === keyCount(value)) return [];
  return parseDocument(text).errors.flatMap(({ code, linePos, pos }) => {
    if (code !== 'DUPLICATE_KEY' || !linePos) return [];
    const [{ col, line }] = linePos;
    const key = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(pos[0]))?.[0] ?? '';
    return [
      {
        id: 'duplicate-key',
        path: file,
        message: `${key} must occur once in its object; got another one at line ${line}, column ${col}`,
        source: `${file}:${line}:${col}`,
        hint: 'delete one of them, or merge their content',
      },
    ];
  });
}

function keyCount(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value).reduce<number>((sum, member) => sum + keyCount(member), 0);
  return members + (Array.isArray(value) ? 0 : Object.keys(value).length);
}
