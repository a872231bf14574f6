import type { Diagnostic } from '../../core/diagnostics';
import type { Manifest } from '../manifests/manifest';
import type { Rendered } from '../manifests/render';

interface Target {
  readonly kind?: string;
  readonly name?: string;
}

interface Scaler {
  readonly spec?: {
    readonly scaleTargetRef?: Target;
    readonly targetRef?: Target;
    readonly updatePolicy?: { readonly updateMode?: string };
  };
}

/** Kinds that change the number or the size of a workload's pods. A ScaledObject creates a HorizontalPodAutoscaler. */
const scalers = ['HorizontalPodAutoscaler', 'ScaledObject', 'VerticalPodAutoscaler'];

/**
 * Checks that a workload has one autoscaler. Two HorizontalPodAutoscalers change its replicas in turn, and a
 * VerticalPodAutoscaler restarts pods whose requests the other one measures by. One that only recommends is allowed.
 */
export function checkScaledTargets(objects: readonly Rendered[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return objects
    .filter(({ manifest }) => scalers.includes(manifest.kind) && !isRecommender(manifest))
    .flatMap(({ construct, manifest }) => {
      const { kind, metadata } = manifest;
      const field = kind === 'VerticalPodAutoscaler' ? 'targetRef' : 'scaleTargetRef';
      const target = (manifest as Manifest & Scaler).spec?.[field];
      if (target?.name === undefined) return [];
      // The default of a ScaledObject.
      const name = `${target.kind ?? 'Deployment'} ${target.name}`;
      const key = `${metadata.namespace} ${name}`;
      const owner = owners.get(key);
      owners.set(key, owner ?? `${kind} ${metadata.name}`);
      if (owner === undefined) return [];
      return [
        {
          id: 'autoscaler-target-conflict',
          path: construct,
          message: `target of an autoscaler must have no other one; got ${name}, the target of ${owner}`,
          source: `${kind} ${metadata.name}: spec.${field}.name`,
          hint: 'write all metrics in one autoscaler, and remove the other one',
        },
      ];
    });
}

function isRecommender(manifest: Manifest & Scaler): boolean {
  return manifest.spec?.updatePolicy?.updateMode === 'Off';
}
