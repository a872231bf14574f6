import type { IConstruct } from 'constructs';
import type { Problem } from '../../core/diagnostics';
import type { Manifest, Rendered } from '../manifests/render';

const provided = new WeakMap<IConstruct, string[]>();

/** Says that what a construct makes, such as an adapter's rule, gives pods a metric to be scaled on. */
export function providesMetric(construct: IConstruct, metric: string): void {
  provided.set(construct, [...(provided.get(construct) ?? []), metric]);
}

interface Autoscaler {
  readonly spec: {
    readonly metrics?: readonly Partial<
      Record<'external' | 'object' | 'pods', { readonly metric: { readonly name: string } }>
    >[];
  };
}

/** Metrics that autoscalers name and nobody in the app provides: without a number an autoscaler does nothing, and says so nowhere. */
export function unprovidedMetrics(app: IConstruct, objects: readonly Rendered[]): Problem[] {
  const known = app.node.findAll().flatMap((construct) => provided.get(construct) ?? []);
  return objects
    .filter(({ manifest }) => manifest.kind === 'HorizontalPodAutoscaler')
    .flatMap(({ construct, manifest }) =>
      metricsOf(manifest as Manifest & Autoscaler)
        .filter((metric) => !known.includes(metric))
        .map((metric) => ({
          path: construct,
          rule: `a metric that scales is provided in the same app, got '${metric}', which nobody provides`,
          where: `HorizontalPodAutoscaler ${manifest.metadata.name}`,
          fix: `add the adapter's rule for ${metric}, or scale on cpuTarget and memoryTarget`,
        })),
    );
}

function metricsOf({ spec: { metrics = [] } }: Autoscaler): string[] {
  return metrics.flatMap(({ external, object, pods }) => (external ?? object ?? pods)?.metric.name ?? []);
}
