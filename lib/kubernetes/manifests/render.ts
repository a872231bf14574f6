import { ApiObject, type App, type Chart } from 'cdk8s';
import { dump } from 'js-yaml';
import { byCodePoint, canonicalJson } from '../../core/canonical';
import type { Diagnostic } from '../../core/diagnostics';
import { isWaveChart, type Wave, type WaveChart, waveFolder } from './wave';

/** What every manifest has. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The file that names the waves in order, for `kubectl apply --server-side` to walk. */
const index = 'WAVES';

/** An object as it is applied. */
export interface Rendered {
  /** The path of the construct that made it. */
  readonly construct: string;
  readonly wave: Wave;
  readonly manifest: Manifest;
}

/** Every object of an app, wave by wave. */
export function render(app: App): Rendered[] {
  return waveCharts(app).flatMap((chart) =>
    objectsIn(chart).map((object) => ({
      construct: object.node.path,
      manifest: object.toJson() as Manifest,
      wave: chart.wave,
    })),
  );
}

/**
 * Objects as files, one each: `<wave>/[<namespace>/]<Kind>.<name>.yaml`. Names hold no ordinals, so that one object more
 * or less renames no other.
 */
export function objectFiles(objects: readonly Rendered[]): ReadonlyMap<string, string> {
  const folders = [...new Set(objects.map(({ wave }) => waveFolder(wave)))];
  const files = objects.map(({ manifest, wave }): [string, string] => [objectPath(wave, manifest), yaml(manifest)]);
  return new Map([[index, folders.map((folder) => `${folder}\n`).join('')], ...files]);
}

/** Objects that would overwrite each other, in the cluster and on disk. */
export function checkDuplicateObjects(objects: readonly Rendered[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return objects.flatMap(({ construct, manifest: { kind, metadata } }) => {
    const key = `${kind} ${metadata.name} in namespace ${metadata.namespace ?? '-'}`;
    const owner = owners.get(key);
    owners.set(key, owner ?? construct);
    if (owner === undefined) return [];
    return [
      {
        path: construct,
        message: `an object exists once, got a second ${key}`,
        source: owner,
        hint: 'give one of them another name',
      },
    ];
  });
}

/** A manifest as people write it: what it is first, then everything else in order. */
export function yaml(manifest: object): string {
  const { apiVersion, kind, metadata, ...rest } = canonicalJson(manifest) as Record<string, unknown>;
  // The default schema quotes each string that a parser of YAML 1.1 or 1.2 reads as another type.
  return dump({ apiVersion, kind, metadata, ...rest }, { lineWidth: -1, noRefs: true, quoteStyle: 'double' });
}

/** Every object below a chart, at any depth: `chart.apiObjects` has the direct children only. */
export function objectsIn(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

function waveCharts(app: App): WaveChart[] {
  return app.node.children.filter(isWaveChart).sort((a, b) => byCodePoint(waveFolder(a.wave), waveFolder(b.wave)));
}

function objectPath(wave: Wave, manifest: Manifest): string {
  const { kind, metadata } = manifest;
  const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  return `${waveFolder(wave)}/${namespace}${kind}.${metadata.name}.yaml`;
}
