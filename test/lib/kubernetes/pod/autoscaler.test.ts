import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { object } from '../../../support/manifests';
import { webChart } from '../../../support/workload-samples';

describe('autoscaler', () => {
  test('autoscaler: scales on memory and custom metrics, with its stabilization window', () => {
    const autoscaling = {
      minReplicas: 3,
      maxReplicas: 6,
      targetMemoryUtilization: 80,
      metrics: { 'requests-in-flight': { averageValue: '10' } },
      scaleDownStabilization: '10m',
    } as const;
    const { spec } = object(webChart({ autoscaling: autoscaling }), 'HorizontalPodAutoscaler');
    expect(spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
      {
        type: 'Pods',
        pods: { metric: { name: 'requests-in-flight' }, target: { type: 'AverageValue', averageValue: '10' } },
      },
    ]);
    expect(spec.behavior).toEqual({ scaleDown: { stabilizationWindowSeconds: 600 } });
  });

  test('targetCpuUtilization: none leaves the loads alone', () => {
    const scaleOn = { load: { perPod: 0.25, query: 'up' } };
    const autoscaling = { maxReplicas: 6, minReplicas: 3, scaleOn, targetCpuUtilization: 'none' } as const;
    expect(object(webChart({ autoscaling }), 'HorizontalPodAutoscaler').spec.metrics).toEqual([
      {
        type: 'External',
        external: {
          metric: {
            name: 'adamant_autoscaling_load',
            selector: { matchLabels: { autoscaler: 'api', metric: 'load' } },
          },
          target: { averageValue: '250m', type: 'AverageValue' },
        },
      },
    ]);
  });

  test('minReplicas: a fraction and a low number have different hints', () => {
    const hints = (minReplicas: number) =>
      collectDiagnostics(webChart({ autoscaling: { maxReplicas: 6, minReplicas } })).map(({ hint }) => hint);
    expect(hints(3.5)).toEqual(['write a whole number']);
    expect(hints(0)).toEqual(['raise it to 2']);
  });
});
