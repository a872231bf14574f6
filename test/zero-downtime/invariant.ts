import { called, of, selects, served, started, type Json, type Platform } from './platform';

/** What must hold so that no request is lost, whatever is accepted as golden. */
export interface Invariant {
  readonly id: `Z${number}`;
  readonly what: string;
  /** What breaks it. */
  readonly violations: (platform: Platform) => string[];
  /** Breaks it in a copy, to see that it is seen. */
  readonly broken: (copy: Platform) => void;
}

export const firstServed = (platform: Platform): Json => served(platform)[0]?.pod.containers[0];
export const firstPod = (platform: Platform): Json => started(platform)[0]?.pod;
export const first = (platform: Platform, kind: string): Json => of(platform, kind)[0];

/** The names of those for which something does not hold. */
export function unless<T>(items: readonly T[], name: (item: T) => string, holds: (item: T) => boolean): string[] {
  return items.filter((item) => !holds(item)).map(name);
}

export const workloadName = ({ workload }: { workload: Json }): string => called(workload);

export function portOf(probe: Json): string | number | undefined {
  return probe?.httpGet?.port ?? probe?.grpc?.port ?? probe?.tcpSocket?.port;
}

export function declares(container: Json, port: Json): boolean {
  return (container.ports ?? []).some((open: Json) => open.name === port || open.containerPort === port);
}

export function patience({ failureThreshold, periodSeconds }: Json): number {
  return failureThreshold * periodSeconds;
}

export function budgetsOf(platform: Platform, deployment: Json): Json[] {
  return of(platform, 'PodDisruptionBudget').filter(({ spec }) =>
    selects(spec.selector.matchLabels, deployment.spec.template.metadata.labels),
  );
}

export function policiesOf(platform: Platform, template: Json): Json[] {
  return of(platform, 'NetworkPolicy').filter(({ spec }) =>
    selects(spec.podSelector.matchLabels, template.metadata.labels),
  );
}

export function twice(names: readonly string[]): boolean {
  return new Set(names).size !== names.length;
}

export function configsOf(pod: Json): string[] {
  return [
    ...pod.containers.flatMap(({ envFrom = [] }: Json) => envFrom.map((from: Json) => from.configMapRef?.name)),
    ...(pod.volumes ?? []).map((volume: Json) => volume.configMap?.name),
  ].filter((name) => name !== undefined);
}
