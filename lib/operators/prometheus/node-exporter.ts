import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { forwardSources } from '../../core/diagnostics';
import { podLabels } from '../../core/contract';
import { recommendedLabels } from '../../kubernetes/pod/labels';
import { DaemonService } from '../../kubernetes/workloads/daemon-service';
import type { NodeExporterProps } from './exporter-props';

/** Port of the metrics. */
const port = 9100;

const defaultResources = { cpu: '100m', memory: '128Mi' } as const;

/** Collectors whose files show the network of the program: in that of a pod, their metrics are those of the pod. */
const networkCollectors = ['arp', 'conntrack', 'netdev', 'netstat', 'sockstat', 'udp_queues'] as const;

/**
 * node-exporter v1.9 on every node: CPU, memory, disks and file systems of the nodes as metrics. It reads the files of the node without
 * being root, so its namespace is one of node agents. It does not need the node's processes, and its network only for metrics of the
 * network. Wave `workloads`.
 *
 * @example
 * new NodeExporter(scope, 'node', {
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/node-exporter' },
 *   labels: { prometheus: 'platform' },
 *   name: 'node-exporter',
 *   namespace: 'node-agents',
 *   scrapers: [prometheusEndpoint('platform', 'monitoring')],
 * });
 */
export class NodeExporter extends Construct {
  /** Endpoint of the pods, for `targets` of a Prometheus. */
  readonly endpoint: Endpoint;
  /** DaemonSet of the pods, for `patch`. */
  readonly daemonSet: ApiObject;

  constructor(scope: Construct, id: string, props: NodeExporterProps) {
    super(scope, id);
    const { hostNetwork = false, image, name, namespace, placement, priorityClass, scrapers } = props;
    const agents = new DaemonService(this, 'Agents', {
      allowedFrom: scrapers,
      args: exporterArguments(hostNetwork),
      host: {
        ...(hostNetwork && { hostNetwork }),
        paths: {
          '/host/proc': { path: '/proc' },
          '/host/root': { mountPropagation: 'HostToContainer', path: '/' },
          '/host/sys': { path: '/sys' },
        },
        reason: 'reads the state of the kernel and of the file systems of the node',
      },
      image,
      name,
      namespace,
      ports: { metrics: port },
      resources: props.resources ?? defaultResources,
      ...(placement && { placement }),
      ...(priorityClass !== undefined && { priorityClass }),
    });
    forwardSources(this, agents, {
      allowedFrom: 'scrapers',
      image: 'image',
      name: 'name',
      namespace: 'namespace',
      placement: 'placement',
      priorityClass: 'priorityClass',
      resources: 'resources',
    });
    createPodMonitor(this, props);
    this.daemonSet = agents.daemonSet;
    this.endpoint = agents.endpoint;
  }
}

function exporterArguments(hostNetwork: boolean): string[] {
  return [
    '--path.procfs=/host/proc',
    '--path.rootfs=/host/root',
    '--path.sysfs=/host/sys',
    `--web.listen-address=:${port}`,
    // A pod's file systems are those of its node, and one series for each of them would end with every pod.
    '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/credentials/.+|run/k3s/containerd/.+|var/lib/(docker|containerd|containers/storage|kubelet)/.+)($|/)',
    ...(hostNetwork ? [] : networkCollectors.map((collector) => `--no-collector.${collector}`)),
  ];
}

/** Creates the PodMonitor, whose metrics have the name of their node as `instance`. */
function createPodMonitor(scope: Construct, { labels, name, namespace }: NodeExporterProps): void {
  new ApiObject(scope, 'PodMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: {
      name,
      namespace,
      labels: { ...recommendedLabels({ component: 'agent', name, partOf: namespace }), ...labels },
    },
    spec: {
      jobLabel: 'app.kubernetes.io/name',
      podMetricsEndpoints: [
        {
          interval: '30s',
          port: 'metrics',
          relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'instance' }],
        },
      ],
      selector: { matchLabels: podLabels(name) },
    },
  });
}
