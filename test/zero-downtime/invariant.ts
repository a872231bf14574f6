import {
  isSingleton,
  objectName,
  objects,
  selects,
  servedWorkloads,
  podOwners,
  type Json,
  type Platform,
} from './platform';

/** A property of the synthesized output that prevents lost requests. */
export interface Invariant {
  readonly id: `Z${number}`;
  readonly title: string;
  /** Returns the names of the objects that violate it. */
  readonly violations: (platform: Platform) => string[];
  /** Breaks it in a copy of a platform, to prove that `violations` detects it. */
  readonly breakCopy: (copy: Platform) => void;
}

export const firstServed = (platform: Platform): Json => servedWorkloads(platform)[0]?.pod.containers[0];
export const firstPod = (platform: Platform): Json => podOwners(platform)[0]?.pod;
/** The first object of a kind that has several pods, if it is a workload. */
export const first = (platform: Platform, kind: string): Json =>
  objects(platform, kind).find((object) => !isSingleton(object));

/** Names of the items for which a condition is false. */
export function failing<T>(items: readonly T[], name: (item: T) => string, holds: (item: T) => boolean): string[] {
  return items.filter((item) => !holds(item)).map(name);
}

export const workloadName = ({ workload }: { workload: Json }): string => objectName(workload);

export function probePort(probe: Json): string | number | undefined {
  return probe?.httpGet?.port ?? probe?.grpc?.port ?? probe?.tcpSocket?.port;
}

export function declaresPort(container: Json, port: Json): boolean {
  return (container.ports ?? []).some((open: Json) => open.name === port || open.containerPort === port);
}

export function failureSeconds({ failureThreshold, periodSeconds }: Json): number {
  return failureThreshold * periodSeconds;
}

export function disruptionBudgets(platform: Platform, deployment: Json): Json[] {
  return objects(platform, 'PodDisruptionBudget').filter(({ spec }) =>
    selects(spec.selector.matchLabels, deployment.spec.template.metadata.labels),
  );
}

export function networkPolicies(platform: Platform, template: Json): Json[] {
  return objects(platform, 'NetworkPolicy').filter(({ spec }) =>
    selects(spec.podSelector.matchLabels, template.metadata.labels),
  );
}

export function hasDuplicates(names: readonly string[]): boolean {
  return new Set(names).size !== names.length;
}

export function configMapNames(pod: Json): string[] {
  return [
    ...pod.containers.flatMap(({ envFrom = [] }: Json) => envFrom.map((from: Json) => from.configMapRef?.name)),
    ...(pod.volumes ?? []).map((volume: Json) => volume.configMap?.name),
  ].filter((name) => name !== undefined);
}
