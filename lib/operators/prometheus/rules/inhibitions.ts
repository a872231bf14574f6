import type { AlertInhibition } from '../alertmanager-props';

/** Alerts that say more than others about the same object, which the labels identify. */
interface Stronger {
  readonly alerts: readonly string[];
  readonly inhibit: readonly string[];
  readonly equal: readonly string[];
}

const stronger: readonly Stronger[] = [
  {
    alerts: ['DeploymentUnavailable'],
    inhibit: ['DeploymentReplicasMissing', 'DeploymentRolloutStuck'],
    equal: ['namespace', 'deployment'],
  },
  {
    alerts: ['StatefulSetUnavailable'],
    inhibit: ['StatefulSetReplicasMissing', 'StatefulSetRolloutStuck'],
    equal: ['namespace', 'statefulset'],
  },
  {
    alerts: ['VolumeFull'],
    inhibit: ['RabbitmqVolumeFull', 'VolumeFullSoon', 'VolumeNearlyFull'],
    equal: ['namespace', 'persistentvolumeclaim'],
  },
  {
    alerts: ['NodeFileSystemFull'],
    inhibit: ['NodeFileSystemFullSoon'],
    equal: ['instance', 'mountpoint'],
  },
  {
    alerts: ['ElasticsearchDown', 'ElasticsearchRed'],
    inhibit: ['ElasticsearchMemberLost', 'ElasticsearchYellow'],
    equal: ['cluster'],
  },
  {
    alerts: ['ElasticsearchDiskFull'],
    inhibit: ['ElasticsearchDiskNearlyFull'],
    equal: ['cluster', 'name'],
  },
  {
    alerts: ['ErrorBudgetBurnsFast'],
    inhibit: ['ErrorBudgetBurnsSlowly'],
    equal: ['service'],
  },
];

/**
 * Inhibitions among the alerts of this library. Each names its alerts: a warning and the critical alert about the same object have two
 * names, and their labels `equal` would be missing in other alerts, where a missing label equals a missing one.
 */
export const defaultInhibitions: readonly AlertInhibition[] = stronger.map(({ alerts, equal, inhibit }) => ({
  source: [{ label: 'alertname', operator: '=~', value: alerts.join('|') }],
  target: [{ label: 'alertname', operator: '=~', value: inhibit.join('|') }],
  equal,
}));
