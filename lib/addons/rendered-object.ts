import type { AddonRelease } from './props';
import type { NamespacedObject } from './verify-namespaces';

/** Fields of a rendered object that are compared with the declaration. */
export interface RenderedObject extends NamespacedObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec?: {
        readonly containers?: readonly RenderedContainer[];
        readonly initContainers?: readonly RenderedContainer[];
      };
    };
  };
}

/** Fields of a container that are compared. */
export interface RenderedContainer {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly resources?: { readonly requests?: Readonly<Record<string, unknown>> };
}

/** Kinds that start pods. */
const podKinds = new Set(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet']);

/** True for an object that starts pods. */
export function isWorkload({ kind }: Pick<RenderedObject, 'kind'>): boolean {
  return podKinds.has(kind);
}

export function containersOf({ spec }: RenderedObject): RenderedContainer[] {
  const { containers = [], initContainers = [] } = spec?.template?.spec ?? {};
  return [...initContainers, ...containers];
}

/** Returns the images of a workload's containers, and those in its arguments. */
export function imagesOf(object: RenderedObject, { workloads }: AddonRelease): string[] {
  const { imageArguments = [] } = workloads[object.metadata.name] ?? {};
  const flags = imageArguments.map(({ flag }) => `${flag}=`);
  return containersOf(object).flatMap(({ args = [], image }) => [
    image,
    ...args.flatMap((argument) =>
      flags.filter((flag) => argument.startsWith(flag)).map((flag) => argument.slice(flag.length)),
    ),
  ]);
}
