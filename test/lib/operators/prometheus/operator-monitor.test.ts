import { ControlPlaneAlerts } from '../../../../lib/operators/prometheus/rules/cluster-alerts';
import { ServerMonitors } from '../../../../lib/operators/prometheus/server-monitors';
import { clusterOperatorEndpoint, clusterOperatorReleases } from '../../../../lib/operators/rabbitmq/releases';
import { controlPlaneAlerts, operatorAlerts, type RuleFile, runbooks } from '../../../support/alerts/rules';
import { object, objects } from '../../../support/manifests';
import { operatorMonitor } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const alertsOf = (create: Parameters<typeof chartWith>[0]) =>
  (object(chartWith(create), 'PrometheusRule').spec as RuleFile).groups.flatMap(({ rules }) =>
    rules.map(({ alert }) => alert),
  );

describe('OperatorMonitor', () => {
  test('PodMonitor: selects the pods of another namespace, whose job is the name of the operator', () => {
    const { metadata, spec } = object(chartWith(operatorMonitor), 'PodMonitor');
    expect(metadata).toMatchObject({ labels: { prometheus: 'platform' }, namespace: 'monitoring' });
    expect(spec).toEqual({
      namespaceSelector: { matchNames: ['elastic-system'] },
      podMetricsEndpoints: [
        { interval: '30s', port: 'metrics', relabelings: [{ replacement: 'elastic-operator', targetLabel: 'job' }] },
      ],
      selector: { matchLabels: { 'app.kubernetes.io/name': 'elastic-operator' } },
    });
  });

  test('Prometheus operator: has the job of its alerts', () => {
    const chart = chartWith(
      (scope) =>
        new ServerMonitors(scope, 'monitors', { labels: { a: 'b' }, name: 'platform', namespace: 'monitoring' }),
    );
    const monitor = objects(chart, 'PodMonitor').find(({ metadata }) => metadata.name === 'prometheus-operator');
    expect(monitor?.spec.podMetricsEndpoints[0].relabelings).toEqual([
      { replacement: 'prometheus-operator', targetLabel: 'job' },
    ]);
  });

  test('endpoint of the cluster operator: is that of each release', () => {
    const workloads = Object.values(clusterOperatorReleases).map((release) => release.workloads);
    expect(workloads.length).toBeGreaterThan(0);
    for (const { 'rabbitmq-cluster-operator': operator } of workloads) {
      expect(clusterOperatorEndpoint).toMatchObject({
        peer: { pods: operator.podLabels },
        ports: [operator.metricsPort],
      });
    }
  });
});

describe('OperatorAlerts', () => {
  test('controllerRuntime: false leaves out the alerts by its metrics', () => {
    expect(alertsOf(operatorAlerts)).toEqual(['OperatorDown', 'OperatorRestarts', 'OperatorFails', 'OperatorHangs']);
    expect(alertsOf((scope) => operatorAlerts(scope, { controllerRuntime: false }))).toEqual([
      'OperatorDown',
      'OperatorRestarts',
    ]);
  });
});

describe('ControlPlaneAlerts', () => {
  test('etcdMembers: without it there is no alert about etcd, controller managers and schedulers', () => {
    const all = alertsOf(controlPlaneAlerts);
    const some = alertsOf(
      (scope) =>
        new ControlPlaneAlerts(scope, 'alerts', { labels: { a: 'b' }, name: 'a', namespace: 'monitoring', runbooks }),
    );
    expect(some).toEqual(expect.arrayContaining(['ApiServerDown', 'DnsDown', 'KubeletDown']));
    const left = all.filter((alert) => !some.includes(alert));
    expect(left.filter((alert) => !/^(?:Etcd|ControllerManager|Scheduler)/.test(alert ?? ''))).toEqual([]);
    expect(left.length).toBe(8);
  });
});
