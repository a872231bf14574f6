import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sortedEntries } from '../../../lib/core/canonical';
import { root, writeJson } from '../support/project';
import { run } from '../support/process';
import { expect } from '../support/report';

/** The type of an object. */
export interface TypedObject {
  readonly apiVersion: string;
  readonly kind: string;
}

interface OpenApiDocument {
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
 * Writes a JSON Schema for each built-in type in use, from the OpenAPI documents of Kubernetes. The first release of a minor
 * version is used, because fields change only between minor versions.
 */
export async function writeSchemas(
  minor: string,
  used: readonly TypedObject[],
  folder: string,
  log: string,
): Promise<void> {
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
    const file = path.join(source, 'api', 'openapi-spec', 'v3', `${openApiFile(apiVersion)}_openapi.json`);
    // A custom resource: its schema is in another folder, or kubeconform reports that there is none.
    if (!existsSync(file)) continue;
    const { schemas } = (JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument).components;
    const found = sortedEntries(schemas).find(([, schema]) => hasGroupVersionKind(schema, apiVersion, kind));
    expect(found !== undefined, `Kubernetes ${release} has no ${kind} of ${apiVersion}`, log);
    writeJson(path.join(folder, schemaFile({ apiVersion, kind })), {
      $ref: `#/components/schemas/${found[0]}`,
      components: { schemas: withoutUnknownFields(schemas) },
    });
  }
}

/** kubeconform's template of the schema's path in a folder. */
export function schemaLocation(folder: string): string {
  return path.join(folder, '{{.Group}}', '{{.ResourceKind}}_{{.ResourceAPIVersion}}.json');
}

/** Path of a type's schema. The core group has no folder. */
function schemaFile({ apiVersion, kind }: TypedObject): string {
  const parts = apiVersion.split('/');
  return path.join(parts[0] ?? '', `${kind.toLowerCase()}_${parts[parts.length - 1] ?? ''}.json`);
}

function openApiFile(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis__${apiVersion.replace('/', '__')}` : `api__${apiVersion}`;
}

function hasGroupVersionKind(schema: Schema, apiVersion: string, kind: string): boolean {
  const types = schema['x-kubernetes-group-version-kind'] ?? [];
  return types.some(
    (type) => [type.group, type.version].filter((part) => part !== '').join('/') === apiVersion && type.kind === kind,
  );
}

/** Forbids unknown fields, which an API server drops silently. */
function withoutUnknownFields(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutUnknownFields);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withoutUnknownFields(value)]),
  );
  const isObject = copy['type'] === 'object' && copy['properties'] !== undefined;
  return isObject ? { additionalProperties: false, ...copy } : copy;
}
