import type { Alert, RuleGroup } from './alert';
import { maxBy } from './alert';

/** Returns the alerts about limits of workloads: autoscalers, budgets, quotas and volumes. */
export function capacityAlerts(): RuleGroup[] {
  return [
    { name: 'limits', rules: limitAlerts },
    { name: 'volumes', rules: volumeAlerts },
  ];
}

const autoscaler = 'namespace, horizontalpodautoscaler';
const budget = 'namespace, poddisruptionbudget';
const quota = 'namespace, resourcequota, resource';

const limitAlerts: readonly Alert[] = [
  {
    alert: 'AutoscalerAtMaximum',
    expr:
      `${maxBy(autoscaler, 'kube_horizontalpodautoscaler_status_current_replicas')} >= ${maxBy(autoscaler, 'kube_horizontalpodautoscaler_spec_max_replicas')} ` +
      // One with a fixed number of pods is always at its maximum.
      `and on (${autoscaler}) ${maxBy(autoscaler, 'kube_horizontalpodautoscaler_spec_max_replicas')} > ${maxBy(autoscaler, 'kube_horizontalpodautoscaler_spec_min_replicas')}`,
    for: '15m',
    severity: 'warning',
    summary:
      'Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has its maximum of {{ $value }} pods',
    description: 'More load gets no more pods.',
  },
  {
    alert: 'AutoscalerWithoutMetrics',
    expr: `${maxBy(autoscaler, 'kube_horizontalpodautoscaler_status_condition{condition="ScalingActive",status="false"}')} == 1`,
    for: '10m',
    severity: 'warning',
    summary: 'Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} reads no metrics',
    description: 'The number of pods does not follow the load.',
  },
  {
    alert: 'BudgetBlocksEviction',
    expr:
      `${maxBy(budget, 'kube_poddisruptionbudget_status_pod_disruptions_allowed')} == 0 ` +
      `and on (${budget}) ${maxBy(budget, 'kube_poddisruptionbudget_status_expected_pods')} > 0`,
    for: '1h',
    severity: 'warning',
    summary:
      'PodDisruptionBudget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} has permitted no eviction for an hour',
    description: 'The drain of a node with one of its pods waits until its timeout, and then the pods are killed.',
  },
  {
    alert: 'QuotaRejectsPods',
    // A quota is exactly what all objects use at their maximum, so one that is full is an error only if pods are missing.
    expr:
      `${maxBy(quota, 'kube_resourcequota{type="used"}')} / (${maxBy(quota, 'kube_resourcequota{type="hard"}')} > 0) >= 0.9 ` +
      `and on (namespace) (${missingPods()})`,
    for: '5m',
    severity: 'warning',
    summary:
      'ResourceQuota {{ $labels.namespace }}/{{ $labels.resourcequota }} has {{ $value | humanizePercentage }} of {{ $labels.resource }} in use, and pods are missing',
    description: 'The API server rejects pods of the namespace.',
  },
];

/** Returns an expression of the namespaces in which the pods of a workload are not even created. */
function missingPods(): string {
  const rejected = maxBy('namespace', 'kube_deployment_status_condition{condition="ReplicaFailure",status="true"}');
  const sets = `max by (namespace) (kube_statefulset_replicas - kube_statefulset_status_replicas)`;
  const agents =
    'max by (namespace) (kube_daemonset_status_desired_number_scheduled - kube_daemonset_status_current_number_scheduled)';
  return `${rejected} == 1 or ${sets} > 0 or ${agents} > 0`;
}

const claim = 'namespace, persistentvolumeclaim';
const available = maxBy(claim, 'kubelet_volume_stats_available_bytes');
const capacity = maxBy(claim, 'kubelet_volume_stats_capacity_bytes');

/** A volume that nobody writes to is full by design. */
const readOnly = maxBy(claim, 'kube_persistentvolumeclaim_access_mode{access_mode="ReadOnlyMany"}');
const left = `${available} / ${capacity} unless on (${claim}) ${readOnly} == 1`;

const volumeAlerts: readonly Alert[] = [
  {
    alert: 'VolumeNearlyFull',
    expr: `(${left}) < 0.15`,
    for: '10m',
    severity: 'warning',
    summary:
      'The volume of claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
    description: 'Raise its size, or delete data.',
  },
  {
    alert: 'VolumeFull',
    expr: `(${left}) < 0.03`,
    for: '1m',
    severity: 'critical',
    summary:
      'The volume of claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
    description: 'Programs that write to it are about to fail.',
  },
  {
    alert: 'VolumeFullSoon',
    expr:
      `${maxBy(claim, 'predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400)')} < 0 ` +
      // A new volume fills fast at first.
      `and on (${claim}) ${available} / ${capacity} < 0.4`,
    for: '1h',
    severity: 'warning',
    summary: 'The volume of claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is full in four days',
    description: 'It fills at the rate of the last six hours.',
  },
  {
    alert: 'VolumeWithoutInodes',
    expr: `${maxBy(claim, 'kubelet_volume_stats_inodes_free')} / (${maxBy(claim, 'kubelet_volume_stats_inodes')} > 0) < 0.05`,
    for: '10m',
    severity: 'warning',
    summary:
      'The volume of claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its inodes left',
    description: 'No file can be created without one, although bytes are free.',
  },
];
