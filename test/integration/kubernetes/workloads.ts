import { sortedEntries } from '../../../lib/core/canonical';
import type { Cluster } from './cluster';
import type { PodGroup } from './pods';

type Amount = number | string;

/** The fields of a controller, an autoscaler or a disruption budget that determine the number of pods. */
interface ControllerObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly replicas?: number;
    readonly minReplicas?: number;
    readonly maxUnavailable?: Amount;
    readonly minAvailable?: Amount;
    readonly progressDeadlineSeconds?: number;
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } };
    readonly updateStrategy?: {
      readonly type?: string;
      readonly rollingUpdate?: { readonly maxUnavailable?: Amount; readonly maxSurge?: Amount };
    };
  };
  readonly status?: { readonly desiredNumberScheduled?: number };
}

/** A controller of pods. */
export interface Workload extends PodGroup {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  /** The argument of kubectl: `deployment/web`. */
  readonly target: string;
  /** Minimum of ready pods during an update. */
  readonly minReadyDuringUpdate: number;
  /** Labels of the pod template. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/** The pods that a PodDisruptionBudget selects. */
export interface Budget extends PodGroup {
  /** Minimum of ready pods during evictions. */
  readonly minReadyDuringEviction: number;
}

/** Lists the Deployments, StatefulSets and DaemonSets of the cluster. */
export async function listWorkloads(cluster: Cluster): Promise<Workload[]> {
  const found = await cluster.get<ControllerObject>('deployments', 'statefulsets', 'daemonsets');
  const autoscalers = await cluster.get<ControllerObject>('horizontalpodautoscalers');
  return found.map((workload) => {
    const { metadata, spec } = workload;
    const replicas = declaredReplicas(workload, autoscalers);
    return {
      ...metadata,
      replicas,
      kind: workload.kind as Workload['kind'],
      labels: spec.selector?.matchLabels ?? {},
      podLabels: spec.template?.metadata.labels ?? {},
      target: `${workload.kind.toLowerCase()}/${metadata.name}`,
      minReadyDuringUpdate: replicas - maxUnavailableDuringUpdate(workload, replicas),
    };
  });
}

/** Lists the PodDisruptionBudgets with the replicas of these workloads. Pods of an operator are not counted. */
export async function listBudgets(cluster: Cluster, workloads: readonly Workload[]): Promise<Budget[]> {
  const found = await cluster.get<ControllerObject>('poddisruptionbudgets');
  return found.map(({ metadata, spec }) => {
    const labels = spec.selector?.matchLabels ?? {};
    const replicas = workloads
      .filter(({ namespace, podLabels }) => namespace === metadata.namespace && isSubset(labels, podLabels))
      .reduce((sum, workload) => sum + workload.replicas, 0);
    const { maxUnavailable, minAvailable } = spec;
    const minReadyDuringEviction =
      minAvailable !== undefined
        ? resolveAmount(minAvailable, replicas)
        : replicas - resolveAmount(maxUnavailable, replicas);
    return { ...metadata, replicas, minReadyDuringEviction, labels };
  });
}

/** Returns the declared replicas. The minimum of an autoscaler has precedence over the workload's own replicas. */
function declaredReplicas(
  { kind, metadata, spec, status }: ControllerObject,
  autoscalers: readonly ControllerObject[],
): number {
  if (kind === 'DaemonSet') return status?.desiredNumberScheduled ?? 0;
  const scaler = autoscalers.find(
    ({ metadata: { namespace }, spec: { scaleTargetRef } }) =>
      namespace === metadata.namespace && scaleTargetRef?.kind === kind && scaleTargetRef.name === metadata.name,
  );
  return scaler?.spec.minReplicas ?? spec.replicas ?? 1;
}

/** Returns the allowed number of unavailable pods: none in a Deployment, which is the property under test. */
function maxUnavailableDuringUpdate({ kind, spec: { updateStrategy } }: ControllerObject, replicas: number): number {
  if (kind === 'Deployment' || updateStrategy?.type === 'OnDelete') return 0;
  return resolveAmount(updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, replicas);
}

function resolveAmount(value: Amount | undefined, total: number): number {
  return typeof value === 'string' ? Math.ceil((Number.parseInt(value, 10) / 100) * total) : (value ?? 0);
}

function isSubset(part: Readonly<Record<string, string>>, whole: Readonly<Record<string, string>>): boolean {
  return sortedEntries(part).every(([key, value]) => whole[key] === value);
}
