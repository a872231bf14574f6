import { always, type AlertCase, then } from './case';

const autoscaler = { namespace: 'shop', horizontalpodautoscaler: 'api' };
const hpa = (metric: string, more = '') =>
  `kube_horizontalpodautoscaler_${metric}{namespace="shop",horizontalpodautoscaler="api"${more}}`;
const pdb = (metric: string) => `kube_poddisruptionbudget_status_${metric}{namespace="shop",poddisruptionbudget="api"}`;
const quota = (type: string) =>
  `kube_resourcequota{namespace="shop",resourcequota="namespace-quota",resource="limits.memory",type="${type}"}`;
const rejected =
  'kube_deployment_status_condition{namespace="shop",deployment="api",condition="ReplicaFailure",status="true"}';
const set = (metric: string) => `kube_statefulset_${metric}{namespace="shop",statefulset="broker"}`;
const agents = (count: string) =>
  `kube_daemonset_status_${count}_number_scheduled{namespace="shop",daemonset="filebeat"}`;
const ofQuota = { namespace: 'shop', resource: 'limits.memory', resourcequota: 'namespace-quota' };

const limitCases: readonly AlertCase[] = [
  {
    alert: 'AutoscalerAtMaximum',
    series: {
      [hpa('status_current_replicas')]: then(3, 5, 12),
      [hpa('spec_max_replicas')]: always(12),
      [hpa('spec_min_replicas')]: always(3),
    },
    firesAt: '20m',
    labels: autoscaler,
    quiet: [
      {
        [hpa('status_current_replicas')]: always(11),
        [hpa('spec_max_replicas')]: always(12),
        [hpa('spec_min_replicas')]: always(3),
      },
      {
        [hpa('status_current_replicas')]: always(3),
        [hpa('spec_max_replicas')]: always(3),
        [hpa('spec_min_replicas')]: always(3),
      },
    ],
  },
  {
    alert: 'AutoscalerWithoutMetrics',
    series: { [hpa('status_condition', ',condition="ScalingActive",status="false"')]: always(1) },
    firesAt: '10m',
    labels: autoscaler,
    quiet: [{ [hpa('status_condition', ',condition="ScalingActive",status="false"')]: always(0) }],
  },
  {
    alert: 'BudgetBlocksEviction',
    series: { [pdb('pod_disruptions_allowed')]: always(0), [pdb('expected_pods')]: always(3) },
    firesAt: '1h',
    labels: { namespace: 'shop', poddisruptionbudget: 'api' },
    quiet: [
      { [pdb('pod_disruptions_allowed')]: always(1), [pdb('expected_pods')]: always(3) },
      { [pdb('pod_disruptions_allowed')]: always(0), [pdb('expected_pods')]: always(0) },
      // The rollout of half an hour.
      { [pdb('pod_disruptions_allowed')]: `0x30 ${always(1)}`, [pdb('expected_pods')]: always(3) },
    ],
  },
  {
    alert: 'QuotaRejectsPods',
    series: { [quota('used')]: always(95), [quota('hard')]: always(100), [rejected]: then(0, 5, 1) },
    firesAt: '10m',
    labels: ofQuota,
    quiet: [
      // A quota of exactly its objects.
      { [quota('used')]: always(100), [quota('hard')]: always(100), [rejected]: always(0) },
      { [quota('used')]: always(50), [quota('hard')]: always(100), [rejected]: always(1) },
      { [quota('used')]: always(0), [quota('hard')]: always(0), [rejected]: always(1) },
    ],
  },
  {
    alert: 'QuotaRejectsPods',
    series: {
      [quota('used')]: always(95),
      [quota('hard')]: always(100),
      [set('replicas')]: always(3),
      [set('status_replicas')]: always(2),
    },
    firesAt: '5m',
    labels: ofQuota,
    quiet: [
      {
        [quota('used')]: always(100),
        [quota('hard')]: always(100),
        [set('replicas')]: always(3),
        [set('status_replicas')]: always(3),
      },
    ],
  },
  {
    alert: 'QuotaRejectsPods',
    series: {
      [quota('used')]: always(95),
      [quota('hard')]: always(100),
      [agents('desired')]: always(6),
      [agents('current')]: always(5),
    },
    firesAt: '5m',
    labels: ofQuota,
    quiet: [
      {
        [quota('used')]: always(100),
        [quota('hard')]: always(100),
        [agents('desired')]: always(6),
        [agents('current')]: always(6),
      },
    ],
  },
];

const claim = { namespace: 'shop', persistentvolumeclaim: 'data-broker-0' };
const readOnlyClaim =
  'kube_persistentvolumeclaim_access_mode{namespace="shop",persistentvolumeclaim="data-broker-0",access_mode="ReadOnlyMany"}';
const stats = (metric: string) =>
  `kubelet_volume_stats_${metric}{namespace="shop",persistentvolumeclaim="data-broker-0",node="node-1"}`;

const volumeCases: readonly AlertCase[] = [
  {
    alert: 'VolumeNearlyFull',
    series: { [stats('available_bytes')]: then(20, 5, 14), [stats('capacity_bytes')]: always(100) },
    firesAt: '15m',
    labels: claim,
    quiet: [{ [stats('available_bytes')]: always(15), [stats('capacity_bytes')]: always(100) }],
  },
  {
    alert: 'VolumeFull',
    series: { [stats('available_bytes')]: then(20, 5, 2), [stats('capacity_bytes')]: always(100) },
    firesAt: '6m',
    labels: claim,
    quiet: [
      { [stats('available_bytes')]: always(3), [stats('capacity_bytes')]: always(100) },
      {
        [stats('available_bytes')]: always(0),
        [stats('capacity_bytes')]: always(100),
        [readOnlyClaim]: always(1),
      },
    ],
  },
  {
    alert: 'VolumeFullSoon',
    // 39 percent, of which 10 percent are used within a day.
    series: { [stats('available_bytes')]: '3900-0.7x1440', [stats('capacity_bytes')]: always(10_000) },
    firesAt: '61m',
    labels: claim,
    quiet: [
      { [stats('available_bytes')]: '3900-0.3x1440', [stats('capacity_bytes')]: always(10_000) },
      { [stats('available_bytes')]: '9000-2x1440', [stats('capacity_bytes')]: always(10_000) },
    ],
  },
  {
    alert: 'VolumeWithoutInodes',
    series: { [stats('inodes_free')]: then(50, 5, 4), [stats('inodes')]: always(100) },
    firesAt: '15m',
    labels: claim,
    quiet: [
      { [stats('inodes_free')]: always(5), [stats('inodes')]: always(100) },
      // File systems without a fixed number of inodes.
      { [stats('inodes_free')]: always(0), [stats('inodes')]: always(0) },
    ],
  },
];

export const capacityCases: readonly AlertCase[] = [...limitCases, ...volumeCases];
