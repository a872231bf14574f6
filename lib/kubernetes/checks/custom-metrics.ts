import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../core/diagnostics';
import type { Manifest } from '../manifests/manifest';
import type { Rendered } from '../manifests/render';

const provided = new WeakMap<IConstruct, string[]>();

/** Declares that a construct, such as an adapter's rule, provides a metric of pods for autoscalers. */
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

/** Checks that a construct of the app provides each metric of the autoscalers: without a value an autoscaler does nothing. */
export function checkCustomMetrics(app: IConstruct, objects: readonly Rendered[]): Diagnostic[] {
  const known = app.node.findAll().flatMap((construct) => provided.get(construct) ?? []);
  return objects
    .filter(({ manifest }) => manifest.kind === 'HorizontalPodAutoscaler')
    .flatMap(({ construct, manifest }) =>
      metricNames(manifest as Manifest & Autoscaler)
        .filter((metric) => !known.includes(metric))
        .map((metric) => ({
          id: 'custom-metric',
          path: construct,
          message: `metric of an autoscaler must be provided in the same app; got '${metric}', which no construct provides`,
          source: `HorizontalPodAutoscaler ${manifest.metadata.name}: spec.metrics['${metric}']`,
          hint: `add a PrometheusAdapter for scaleOn, or the adapter's rule for ${metric}; or scale on targetCpuUtilization or targetMemoryUtilization`,
        })),
    );
}

function metricNames({ spec: { metrics = [] } }: Autoscaler): string[] {
  return metrics.flatMap(({ external, object, pods }) => (external ?? object ?? pods)?.metric.name ?? []);
}
