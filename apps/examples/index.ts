import { objectsIn, yaml } from '../../lib/kubernetes/synthesize';
import type { Files } from '../platform';
import { talkExample } from './talk';

/** Small programs on their own, as files below `dist/`. */
export function examples(): Files {
  const objects = objectsIn(talkExample()).map(
    (object) => object.toJson() as { kind: string; metadata: { name: string } },
  );
  return new Map(objects.map((object) => [`examples/talk/${object.kind}.${object.metadata.name}.yaml`, yaml(object)]));
}
