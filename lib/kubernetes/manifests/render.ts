import type { App } from 'cdk8s';
import { byCodePoint, canonicalJson } from '../../core/canonical';
import type { Diagnostic } from '../../core/diagnostics';
import { type CreatedObject, createdObjects } from './created-objects';
import { apiGroup, uniqueKind } from './kinds';
import type { Manifest } from './manifest';
import { objectsIn } from './objects';
import { isWaveChart, objectWave, type Wave, type WaveChart, waveFolder } from './wave';
import { toYaml } from './yaml';

/** File that lists the folders of the waves in order, for a loop of `kubectl apply --server-side`. */
const index = 'WAVES';

/** An object in the form in which it is applied. */
export interface Rendered {
  /** Path of the object's construct. */
  readonly construct: string;
  readonly wave: Wave;
  readonly manifest: Manifest;
  /** Objects that an operator creates for it. */
  readonly creates: readonly CreatedObject[];
}

/** Returns all objects of an app, in the order of their waves. */
export function render(app: App): Rendered[] {
  return waveCharts(app)
    .flatMap((chart) =>
      objectsIn(chart).map((object) => {
        const manifest = object.toJson() as Manifest;
        return {
          construct: object.node.path,
          creates: createdObjects(object),
          manifest,
          wave: objectWave(uniqueKind(manifest), chart.wave),
        };
      }),
    )
    .sort((a, b) => byCodePoint(waveFolder(a.wave), waveFolder(b.wave)));
}

/**
 * Returns a file for each object: `<wave>/[<namespace>/]<Kind>.<name>.yaml`, and a folder for each kustomization. Names contain
 * no ordinals, so an added or removed object does not rename others.
 */
export function objectFiles(objects: readonly Rendered[]): ReadonlyMap<string, string> {
  const folders = [...new Set(objects.map(({ wave }) => waveFolder(wave)))];
  const files = objects.map(({ manifest, wave }): [string, string] => [objectPath(wave, manifest), yaml(manifest)]);
  return new Map([[index, folders.map((folder) => `${folder}\n`).join('')], ...files]);
}

/**
 * Checks that no two objects have the same kind, name and namespace, those included that an operator creates: they would
 * overwrite each other.
 */
export function checkDuplicateObjects(objects: readonly Rendered[]): Diagnostic[] {
  const owners = new Map<string, string>();
  // Those of operators first, so that a mistake is reported where a person wrote the name.
  return [...objects.flatMap(createdIdentities), ...objects.map(identity)].flatMap(
    ({ construct, key, kind, source }) => {
      const owner = owners.get(key.join(' '));
      owners.set(key.join(' '), owner ?? construct);
      if (owner === undefined) return [];
      const [, namespace, name] = key;
      const scope = namespace === '' ? 'the cluster' : `namespace ${namespace}`;
      return [
        {
          id: 'duplicate-object',
          path: construct,
          message: `name of a ${kind} must be unique in ${scope}; got '${name}', the name of ${owner}`,
          source: `${source}: metadata.name`,
          hint: 'choose another name',
        },
      ];
    },
  );
}

/** An object by what the API server distinguishes it from others. */
interface Identity {
  readonly construct: string;
  readonly kind: string;
  readonly key: readonly [kind: string, namespace: string, name: string];
  /** The object in the code that the name comes from. */
  readonly source: string;
}

function identity({ construct, manifest }: Rendered): Identity {
  const { kind, metadata } = manifest;
  const { name, namespace = '' } = metadata;
  return { construct, key: [uniqueKind(manifest), namespace, name], kind, source: `${kind} ${name}` };
}

function createdIdentities(object: Rendered): Identity[] {
  const { construct, key, source } = identity(object);
  return object.creates.map(({ kind, name }) => ({ construct, key: [kind, key[1], name], kind, source }));
}

/** Returns a manifest as YAML: apiVersion, kind and metadata first, then the other fields in alphabetical order. */
export function yaml(manifest: object): string {
  const { apiVersion, kind, metadata, ...rest } = canonicalJson(manifest) as Record<string, unknown>;
  return toYaml({ apiVersion, kind, metadata, ...rest });
}

/** True for a kustomization, which `kubectl kustomize` turns into objects. */
export function isKustomization(manifest: Manifest): boolean {
  return apiGroup(manifest) === 'kustomize.config.k8s.io';
}

function waveCharts(app: App): WaveChart[] {
  return app.node.children.filter(isWaveChart);
}

function objectPath(wave: Wave, manifest: Manifest): string {
  const { metadata } = manifest;
  const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  // kustomize reads a folder with a file of this name.
  const file = isKustomization(manifest)
    ? `${metadata.name}/kustomization.yaml`
    : `${uniqueKind(manifest)}.${metadata.name}.yaml`;
  return `${waveFolder(wave)}/${namespace}${file}`;
}
