import type { k8s } from 'cdk8s-plus-27';
import type { PodLabels } from '../../core/contract';

/**
 * Returns the spread of pods over zones and over nodes. Both are preferred: the scheduler balances pods while all zones have
 * room, and uses the room of the others when one has none. A required spread over zones leaves pods pending while other zones
 * have room, as soon as one zone is full, and a release never ends. `matchLabelKeys` spreads each ReplicaSet on its own;
 * otherwise old pods count during a rollout and leave the new ones uneven. `nodeTaintsPolicy: Honor` counts no node that the
 * pods do not tolerate.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export function topologySpread(pods: PodLabels): k8s.TopologySpreadConstraint[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    labelSelector: { matchLabels: pods },
    matchLabelKeys: ['pod-template-hash'],
    nodeTaintsPolicy: 'Honor',
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
  }));
}
