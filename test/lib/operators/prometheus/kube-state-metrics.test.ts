import { object } from '../../../support/manifests';
import { kubeStateMetrics } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

describe('KubeStateMetrics', () => {
  test('ClusterRole: reads the listed resources and nothing else', () => {
    const chart = chartWith((scope) => kubeStateMetrics(scope, { stateResources: ['pods', 'jobs', 'nodes', 'jobs'] }));
    expect(object(chart, 'ClusterRole').rules).toEqual([
      { apiGroups: [''], resources: ['nodes', 'pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['batch'], resources: ['jobs'], verbs: ['list', 'watch'] },
    ]);
  });

  test('ClusterRole: has no Secrets by default', () => {
    const { rules } = object(
      chartWith((scope) => kubeStateMetrics(scope)),
      'ClusterRole',
    );
    expect(JSON.stringify(rules)).not.toContain('secrets');
  });

  test('PodMonitor: keeps the labels of the described objects', () => {
    const { metadata, spec } = object(
      chartWith((scope) => kubeStateMetrics(scope)),
      'PodMonitor',
    );
    expect(metadata.labels).toMatchObject({ prometheus: 'platform' });
    expect(spec.podMetricsEndpoints).toMatchObject([{ honorLabels: true, port: 'metrics' }, { port: 'telemetry' }]);
  });
});
