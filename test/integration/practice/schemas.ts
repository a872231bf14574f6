import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sortedEntries } from '../../../lib/core/canonical';
import { root, writeJson } from '../support/project';
import { run } from '../support/process';
import { expect } from '../support/report';

/** What every object says of its type. */
export interface Typed {
  readonly apiVersion: string;
  readonly kind: string;
}

interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Schema {
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly kind: string;
    readonly version: string;
  }[];
}

/**
 * Writes a JSON Schema for each of Kubernetes' own types that is used, out of what its API server says of itself. Fields
 * come and go with minors, so the first release of one speaks for all.
 */
export async function writeSchemas(minor: string, used: readonly Typed[], folder: string, log: string): Promise<void> {
  const release = `v${minor}.0`;
  const { stdout } = await run({
    program: 'go',
    arguments: ['mod', 'download', '-json', `k8s.io/kubernetes@${release}`],
    folder: root,
    seconds: 300,
    log,
  });
  const { Dir: source } = JSON.parse(stdout) as { readonly Dir: string };
  for (const { apiVersion, kind } of used) {
    const file = path.join(source, 'api', 'openapi-spec', 'v3', `${apiNameOf(apiVersion)}_openapi.json`);
    // Another one's type: it has a schema elsewhere, or kubeconform says that it has none.
    if (!existsSync(file)) continue;
    const { schemas } = (JSON.parse(readFileSync(file, 'utf8')) as Description).components;
    const found = sortedEntries(schemas).find(([, schema]) => isOf(schema, apiVersion, kind));
    expect(found !== undefined, `Kubernetes ${release} has no ${kind} of ${apiVersion}`, log);
    writeJson(path.join(folder, fileOf({ apiVersion, kind })), {
      $ref: `#/components/schemas/${found[0]}`,
      components: { schemas: closed(schemas) },
    });
  }
}

/** Where kubeconform finds the schema of a type below a folder. */
export function schemaLocation(folder: string): string {
  return path.join(folder, '{{.Group}}', '{{.ResourceKind}}_{{.ResourceAPIVersion}}.json');
}

/** The same for one type: what has no group goes by its version. */
function fileOf({ apiVersion, kind }: Typed): string {
  const parts = apiVersion.split('/');
  return path.join(parts[0] ?? '', `${kind.toLowerCase()}_${parts[parts.length - 1] ?? ''}.json`);
}

function apiNameOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis__${apiVersion.replace('/', '__')}` : `api__${apiVersion}`;
}

function isOf(schema: Schema, apiVersion: string, kind: string): boolean {
  const named = schema['x-kubernetes-group-version-kind'] ?? [];
  return named.some(
    (type) => [type.group, type.version].filter((part) => part !== '').join('/') === apiVersion && type.kind === kind,
  );
}

/** The same schema, which lets nothing through that it does not describe: an API server drops it and says nothing. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const made: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  const isObject = made['type'] === 'object' && made['properties'] !== undefined;
  return isObject ? { additionalProperties: false, ...made } : made;
}
