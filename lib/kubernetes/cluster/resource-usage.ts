import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** What something takes of a namespace at most. */
export interface ResourceUsage {
  readonly pods: number;
  /** CPU requests, in thousandths. */
  readonly cpu: number;
  /** Memory requests, which are also the limits, in MiB. */
  readonly memory: number;
  /** Disk of pods, in MiB. */
  readonly ephemeralStorage: number;
  /** Volumes, and what they hold together, in MiB. */
  readonly volumes: number;
  readonly storage: number;
}

export const zeroUsage: ResourceUsage = { pods: 0, cpu: 0, memory: 0, ephemeralStorage: 0, volumes: 0, storage: 0 };

/** What a container gets that does not say what it needs: a `LimitRange` gives it, and a quota counts it. */
export const defaultContainerResources = { cpu: '100m', memory: '256Mi', ephemeralStorage: '512Mi' } as const;

const declared = new WeakMap<ApiObject, ResourceUsage>();

/** Says what an operator makes of an object, which nobody can read from the object itself. */
export function declareUsage(object: ApiObject, footprint: Partial<ResourceUsage>): void {
  declared.set(object, { ...zeroUsage, ...footprint });
}

/** What all objects of a namespace take at most, wherever in the app they were made, with ours or with other classes. */
export function resourceUsage(root: IConstruct, namespace: string, nodes: number): ResourceUsage {
  const objects = root.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
  const within = objects.filter(({ metadata }) => metadata.namespace === namespace);
  const manifests = within.filter(({ kind }) => counted.includes(kind)).map((object) => object.toJson() as Manifest);
  const most = new Map(
    manifests
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ spec }) => [spec.scaleTargetRef?.name, spec.maxReplicas]),
  );
  return [
    ...within.flatMap((object) => declared.get(object) ?? []),
    ...manifests.map((manifest) => ofManifest(manifest, most.get(manifest.metadata.name), nodes)),
  ].reduce(plus, zeroUsage);
}

interface Container {
  readonly resources?: Partial<Record<'limits' | 'requests', Readonly<Record<string, string>>>>;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly terminationGracePeriodSeconds?: number;
}

interface Spec {
  readonly concurrencyPolicy?: string;
  readonly jobTemplate?: { readonly spec: Spec };
  readonly maxReplicas?: number;
  readonly minReadySeconds?: number;
  readonly parallelism?: number;
  readonly replicas?: number;
  readonly scaleTargetRef?: { readonly name: string };
  readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number | string } };
  readonly template?: { readonly spec: PodSpec };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
}

const counted = ['CronJob', 'DaemonSet', 'Deployment', 'HorizontalPodAutoscaler', 'Job', 'StatefulSet'];

function ofManifest({ kind, spec }: Manifest, most: number | undefined, nodes: number): ResourceUsage {
  switch (kind) {
    case 'Deployment':
      return times(podUsage(spec), deploymentPods(spec, most ?? spec.replicas ?? 1));
    case 'StatefulSet':
      return times(podUsage(spec), most ?? spec.replicas ?? 1);
    case 'DaemonSet':
      return times(podUsage(spec), nodes);
    case 'Job':
      // The run of the former release may not have ended.
      return times(podUsage(spec), 2 * (spec.parallelism ?? 1));
    case 'CronJob':
      return times(podUsage(spec.jobTemplate?.spec ?? {}), spec.concurrencyPolicy === 'Forbid' ? 1 : 2);
    default:
      return zeroUsage;
  }
}

/**
 * All of them, those that an update starts before old ones go, and old ones that are still ending: a quota counts a pod until
 * it is gone, and while each takes its whole grace period, others have taken its place.
 */
function deploymentPods({ minReadySeconds = 0, strategy, template }: Spec, most: number): number {
  if (strategy?.type === 'Recreate') return most;
  const surge = strategy?.rollingUpdate?.maxSurge ?? '25%';
  const extra = typeof surge === 'number' ? surge : Math.ceil((most * Number.parseInt(surge, 10)) / 100);
  const grace = template?.spec.terminationGracePeriodSeconds ?? 30;
  const ending = Math.ceil(grace / Math.max(minReadySeconds, 1)) * Math.max(extra, 1);
  return most + extra + Math.min(most, ending);
}

function podUsage({ template }: Spec): ResourceUsage {
  const { containers = [], initContainers = [] } = template?.spec ?? { containers: [] };
  const together = containers.map(containerUsage).reduce(plus, zeroUsage);
  // Containers of the start run before the others, so the larger of both counts.
  const start = initContainers.map(containerUsage).reduce(atLeast, zeroUsage);
  return { ...atLeast(together, start), pods: 1 };
}

function containerUsage({ resources: { limits = {}, requests = {} } = {} }: Container): ResourceUsage {
  const kept = (name: string, otherwise: string) => requests[name] ?? limits[name] ?? otherwise;
  const most = (name: string, otherwise: string) => limits[name] ?? requests[name] ?? otherwise;
  return {
    ...zeroUsage,
    cpu: Math.ceil(parseQuantity(kept('cpu', defaultContainerResources.cpu)) * 1000),
    memory: Math.ceil(parseQuantity(most('memory', defaultContainerResources.memory)) / 2 ** 20),
    ephemeralStorage: Math.ceil(
      parseQuantity(most('ephemeral-storage', defaultContainerResources.ephemeralStorage)) / 2 ** 20,
    ),
  };
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  'm': 1e-3,
  'k': 1e3,
  'M': 1e6,
  'G': 1e9,
  'T': 1e12,
  'Ki': 2 ** 10,
  'Mi': 2 ** 20,
  'Gi': 2 ** 30,
  'Ti': 2 ** 40,
};

/** An amount in Kubernetes' notation, whoever wrote it. */
function parseQuantity(quantity: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return Number(number) * (units[unit] ?? Number.NaN);
}

function plus(a: ResourceUsage, b: ResourceUsage): ResourceUsage {
  return each((key) => a[key] + b[key]);
}

function atLeast(a: ResourceUsage, b: ResourceUsage): ResourceUsage {
  return each((key) => Math.max(a[key], b[key]));
}

function times(footprint: ResourceUsage, copies: number): ResourceUsage {
  return each((key) => footprint[key] * copies);
}

function each(value: (key: keyof ResourceUsage) => number): ResourceUsage {
  return {
    pods: value('pods'),
    cpu: value('cpu'),
    memory: value('memory'),
    ephemeralStorage: value('ephemeralStorage'),
    volumes: value('volumes'),
    storage: value('storage'),
  };
}
