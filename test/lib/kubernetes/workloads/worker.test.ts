import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { namesIn, object, objects } from '../../../support/manifests';
import { workerChart } from '../../../support/workload-samples';

describe('worker', () => {
  test('singleton: ends its pod before it starts another, and has an annotation with the reason', () => {
    const reason = 'the source allows one session for each account';
    const chart = workerChart({ autoscaling: { minReplicas: 1, maxReplicas: 1 }, singleton: { reason } });
    const { metadata, spec } = object(chart, 'Deployment');
    expect(metadata.annotations).toEqual({ 'adamant.dev/singleton': reason });
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(objects(chart, 'HorizontalPodAutoscaler')).toEqual([]);
    expect(object(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe('25%');
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('objects: contain no Service, no ports and no ingress rules', () => {
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
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('ports: admit peers of another namespace, each on its own port', () => {
    const scraper = { name: 'prometheus', peer: { namespace: 'monitoring', pods: { app: 'prometheus' } }, ports: [] };
    const chart = workerChart({
      ports: { metrics: { allowedFrom: [scraper], port: 9090 }, statsd: { port: 8125, protocol: 'UDP' } },
    });
    const [container] = object(chart, 'Deployment').spec.template.spec.containers;
    expect(container.ports).toEqual([
      { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
      { name: 'statsd', containerPort: 8125, protocol: 'UDP' },
    ]);
    const ingress = objects(chart, 'NetworkPolicy').flatMap(({ spec }) => spec.ingress ?? []);
    expect(ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { app: 'prometheus' } },
          },
        ],
        ports: [{ port: 9090, protocol: 'TCP' }],
      },
    ]);
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('grace period: is the drain timeout without a preStop sleep', () => {
    expect(
      object(workerChart({ drainTimeout: '10m' }), 'Deployment').spec.template.spec.terminationGracePeriodSeconds,
    ).toBe(605);
  });

  test('health: becomes a container port and probes', () => {
    const chart = workerChart({ health: { port: 9000, readinessPath: '/ready', livenessPath: '/alive' } });
    const [container] = object(chart, 'Deployment').spec.template.spec.containers;
    expect(container).toMatchObject({
      ports: [{ name: 'health', containerPort: 9000 }],
      readinessProbe: { httpGet: { path: '/ready', port: 'health' } },
      livenessProbe: { httpGet: { path: '/alive', port: 'health' } },
    });
    expect(object(chart, 'NetworkPolicy').spec).not.toHaveProperty('ingress');
  });
});
