import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { seconds } from '../../core/units';
import { tolerations } from '../../kubernetes/pod/pod-spec';
import { watermark, type ImprovadoOptions, type RabbitmqClusterProps, type RabbitmqPolicy } from './settings';

/** The Rabbitmq object of tekliner/rabbitmq-operator, which makes everything else. */
export function improvadoCluster(scope: Construct, props: RabbitmqClusterProps, options: ImprovadoOptions): void {
  const { name, namespace, clusterDomain = 'cluster.local', image, memoryHighWatermark, placement } = props;
  const { partitionHandling = 'autoheal', policies = [], resources, vhost = '/' } = props;
  const given = resources && { cpu: resources.cpu, memory: resources.memory };
  new ApiObject(scope, 'Resource', {
    apiVersion: 'rabbitmq.improvado.io/v1',
    kind: 'Rabbitmq',
    metadata: { name, namespace },
    spec: {
      'replicas': props.replicas,
      'image': { name: image.repository, tag: image.tag },
      'volume_size': props.storage,
      'default_vhost': vhost,
      'cluster_partition_handling': partitionHandling,
      'policies': policies.map((policy) => improvadoPolicy(policy, vhost)),
      ...(memoryHighWatermark !== undefined && { memory_high_watermark: watermark(memoryHighWatermark) }),

      'k8s_host': `kubernetes.default.svc.${clusterDomain}`,
      'k8s_service_discovery': `svc.${clusterDomain}`,
      // Addresses change with every pod; a member's identity is its host name.
      'k8s_addrtype': 'hostname',
      'k8s_serviceaccount': options.serviceAccount,

      // A member that is away is not gone. The operator logs it in any case; the key says so to the reader.
      'cluster_formation.node_cleanup.only_log_warning': true,
      'cluster_node_cleanup_interval': seconds(options.nodeCleanupInterval ?? '10s'),
      // The compiler is gone from every Erlang of today.
      'hipe_compile': false,
      'loopback_users.guest': !(options.remoteGuest ?? false),
      'secret_service_account': options.credentialsSecret,
      ...(options.exporterPort !== undefined && { prometheus_exporter_port: options.exporterPort }),

      ...(given && { pod_requests: given, pod_limits: given }),
      ...(placement && { nodeSelector: placement.labels, tolerations: tolerations(placement.taints) }),
    },
  });
}

function improvadoPolicy(policy: RabbitmqPolicy, clusterVhost: string): Record<string, unknown> {
  const { applyTo = 'all', definition, name, pattern, priority = 0, vhost = clusterVhost } = policy;
  return { 'apply-to': applyTo, definition, name, pattern, priority, vhost };
}
