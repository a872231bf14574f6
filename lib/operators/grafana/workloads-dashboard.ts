import { type Dashboard, dashboardId, type DashboardPanel } from './dashboard';

/**
 * Returns the dashboard of the workloads in a namespace: their pods, and what these use of their requests, limits and quota. It
 * needs the metrics of `KubeStateMetrics` and of the kubelets.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
 */
export function workloadsDashboard({ namespace }: { readonly namespace: string }): Dashboard {
  const all = `namespace="${namespace}"`;
  const running = `${all},container!=""`;
  const byPod = (expression: string) => `sum by (pod) (${expression})`;
  return {
    id: dashboardId('workloads', namespace),
    title: `Workloads ${namespace}`,
    rows: [
      {
        title: 'Pods',
        panels: [
          fraction(
            'Available pods, as a part of those wanted',
            `kube_deployment_status_replicas_available{${all}} / (kube_deployment_spec_replicas{${all}} > 0)`,
            '{{deployment}}',
          ),
          fraction(
            'Wanted pods, as a part of the maximum of the autoscaler',
            `kube_horizontalpodautoscaler_status_desired_replicas{${all}} / kube_horizontalpodautoscaler_spec_max_replicas{${all}}`,
            '{{horizontalpodautoscaler}}',
            'At 1, more load gets no more pods.',
          ),
          {
            title: 'Restarts in an hour',
            unit: 'count',
            queries: [
              {
                expression: `sum by (pod, container) (increase(kube_pod_container_status_restarts_total{${all}}[1h])) > 0`,
                legend: '{{pod}} {{container}}',
              },
            ],
          },
          {
            title: 'Pods that wait for a node or an image',
            unit: 'count',
            queries: [{ expression: `sum(kube_pod_status_phase{${all},phase="Pending"})`, legend: 'pending' }],
          },
        ],
      },
      {
        title: 'Resources',
        panels: [
          fraction(
            'CPU, as a part of the requests',
            `${byPod(`rate(container_cpu_usage_seconds_total{${running}}[5m])`)} / ${byPod(`kube_pod_container_resource_requests{${all},resource="cpu"}`)}`,
            '{{pod}}',
            'Autoscalers keep the average near their target. Above 1, a pod uses what others may need.',
          ),
          fraction(
            'Memory, as a part of the limits',
            `${byPod(`container_memory_working_set_bytes{${running}}`)} / ${byPod(`kube_pod_container_resource_limits{${all},resource="memory"}`)}`,
            '{{pod}}',
            'At 1, the kernel ends the container.',
          ),
          fraction(
            'Quota in use',
            `kube_resourcequota{${all},type="used"} / ignoring(type) (kube_resourcequota{${all},type="hard"} > 0)`,
            '{{resource}}',
          ),
          fraction(
            'Volumes in use',
            `1 - kubelet_volume_stats_available_bytes{${all}} / kubelet_volume_stats_capacity_bytes{${all}}`,
            '{{persistentvolumeclaim}}',
          ),
        ],
      },
    ],
  };
}

function fraction(title: string, expression: string, legend: string, description?: string): DashboardPanel {
  return {
    title,
    unit: 'fraction',
    queries: [{ expression, legend }],
    ...(description !== undefined && { description }),
  };
}
