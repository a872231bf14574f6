import { podLabels } from '../lib/core/contract';
import { isMatchingLabels } from './support/manifests';
import { rulesOf, subjects } from './support/alerts/rules';
import { allOutputs } from './support/platforms';
import type { Json } from './support/terraform';

// Properties of the monitoring of every environment, which `npm run accept` cannot change.

/** Alerts without metrics in an environment, by the reason. */
const absentAlerts: Readonly<Record<string, readonly string[]>> = {
  'the control plane is a prerequisite, and need not open the metrics of its parts': [
    'ControllerManagerDown',
    'EtcdDatabaseNearlyFull',
    'EtcdLeaderChanges',
    'EtcdMemberLost',
    'EtcdNoLeader',
    'EtcdSlowCommit',
    'EtcdSlowFsync',
    'SchedulerDown',
  ],
};

/** Monitors by the beginning of the names of their metrics. `recorded` belongs to rules. */
const monitorsByMetric: Readonly<Record<string, readonly string[]>> = {
  alertmanager_: ['PodMonitor alertmanager-platform'],
  apiserver_: ['ServiceMonitor apiserver'],
  controller_runtime_: ['PodMonitor elastic-operator', 'PodMonitor rabbitmq-cluster-operator'],
  coredns_: ['ServiceMonitor coredns'],
  elasticsearch_: ['PodMonitor elasticsearch-exporter'],
  http_requests_: ['PodMonitor api'],
  kube_: ['PodMonitor kube-state-metrics'],
  kubelet_: ['ScrapeConfig kubelet'],
  node_: ['PodMonitor node-exporter'],
  prometheus_operator_: ['PodMonitor prometheus-operator'],
  rabbitmq_: ['PodMonitor dts-master-rabbitmq-ha'],
};

describe.each(allOutputs)('%s', (_title, output) => {
  const policies = output.objects('NetworkPolicy');
  const podMonitors = output.objects('PodMonitor');
  const rules: Json[] = output
    .objects('PrometheusRule')
    .flatMap(({ spec }) => spec.groups)
    .flatMap((group: Json) => group.rules);

  test('alerts: are all of the library, except those without metrics', () => {
    const known = [...new Set(subjects.flatMap(rulesOf).flatMap(({ alert }) => alert ?? []))];
    const absent = Object.values(absentAlerts).flat();
    // An exception of an alert that does not exist excuses nothing.
    expect(absent.filter((alert) => !known.includes(alert))).toEqual([]);
    const found = new Set(rules.flatMap(({ alert }) => alert ?? []));
    const single =
      output.environment.rabbitmq.replicas === 1 ? ['RabbitmqMembersMissing', 'RabbitmqSeparateClusters'] : [];
    expect(known.filter((alert) => !found.has(alert)).sort()).toEqual([...absent, ...single].sort());
  });

  test('metrics of alerts: have their monitors', () => {
    const text = rules.map(({ expr }) => expr).join('\n');
    for (const [prefix, monitors] of Object.entries(monitorsByMetric)) {
      expect([prefix, new RegExp(`\\b${prefix}`).test(text)]).toEqual([prefix, true]);
      for (const monitor of monitors) {
        const [kind = '', name = ''] = monitor.split(' ');
        expect(output.object(kind, name).metadata.labels).toMatchObject({ prometheus: 'platform' });
      }
    }
  });

  test('alerts of operators: are about pods whose metrics have the job of the alert', () => {
    const ofOtherNamespaces = podMonitors.filter(({ spec }) => spec.namespaceSelector !== undefined);
    const jobs = ofOtherNamespaces.flatMap(({ spec }) =>
      spec.podMetricsEndpoints.flatMap(({ relabelings = [] }: Json) =>
        relabelings
          .filter(({ targetLabel }: Json) => targetLabel === 'job')
          .map(({ replacement }: Json) => `${replacement} ${spec.namespaceSelector.matchNames.join()}`),
      ),
    );
    const alerts = rules
      .filter(({ alert }) => alert === 'OperatorDown')
      .map(({ labels }) => `${labels.operator} ${labels.namespace}`);
    expect(alerts.sort()).toEqual(jobs.sort());
    expect(alerts.length).toBe(3);
  });

  test('PodMonitor: Prometheus may connect to its pods, by the NetworkPolicies of both sides', () => {
    const prometheus = { 'app.kubernetes.io/instance': 'platform', 'app.kubernetes.io/name': 'prometheus' };
    const egress = policies
      .filter(({ spec }) => isMatchingLabels(spec.podSelector, prometheus))
      .flatMap(({ spec }) => (spec.egress ?? []) as Json[]);
    expect(podMonitors.length).toBeGreaterThan(7);
    for (const { metadata, spec } of podMonitors) {
      const [namespace = metadata.namespace] = spec.namespaceSelector?.matchNames ?? [];
      // The monitor of a service selects its variants too.
      const [name = ''] = spec.selector.matchExpressions?.[0].values ?? [];
      const pods = spec.selector.matchLabels ?? podLabels(name);
      const to = egress.filter(({ to: peers = [] }) =>
        peers.some((peer: Json) => isPeer(peer, pods, namespace, metadata.namespace)),
      );
      const from = policies
        .filter((policy) => policy.metadata.namespace === namespace && isMatchingLabels(policy.spec.podSelector, pods))
        .flatMap((policy) => (policy.spec.ingress ?? []) as Json[])
        .filter(({ from: peers = [] }) =>
          peers.some((peer: Json) => isPeer(peer, prometheus, 'monitoring', namespace)),
        );
      const ports = (each: Json[]) => each.flatMap((rule) => rule.ports.map(({ port }: Json) => port));
      const shared = ports(to).filter((port) => ports(from).includes(port));
      expect([metadata.name, shared.length > 0]).toEqual([metadata.name, true]);
    }
  });
});

/** True if a peer of a NetworkPolicy is the pods of a namespace. */
function isPeer(peer: Json, pods: Readonly<Record<string, string>>, namespace: string, own: string): boolean {
  const [of = own] = Object.values(peer.namespaceSelector?.matchLabels ?? {});
  return peer.podSelector !== undefined && of === namespace && isMatchingLabels(peer.podSelector, pods);
}
