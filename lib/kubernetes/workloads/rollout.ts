import { seconds, type Duration } from '../../core/units';

/** Seconds that a new pod must be ready before it counts as available. A pod that crashes on its first requests never does. */
export const minReadySeconds = 10;

/** Number of old ReplicaSets or ControllerRevisions that are kept for a rollback. */
export const revisionHistoryLimit = 5;

/** Time until a node that the cluster autoscaler adds is Ready, in seconds: the limit of the launching hook of a node group. */
const nodeLaunchTimeout = 900;

/** Time to pull the image, in seconds. */
const pullTimeout = 60;

/**
 * Returns the seconds after which a rollout without progress has failed: longer than the slowest start of a pod, which waits
 * for a new node, or until a pod of the old release has ended.
 */
export function progressDeadlineSeconds(startupTimeout: Duration, gracePeriod: number): number {
  const start = pullTimeout + Math.ceil(seconds(startupTimeout)) + minReadySeconds;
  return Math.max(nodeLaunchTimeout, gracePeriod) + start;
}

/** Values of a rollout that decide how many pods end at the same time. */
interface Rollout {
  /** Number of pods of the Deployment. */
  readonly pods: number;
  /** Number of pods that are started in addition. */
  readonly surge: number;
  /** Seconds for which a pod may end. */
  readonly grace: number;
  /** Seconds after which the next pods are replaced, at least. */
  readonly interval: number;
}

/**
 * Returns the maximum number of pods that end at the same time: a Deployment replaces further pods as soon as new ones are ready, and
 * does not wait until old ones have ended.
 */
export function terminatingPods({ grace, interval, pods, surge }: Rollout): number {
  return Math.min(pods, Math.ceil(grace / Math.max(interval, 1)) * Math.max(surge, 1));
}
