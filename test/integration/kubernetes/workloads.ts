import { sortedEntries } from '../../../lib/core/canonical';
import type { Cluster } from './cluster';
import type { Service } from './pods';

type Amount = number | string;

/** The fields of a controller, an autoscaler or a budget that tell how many pods there must be. */
interface Declared {
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

/** What keeps a number of pods running. */
export interface Workload extends Service {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  /** As kubectl names it: `deployment/web`. */
  readonly target: string;
  /** Ready pods that an update must leave. */
  readonly whileRolling: number;
  /** Labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/** The pods that a disruption budget is for. */
export interface Budget extends Service {
  /** Ready pods that evictions must leave. */
  readonly keeps: number;
}

/** Every controller of pods in the cluster that is not itself part of another. */
export async function workloadsOf(cluster: Cluster): Promise<Workload[]> {
  const found = await cluster.get<Declared>('deployments', 'statefulsets', 'daemonsets');
  const autoscalers = await cluster.get<Declared>('horizontalpodautoscalers');
  return found.map((workload) => {
    const { metadata, spec } = workload;
    const declared = declaredOf(workload, autoscalers);
    return {
      ...metadata,
      declared,
      kind: workload.kind as Workload['kind'],
      labels: spec.selector?.matchLabels ?? {},
      podLabels: spec.template?.metadata.labels ?? {},
      target: `${workload.kind.toLowerCase()}/${metadata.name}`,
      whileRolling: declared - unavailableWhileRolling(workload, declared),
    };
  });
}

/** Every disruption budget of these workloads. An operator's pods are in none of them. */
export async function budgetsOf(cluster: Cluster, workloads: readonly Workload[]): Promise<Budget[]> {
  const found = await cluster.get<Declared>('poddisruptionbudgets');
  return found.map(({ metadata, spec }) => {
    const labels = spec.selector?.matchLabels ?? {};
    const declared = workloads
      .filter(({ namespace, podLabels }) => namespace === metadata.namespace && isWithin(labels, podLabels))
      .reduce((sum, workload) => sum + workload.declared, 0);
    const { maxUnavailable, minAvailable } = spec;
    const keeps =
      minAvailable !== undefined ? amount(minAvailable, declared) : declared - amount(maxUnavailable, declared);
    return { ...metadata, declared, keeps, labels };
  });
}

/** An autoscaler's minimum comes first: what it keeps is in no field of the workload. */
function declaredOf({ kind, metadata, spec, status }: Declared, autoscalers: readonly Declared[]): number {
  if (kind === 'DaemonSet') return status?.desiredNumberScheduled ?? 0;
  const scaler = autoscalers.find(
    ({ metadata: { namespace }, spec: { scaleTargetRef } }) =>
      namespace === metadata.namespace && scaleTargetRef?.kind === kind && scaleTargetRef.name === metadata.name,
  );
  return scaler?.spec.minReplicas ?? spec.replicas ?? 1;
}

/** Of a Deployment none, whatever it says itself: that is what is proved. The other kinds replace a pod where it was. */
function unavailableWhileRolling({ kind, spec: { updateStrategy } }: Declared, declared: number): number {
  if (kind === 'Deployment' || updateStrategy?.type === 'OnDelete') return 0;
  return amount(updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, declared);
}

function amount(given: Amount | undefined, of: number): number {
  return typeof given === 'string' ? Math.ceil((Number.parseInt(given, 10) / 100) * of) : (given ?? 0);
}

function isWithin(part: Readonly<Record<string, string>>, whole: Readonly<Record<string, string>>): boolean {
  return sortedEntries(part).every(([key, value]) => whole[key] === value);
}
