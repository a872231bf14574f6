import { stackFiles } from '../../lib/aws/stack/render';
import { collectDiagnostics, ValidationError } from '../../lib/core/diagnostics';
import { objectsIn, yaml } from '../../lib/kubernetes/manifests/render';
import type { Files } from '../synthesize';
import { talkExample } from './talk/talk';
import { twoRegionsExample } from './two-regions/two-regions';

/**
 * Small programs on their own, as files below `dist/`.
 *
 * @throws ValidationError with every problem, where there is one
 */
export function examples(): Files {
  const [talk, twoRegions] = [talkExample(), twoRegionsExample()];
  const problems = [talk, twoRegions].flatMap(collectDiagnostics);
  if (problems.length > 0) throw new ValidationError(problems);
  const objects = objectsIn(talk).map((object) => object.toJson() as { kind: string; metadata: { name: string } });
  twoRegions.prepareStack();
  return new Map([
    ...objects.map((object): [string, string] => [
      `examples/talk/${object.kind}.${object.metadata.name}.yaml`,
      yaml(object),
    ]),
    ...[...stackFiles(twoRegions)].map(([file, text]): [string, string] => [`examples/two-regions/${file}`, text]),
  ]);
}
