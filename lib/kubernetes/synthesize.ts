import { ApiObject, type App, type Chart } from 'cdk8s';
import { stringify } from 'yaml';
import { byCodePoint, canonical } from '../core/canonical';
import type { Problem } from '../core/errors';
import { WaveChart, waveFolder } from './waves';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The file that names the waves in order, for `kubectl apply --server-side` to walk. */
const index = 'WAVES';

/**
 * An app's objects as files, one each: `<wave>/[<namespace>/]<Kind>.<name>.yaml`. Names hold no ordinals, so that one
 * object more or less renames no other.
 */
export function appFiles(app: App): ReadonlyMap<string, string> {
  const charts = wavesOf(app);
  const files = charts.flatMap((chart) =>
    objectsIn(chart).map((object): [string, string] => [pathOf(chart, object.toJson()), yaml(object.toJson())]),
  );
  return new Map([[index, charts.map((chart) => `${waveFolder(chart.wave)}\n`).join('')], ...files]);
}

/** Objects that would overwrite each other, in the cluster and on disk. */
export function duplicateObjects(app: App): Problem[] {
  const owners = new Map<string, string>();
  return wavesOf(app).flatMap((chart) =>
    objectsIn(chart).flatMap((object) => {
      const { kind, metadata } = object.toJson() as Manifest;
      const key = `${kind} ${metadata.name} in namespace ${metadata.namespace ?? '-'}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? object.node.path);
      if (owner === undefined) return [];
      return [
        {
          fix: 'give one of them another name',
          path: object.node.path,
          rule: `an object exists once, got a second ${key}`,
          where: owner,
        },
      ];
    }),
  );
}

/** A manifest as people write it: what it is first, then everything else in order. */
export function yaml(manifest: object): string {
  const { apiVersion, kind, metadata, ...rest } = canonical(manifest) as Record<string, unknown>;
  return stringify({ apiVersion, kind, metadata, ...rest }, { aliasDuplicateObjects: false, lineWidth: 0 });
}

/** Every object below a chart, at any depth: `chart.apiObjects` has the direct children only. */
export function objectsIn(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

function wavesOf(app: App): WaveChart[] {
  return app.node.children
    .filter((child): child is WaveChart => child instanceof WaveChart)
    .filter((chart) => objectsIn(chart).length > 0)
    .sort((a, b) => byCodePoint(waveFolder(a.wave), waveFolder(b.wave)));
}

function pathOf(chart: WaveChart, manifest: Manifest): string {
  const { kind, metadata } = manifest;
  const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  return `${waveFolder(chart.wave)}/${namespace}${kind}.${metadata.name}.yaml`;
}
