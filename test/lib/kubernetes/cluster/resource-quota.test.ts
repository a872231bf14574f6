import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { ResourceQuota } from '../../../../lib/kubernetes/cluster/resource-quota';
import { object, testChart } from '../../../support/manifests';
import { worker } from '../../../support/workload-samples';

describe('resource quota', () => {
  test('ResourceQuota: is the usage of all objects, including later ones', () => {
    const chart = testChart();
    new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 7 });
    worker(chart, {
      drainTimeout: '10m',
      resources: { cpu: '250m', memory: '512Mi', ephemeralStorage: '1Gi' },
    });
    expect(object(chart, 'ResourceQuota')).toMatchObject({
      metadata: { name: 'namespace-quota', namespace: 'apps' },
      spec: {
        hard: {
          'limits.ephemeral-storage': '9Gi',
          'limits.memory': '4608Mi',
          'persistentvolumeclaims': '0',
          'pods': '9',
          'requests.cpu': '2250m',
          'requests.ephemeral-storage': '9Gi',
          'requests.memory': '4608Mi',
          'requests.storage': '0Gi',
          'services.loadbalancers': '0',
        },
      },
    });
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('ResourceQuota: does not count node ports', () => {
    const chart = testChart();
    new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 7 });
    expect(Object.keys(object(chart, 'ResourceQuota').spec.hard)).not.toContain('services.nodeports');
  });

  test('LimitRange: has the defaults that the quota counts', () => {
    const chart = testChart();
    new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 7 });
    expect(object(chart, 'LimitRange').spec.limits).toEqual([
      {
        default: { 'ephemeral-storage': '512Mi', 'memory': '256Mi' },
        defaultRequest: { cpu: '100m' },
        type: 'Container',
      },
    ]);
  });
});
