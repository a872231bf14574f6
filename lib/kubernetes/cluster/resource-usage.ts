import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { minIntervalSeconds } from '../../core/cron';
import { parseQuantity } from '../../core/units';
import { objectsIn } from '../manifests/objects';
import { isSidecar, type PodFields, type Quantities, type Resources } from '../manifests/pods';
import { terminatingPods } from '../workloads/rollout';

/** Maximum resources that objects of a namespace use. */
export interface ResourceUsage {
  readonly pods: number;
  /** CPU requests, in millicores. */
  readonly cpu: number;
  /** Memory requests and limits, in MiB. */
  readonly memory: number;
  /** Ephemeral storage, in MiB. */
  readonly ephemeralStorage: number;
  /** Number of volumes. */
  readonly volumes: number;
  /** Size of all volumes, in MiB. */
  readonly storage: number;
}

export const zeroUsage: ResourceUsage = { pods: 0, cpu: 0, memory: 0, ephemeralStorage: 0, volumes: 0, storage: 0 };

/** Resources of a container without requests and limits: the LimitRange sets them, and the quota counts them. */
export const defaultContainerResources = { cpu: '100m', memory: '256Mi', ephemeralStorage: '512Mi' } as const;

const declared = new WeakMap<ApiObject, ResourceUsage>();

/** Declares the resources that an operator creates for an object, which the object itself does not contain. */
export function declareUsage(object: ApiObject, usage: Partial<ResourceUsage>): void {
  declared.set(object, { ...zeroUsage, ...usage });
}

/** Returns the maximum resources of all objects of a namespace, including those that no construct of this library creates. */
export function resourceUsage(root: IConstruct, namespace: string, nodes: number): ResourceUsage {
  const objects = objectsIn(root);
  const namespaced = objects.filter(({ metadata }) => metadata.namespace === namespace);
  const overheads = new Map(objects.filter(({ kind }) => kind === 'RuntimeClass').map(runtimeOverhead));
  const manifests = namespaced
    .filter(({ kind }) => countedKinds.includes(kind))
    .map((object) => withOverhead(object.toJson(), overheads) as Manifest);
  const maxReplicas = new Map(
    manifests
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ spec }) => [`${spec.scaleTargetRef?.kind} ${spec.scaleTargetRef?.name}`, spec.maxReplicas]),
  );
  return [
    ...namespaced.flatMap((object) => declared.get(object) ?? []),
    ...manifests.map((manifest) =>
      manifestUsage(manifest, maxReplicas.get(`${manifest.kind} ${manifest.metadata.name}`), nodes),
    ),
  ].reduce(plus, zeroUsage);
}

/** Returns the name of a RuntimeClass, and the resources that it adds to each of its pods. */
function runtimeOverhead(object: ApiObject): [string, Quantities | undefined] {
  const { overhead } = object.toJson() as { readonly overhead?: { readonly podFixed?: Quantities } };
  return [object.name, overhead?.podFixed];
}

/** Returns a manifest whose pods have the overhead of their RuntimeClass, which the API server writes into them. */
function withOverhead(value: unknown, overheads: ReadonlyMap<string, Quantities | undefined>): unknown {
  if (overheads.size === 0 || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((member) => withOverhead(member, overheads));
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withOverhead(member, overheads)]),
  );
  const overhead = Array.isArray(fields['containers']) && overheads.get(String(fields['runtimeClassName']));
  return overhead ? { ...fields, overhead } : fields;
}

type PodSpec = PodFields & { readonly terminationGracePeriodSeconds?: number };

interface Claim {
  readonly spec?: { readonly resources?: { readonly requests?: Readonly<Record<string, number | string>> } };
}

interface Spec {
  readonly concurrencyPolicy?: string;
  readonly jobTemplate?: { readonly spec: Spec };
  readonly maxReplicas?: number;
  readonly minReadySeconds?: number;
  readonly parallelism?: number;
  readonly replicas?: number;
  readonly scaleTargetRef?: { readonly kind?: string; readonly name: string };
  readonly schedule?: string;
  readonly strategy?: { readonly type?: string; readonly rollingUpdate?: { readonly maxSurge?: number | string } };
  readonly template?: { readonly spec: PodSpec };
  readonly updateStrategy?: { readonly rollingUpdate?: { readonly maxSurge?: number | string } };
  readonly volumeClaimTemplates?: readonly Claim[];
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Spec;
}

/** Kinds whose resources are counted. */
const countedKinds = [
  'CronJob',
  'DaemonSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
];

/** @param maxReplicas the maximum of the autoscaler of the same name, if there is one */
function manifestUsage({ kind, spec }: Manifest, maxReplicas: number | undefined, nodes: number): ResourceUsage {
  switch (kind) {
    case 'Deployment':
      return times(podUsage(spec), deploymentPods(spec, maxReplicas ?? spec.replicas ?? 1));
    case 'ReplicaSet':
    case 'ReplicationController':
      return times(podUsage(spec), maxReplicas ?? spec.replicas ?? 1);
    case 'StatefulSet':
      return times(
        [podUsage(spec), ...(spec.volumeClaimTemplates ?? []).map(claimUsage)].reduce(plus, zeroUsage),
        maxReplicas ?? spec.replicas ?? 1,
      );
    case 'Pod':
      return podUsage({ template: { spec: spec as unknown as PodSpec } });
    case 'PersistentVolumeClaim':
      return claimUsage({ spec: spec as Claim['spec'] & object });
    case 'DaemonSet':
      return times(podUsage(spec), nodes + share(spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0, nodes));
    case 'Job':
      // The run of the previous release may not have finished.
      return times(podUsage(spec), 2 * (spec.parallelism ?? 1));
    case 'CronJob':
      return times(
        podUsage(spec.jobTemplate?.spec ?? {}),
        overlappingRuns(spec) * (spec.jobTemplate?.spec.parallelism ?? 1),
      );
    default:
      return zeroUsage;
  }
}

