import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../core/diagnostics';
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
export function checkCustomMetrics(app: IConstruct, objects: readonly Rendered[]): Diagnostic[] {
  const known = app.node.findAll().flatMap((construct) => provided.get(construct) ?? []);
  return objects
    .filter(({ manifest }) => manifest.kind === 'HorizontalPodAutoscaler')
    .flatMap(({ construct, manifest }) =>
      podMetricNames(manifest as Manifest & Autoscaler)
        .filter((metric) => !known.includes(metric))
        .map((metric) => ({
          path: construct,
          message: `a metric that scales is provided in the same app, got '${metric}', which nobody provides`,
          source: `HorizontalPodAutoscaler ${manifest.metadata.name}`,
          hint: `add the adapter's rule for ${metric}, or scale on targetCpuUtilization and targetMemoryUtilization`,
        })),
    );
}

function podMetricNames({ spec: { metrics = [] } }: Autoscaler): string[] {
  return metrics.flatMap(({ external, object, pods }) => (external ?? object ?? pods)?.metric.name ?? []);
}
