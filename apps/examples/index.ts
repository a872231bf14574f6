import type { Chart } from 'cdk8s';
import { stackFiles } from '../../lib/aws/stack/render';
import type { Stack } from '../../lib/aws/stack/stack';
import { collectDiagnostics, ValidationError } from '../../lib/core/diagnostics';
import { objectsIn } from '../../lib/kubernetes/manifests/objects';
import { yaml } from '../../lib/kubernetes/manifests/render';
import type { Files } from '../synthesize';
import { libraryDiagnostics, libraryExample } from './library/library';
import { operatorExample } from './operator/operator';
import { talkExample } from './talk/talk';
import { twoRegionsExample } from './two-regions/two-regions';

/**
 * The files of the examples, by their path below `dist/`.
 *
 * @throws ValidationError with the diagnostics of all examples
 */
export function examples(): Files {
  const [library, operator, talk, twoRegions] = [
    libraryExample(),
    operatorExample(),
    talkExample(),
    twoRegionsExample(),
  ];
  const diagnostics = [
    ...libraryDiagnostics(library),
    ...[operator, talk, twoRegions].flatMap((example) => collectDiagnostics(example)),
  ];
  if (diagnostics.length > 0) throw new ValidationError(diagnostics);
  return new Map([
    ...stackExample('library', library.stack),
    ...chartExample('library', library.chart),
    ...chartExample('operator', operator),
    ...chartExample('talk', talk),
    ...stackExample('two-regions', twoRegions),
  ]);
}

function stackExample(name: string, stack: Stack): [string, string][] {
  return [...stackFiles(stack)].map(([file, text]) => [`examples/${name}/${file}`, text]);
}

function chartExample(name: string, chart: Chart): [string, string][] {
  return objectsIn(chart)
    .map((object) => object.toJson() as { kind: string; metadata: { name: string } })
    .map((object) => [`examples/${name}/${object.kind}.${object.metadata.name}.yaml`, yaml(object)]);
}
