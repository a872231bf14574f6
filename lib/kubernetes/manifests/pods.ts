import type { Manifest } from './manifest';

/** Amounts of resources in Kubernetes' notation, by the resource's name. */
export type Quantities = Readonly<Record<string, number | string>>;

/** Requests and limits of a container, or of a whole pod. */
export interface Resources {
  readonly limits?: Quantities;
  readonly requests?: Quantities;
}

/** Fields of a container that checks read. */
export interface ContainerFields {
  readonly name?: string;
  readonly ports?: readonly {
    readonly containerPort?: number;
    readonly hostIP?: string;
    readonly hostPort?: number;
    readonly protocol?: string;
  }[];
  readonly resources?: Resources;
  /** `Always` for a sidecar, which runs as long as the pod although it is an init container. */
  readonly restartPolicy?: string;
}

/** Fields of a pod that checks read. */
export interface PodFields {
  readonly containers?: readonly ContainerFields[];
  readonly initContainers?: readonly ContainerFields[];
  readonly hostNetwork?: boolean;
  /** Resources that the RuntimeClass of the pod adds to those of its containers. */
  readonly overhead?: Quantities;
  /** Resources of the whole pod, which count instead of those of its containers. */
  readonly resources?: Resources;
}

/** A pod's spec, and its path in the manifest. */
export interface LocatedPod {
  readonly pod: PodFields;
  readonly path: readonly string[];
}

/** Returns the pod specs of a manifest at any depth. */
export function podsIn(manifest: Manifest): LocatedPod[] {
  return specsIn(manifest, []);
}

function specsIn(value: unknown, path: readonly string[]): LocatedPod[] {
  if (value === null || typeof value !== 'object') return [];
  const nested = Object.entries(value).flatMap(([key, member]: [string, unknown]) => specsIn(member, [...path, key]));
  const isPod = Object.entries(value).some(([key, member]) => listKeys.includes(key) && Array.isArray(member));
  return isPod ? [{ pod: value, path }, ...nested] : nested;
}

const listKeys = ['containers', 'initContainers'];

/** A container, and its path in the pod's spec. */
export interface LocatedContainer {
  readonly container: ContainerFields;
  readonly path: readonly string[];
}

/** Returns the containers of a pod, init containers included. */
export function containersOf({ containers, initContainers }: PodFields): LocatedContainer[] {
  const lists = { containers, initContainers };
  return Object.entries(lists).flatMap(([key, list]) =>
    Array.isArray(list)
      ? list.map((container: ContainerFields, index) => ({ container, path: [key, String(index)] }))
      : [],
  );
}

/** True for an init container that runs as long as the pod. */
export function isSidecar({ restartPolicy }: ContainerFields): boolean {
  return restartPolicy === 'Always';
}
