import { seconds, type Duration } from '../../core/units';

/** Seconds that a new pod must be ready before it counts as available. A pod that crashes on its first requests never does. */
export const minReadySeconds = 10;

/** Number of old ReplicaSets or ControllerRevisions that are kept for a rollback. */
export const revisionHistoryLimit = 5;

/** Time before a pod's own start, in seconds: the cluster autoscaler adds a node, and the node pulls the image. */
const schedulingTimeout = 300;

/** Returns the seconds after which a rollout without progress has failed: longer than the slowest start of a pod. */
export function progressDeadlineSeconds(startupTimeout: Duration): number {
  return minReadySeconds + Math.ceil(seconds(startupTimeout)) + schedulingTimeout;
}
