import type { Dashboard, DashboardPanel } from './dashboard';

/**
 * Returns the dashboard of the nodes, each by its name. It needs the metrics of `NodeExporter` and `KubeStateMetrics`.
 *
 * @see https://github.com/prometheus/node_exporter#collectors
 */
export function nodesDashboard(): Dashboard {
  return {
    id: 'nodes',
    title: 'Nodes',
    rows: [
      {
        title: 'Cluster',
        panels: [
          {
            title: 'Nodes',
            unit: 'count',
            queries: [
              { expression: 'sum(kube_node_status_condition{condition="Ready",status="true"})', legend: 'ready' },
              { expression: 'count(kube_node_info)', legend: 'registered' },
              { expression: 'sum(kube_node_spec_unschedulable)', legend: 'cordoned' },
            ],
          },
          byNode(
            'Pods, as a part of the maximum',
            'count by (node) (kube_pod_info{node!=""}) / on (node) kube_node_status_allocatable{resource="pods"}',
            '{{node}}',
          ),
        ],
      },
      {
        title: 'Machines',
        panels: [
          byNode('CPU in use', '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))'),
          byNode('Memory in use', '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes'),
          byNode(
            'File systems in use',
            '1 - node_filesystem_avail_bytes{fstype!="tmpfs"} / node_filesystem_size_bytes{fstype!="tmpfs"}',
            '{{instance}} {{mountpoint}}',
          ),
          byNode('Disks that are busy', 'rate(node_disk_io_time_seconds_total[5m])', '{{instance}} {{device}}'),
        ],
      },
    ],
  };
}

function byNode(title: string, expression: string, legend = '{{instance}}'): DashboardPanel {
  return { title, unit: 'fraction', queries: [{ expression, legend }] };
}
