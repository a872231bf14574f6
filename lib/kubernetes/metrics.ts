import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Problem } from '../core/errors';

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

/** Metrics that autoscalers name and nobody provides: without a number an autoscaler does nothing, and says so nowhere. */
export function unprovidedMetrics(root: IConstruct): Problem[] {
  const constructs = root.node.findAll();
  const known = constructs.flatMap((construct) => provided.get(construct) ?? []);
  return constructs
    .filter((construct) => ApiObject.isApiObject(construct))
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .flatMap((object) =>
      metricsOf(object.toJson() as Autoscaler)
        .filter((metric) => !known.includes(metric))
        .map((metric) => ({
          path: object.node.path,
          rule: `a metric that scales is provided in the same app, got '${metric}', which nobody provides`,
          where: `HorizontalPodAutoscaler ${object.name}`,
          fix: `add the adapter's rule for ${metric}, or scale on cpuTarget and memoryTarget`,
        })),
    );
}

function metricsOf({ spec: { metrics = [] } }: Autoscaler): string[] {
  return metrics.flatMap(({ external, object, pods }) => (external ?? object ?? pods)?.metric.name ?? []);
}
