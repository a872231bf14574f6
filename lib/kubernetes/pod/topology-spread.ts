import { type k8s } from 'cdk8s-plus-27';
import type { PodLabels } from '../../core/contract';

/**
 * Evenly over zones as a must, over nodes as a wish. Each variant is spread on its own (`matchLabelKeys`): else old pods
 * count, and when they are gone the new ones are left uneven. A tainted zone does not count (`Honor`): else the pods
 * that it lost would wait for it.
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
