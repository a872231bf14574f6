import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { parse } from 'yaml';
import { talkExample } from '../../../../apps/examples/talk/talk';

const manifest = `
    apiVersion: rabbitmq.improvado.io/v1
    kind: Rabbitmq
    metadata: {name: dts-master-rabbitmq-ha, namespace: production}
    spec:
      cluster_formation.node_cleanup.only_log_warning: true
      cluster_node_cleanup_interval: 10
      cluster_partition_handling: autoheal
      default_vhost: dts
      hipe_compile: false
      image: {name: rabbitmq, tag: 3.7.14-alpine}
      k8s_addrtype: hostname
      k8s_host: kubernetes.default.svc.cluster.imp
      k8s_service_discovery: svc.cluster.imp
      k8s_serviceaccount: rabbitmq-instance
      loopback_users.guest: false
      memory_high_watermark: 256M
      policies:
        - {apply-to: all, definition: {ha-mode: exactly, ha-params: 3, ha-sync-mode: automatic}, name: ha-three, pattern: ".*", priority: 0, vhost: dts}
      prometheus_exporter_port: 9090
      replicas: 3
      secret_service_account: dts-master-rabbitmq-secret
      volume_size: 10Gi
`;

test('example of the talk: yields exactly the manifest of the talk', () => {
  const chart = talkExample();
  expect(chart.toJson()).toEqual([parse(manifest)]);
  expect(collectDiagnostics(chart)).toEqual([]);
});
