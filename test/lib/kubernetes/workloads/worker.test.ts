import type { WorkerProps } from '../../../../lib/kubernetes/workloads/worker';
import { namesIn, object, objects, rulesIn } from '../../../support/manifests';
import { workerChart } from '../../../support/workload-samples';

describe('Worker', () => {
  test('of which there may never be two ends before it starts again, and says why', () => {
    const reason = 'the source allows one session for each account';
    const chart = workerChart({ autoscaling: { minReplicas: 1, maxReplicas: 1 }, singleton: { reason } });
    const { metadata, spec } = object(chart, 'Deployment');
    expect(metadata.annotations).toEqual({ 'adamant.dev/singleton': reason });
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(objects(chart, 'HorizontalPodAutoscaler')).toEqual([]);
    expect(object(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe(1);
    expect(rulesIn(chart)).toEqual([]);
  });

  test('has no Service, no ports and nobody that calls it', () => {
    const chart = workerChart();
    expect(namesIn(chart)).toEqual([
      'ServiceAccount/loader',
      'NetworkPolicy/loader',
      'Deployment/loader',
      'PodDisruptionBudget/loader',
      'HorizontalPodAutoscaler/loader',
    ]);
    const { spec } = object(chart, 'Deployment').spec.template;
    expect(spec.containers[0].ports).toEqual([]);
    expect(Object.keys(spec.containers[0]).filter((key) => /Probe$|lifecycle/.test(key))).toEqual([]);
    expect(object(chart, 'NetworkPolicy').spec).toEqual({
      podSelector: expect.anything(),
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(rulesIn(chart)).toEqual([]);
  });

  test('stops fetching work at once, and has its whole drain to finish', () => {
    expect(
      object(workerChart({ drainTimeout: '10m' }), 'Deployment').spec.template.spec.terminationGracePeriodSeconds,
    ).toBe(605);
  });

  test('is asked by the kubelet when it has a health port', () => {
    const chart = workerChart({ health: { port: 9000, readinessPath: '/ready', livenessPath: '/alive' } });
    const [container] = object(chart, 'Deployment').spec.template.spec.containers;
    expect(container).toMatchObject({
      ports: [{ name: 'health', containerPort: 9000 }],
      readinessProbe: { httpGet: { path: '/ready', port: 'health' } },
      livenessProbe: { httpGet: { path: '/alive', port: 'health' } },
    });
    expect(object(chart, 'NetworkPolicy').spec).not.toHaveProperty('ingress');
  });

  test.each<[string, Partial<WorkerProps>, string]>([
    [
      'a singleton in numbers',
      { autoscaling: { minReplicas: 1, maxReplicas: 2 }, singleton: { reason: 'one session' } },
      'scale: a singleton has min 1 and max 1, got 1 and 2',
    ],
    [
      'a singleton without a reason',
      { autoscaling: { minReplicas: 1, maxReplicas: 1 }, singleton: { reason: '' } },
      'singleton.reason: an exception has a reason, got none',
    ],
    [
      'one pod that could as well be two',
      { autoscaling: { minReplicas: 1, maxReplicas: 3 } },
      'autoscaling.minReplicas: min must be at least 2 for a worker that is no singleton, got 1',
    ],
    [
      'no pods',
      { autoscaling: { minReplicas: 0, maxReplicas: 1 } },
      'autoscaling.minReplicas: min must be a whole number of at least 1, got 0',
    ],
    [
      'a low health port',
      { health: { port: 90, readinessPath: '/r', livenessPath: '/l' } },
      'health.port: port must be a whole number from 1024 to 65535, got 90',
    ],
    [
      'one path for two questions',
      { health: { port: 9000, readinessPath: '/h', livenessPath: '/h' } },
      `health.livenessPath: livenessPath must differ from readinessPath, got '/h' for both`,
    ],
  ])('refuses %s', (_what, props, rule) => {
    expect(rulesIn(workerChart(props))).toEqual([rule]);
  });
});