/** Returns the number of runs of a CronJob that have pods at the same time, those included that end for a new one. */
function overlappingRuns({ concurrencyPolicy, jobTemplate, schedule = '' }: Spec): number {
  if (concurrencyPolicy === 'Forbid') return 1;
  if (concurrencyPolicy !== 'Replace') return 2;
  const grace = jobTemplate?.spec.template?.spec.terminationGracePeriodSeconds ?? 30;
  return 1 + Math.max(1, Math.ceil(grace / minIntervalSeconds(schedule)));
}

/**
 * Returns the maximum number of pods during an update: all replicas, the surge, and terminating pods. A quota counts a pod
 * until it is deleted; within its grace period the update has replaced others.
 */
function deploymentPods({ minReadySeconds = 0, strategy, template }: Spec, replicas: number): number {
  if (strategy?.type === 'Recreate') return replicas;
  const extra = share(strategy?.rollingUpdate?.maxSurge ?? '25%', replicas);
  const grace = template?.spec.terminationGracePeriodSeconds ?? 30;
  return replicas + extra + terminatingPods({ grace, interval: minReadySeconds, pods: replicas, surge: extra });
}

/** Returns a number of pods that is a number or a percentage of all. */
function share(part: number | string, all: number): number {
  return typeof part === 'number' ? part : Math.ceil((all * Number.parseInt(part, 10)) / 100);
}

function podUsage({ template }: Spec): ResourceUsage {
  const { containers = [], initContainers = [], overhead = {}, resources } = template?.spec ?? {};
  const sidecars = initContainers.filter(isSidecar).map(containerUsage).reduce(plus, zeroUsage);
  const total = containers.map(containerUsage).reduce(plus, sidecars);
  // Init containers run before the others, so the larger of both counts. Sidecars may have started before them.
  const first = initContainers.filter((container) => !isSidecar(container)).map(containerUsage);
  const init = plus(first.reduce(maximum, zeroUsage), sidecars);
  const running = { ...maximum(total, init), ...(resources && wholePodUsage(resources)), pods: 1 };
  return plus(running, overheadUsage(overhead));
}

/** Returns the resources that a RuntimeClass adds to those of the containers. */
function overheadUsage(overhead: Quantities): ResourceUsage {
  return containerUsage({
    resources: { requests: { 'cpu': 0, 'memory': 0, 'ephemeral-storage': 0, ...overhead } },
  });
}

/** Returns the resources of a whole pod, as far as it has any: those of its containers count for the others. */
function wholePodUsage(resources: Resources): Partial<ResourceUsage> {
  const { limits = {}, requests = {} } = resources;
  const { cpu, memory } = containerUsage({ resources });
  const has = (name: string) => name in limits || name in requests;
  return { ...(has('cpu') && { cpu }), ...(has('memory') && { memory }) };
}

function containerUsage({
  resources: { limits = {}, requests = {} } = {},
}: Pick<PodFields, 'resources'>): ResourceUsage {
  const request = (name: string, fallback: string) => requests[name] ?? limits[name] ?? fallback;
  const limit = (name: string, fallback: string) => limits[name] ?? requests[name] ?? fallback;
  return {
    ...zeroUsage,
    cpu: whole(parseQuantity(request('cpu', defaultContainerResources.cpu)) * 1000),
    memory: whole(parseQuantity(limit('memory', defaultContainerResources.memory)) / 2 ** 20),
    ephemeralStorage: whole(
      parseQuantity(limit('ephemeral-storage', defaultContainerResources.ephemeralStorage)) / 2 ** 20,
    ),
  };
}

/** Returns the volume of a claim, which exists from the creation of its pod on. */
function claimUsage({ spec }: Claim): ResourceUsage {
  const size = spec?.resources?.requests?.['storage'] ?? '0';
  return { ...zeroUsage, storage: whole(parseQuantity(size) / 2 ** 20), volumes: 1 };
}

/** Rounds up, except for the error of binary fractions. */
function whole(amount: number): number {
  return Math.ceil(amount - 1e-6);
}

function plus(a: ResourceUsage, b: ResourceUsage): ResourceUsage {
  return mapUsage((key) => a[key] + b[key]);
}

function maximum(a: ResourceUsage, b: ResourceUsage): ResourceUsage {
  return mapUsage((key) => Math.max(a[key], b[key]));
}

function times(usage: ResourceUsage, copies: number): ResourceUsage {
  return mapUsage((key) => usage[key] * copies);
}

function mapUsage(value: (key: keyof ResourceUsage) => number): ResourceUsage {
  return {
    pods: value('pods'),
    cpu: value('cpu'),
    memory: value('memory'),
    ephemeralStorage: value('ephemeralStorage'),
    volumes: value('volumes'),
    storage: value('storage'),
  };
}
