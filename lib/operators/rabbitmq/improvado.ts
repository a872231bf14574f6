import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { seconds } from '../../core/units';
import { tolerations } from '../../kubernetes/pod/pod-spec';
import type { ImprovadoOptions } from './backend';
import { type RabbitmqClusterProps, rabbitmqDefaults, type RabbitmqPolicy } from './props';
import { watermark } from './rabbitmq-conf';

/** Creates the Rabbitmq object, from which tekliner/rabbitmq-operator creates all others. */
export function createRabbitmq(scope: Construct, props: RabbitmqClusterProps, options: ImprovadoOptions): ApiObject {
  const { name, namespace, clusterDomain = 'cluster.local', image, memoryHighWatermark, placement } = props;
  const { policies = [], resources } = props;
  const { partitionHandling = rabbitmqDefaults.partitionHandling, vhost = rabbitmqDefaults.vhost } = props;
  const quantities = resources && { cpu: resources.cpu, memory: resources.memory };
  return new ApiObject(scope, 'Resource', {
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
      ...(memoryHighWatermark !== undefined && { memory_high_watermark: watermark(memoryHighWatermark, image) }),

      'k8s_host': `kubernetes.default.svc.${clusterDomain}`,
      'k8s_service_discovery': `svc.${clusterDomain}`,
      // A pod's address changes with every start; a member's identity is its host name.
      'k8s_addrtype': 'hostname',
      'k8s_serviceaccount': options.serviceAccount,

      // An unreachable member must remain a member. The operator only logs in any case; the key states it for readers.
      'cluster_formation.node_cleanup.only_log_warning': true,
      'cluster_node_cleanup_interval': seconds(options.nodeCleanupInterval ?? '10s'),
      // Current versions of Erlang do not contain the compiler.
      'hipe_compile': false,
      'loopback_users.guest': !(options.remoteGuest ?? false),
      'secret_service_account': options.credentialsSecret,
      ...(options.exporterPort !== undefined && { prometheus_exporter_port: options.exporterPort }),

      ...(quantities && { pod_requests: quantities, pod_limits: quantities }),
      ...(placement && { nodeSelector: placement.labels, tolerations: tolerations(placement.taints) }),
    },
  });
}

function improvadoPolicy(policy: RabbitmqPolicy, clusterVhost: string): Record<string, unknown> {
  const { applyTo = 'all', definition, name, pattern, priority = 0, vhost = clusterVhost } = policy;
  return { 'apply-to': applyTo, definition, name, pattern, priority, vhost };
}
