import type { IConstruct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { objectsIn } from '../../kubernetes/manifests/objects';
import { isWaveChart, type Wave, waves } from '../../kubernetes/manifests/wave';
import { customApiVersion, type CustomResource } from './custom-resource';

/**
 * Checks that the objects of a custom resource are applied after its definition: the API server rejects an object of a kind that
 * it does not know.
 */
export function checkCustomObjectWaves(operator: IConstruct, resource: CustomResource): Finding[] {
  const own = waveOf(operator);
  if (own === undefined) return [];
  return objectsIn(operator.node.root)
    .filter(({ apiVersion, kind }) => apiVersion === customApiVersion(resource) && kind === resource.kind)
    .flatMap((object) => {
      const wave = waveOf(object);
      if (wave === undefined || waves[wave] > waves[own]) return [];
      return [
        {
          id: 'custom-resource-wave',
          setting: 'resource',
          message: `wave of a ${resource.kind} must be after that of its operator (${own}); got ${wave} for ${object.name}`,
          hint: 'create the operator in a chart of the wave configuration, and its objects in data or workloads',
        },
      ];
    });
}

function waveOf(construct: IConstruct): Wave | undefined {
  return construct.node.scopes.find((scope) => isWaveChart(scope))?.wave;
}
