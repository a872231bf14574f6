import type { k8s } from 'cdk8s-plus-27';
import type { PodLabels } from '../../core/contract';

/**
 * Returns the spread of pods: required across zones, preferred across nodes. `matchLabelKeys` spreads each ReplicaSet on its
 * own; otherwise old pods count during a rollout and leave the new ones uneven. `nodeTaintsPolicy: Honor` excludes a tainted
 * zone; otherwise the pods that it lost would remain pending.
 */
export function topologySpread(pods: PodLabels): k8s.TopologySpreadConstraint[] {
  const common = {
    maxSkew: 1,
    labelSelector: { matchLabels: pods },
    matchLabelKeys: ['pod-template-hash'],
    nodeTaintsPolicy: 'Honor',
  };
  return [
    { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
    { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
}
