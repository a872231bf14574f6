import { App } from 'cdk8s';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { ResourceQuota } from '../../../lib/kubernetes/cluster/resource-quota';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import { addon } from '../../support/addons';
import { object, objects } from '../../support/manifests';

function chart(build: (scope: WaveChart) => void): WaveChart {
  const created = new WaveChart(new App(), { environment: 'demo', wave: 'operators' });
  build(created);
  return created;
}

describe('addon', () => {
  it('network policy: admits the API server to webhooks and scrapers to metrics, and permits the API server alone', () => {
    const scrapers = [
      { name: 'prometheus', ports: [], peer: { namespace: 'monitoring', pods: { app: 'prometheus' } } },
    ];
    const { spec } = object(
      chart((scope) => addon(scope, { scrapers })),
      'NetworkPolicy',
    );
    expect(spec).toEqual({
      egress: [{ ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '172.20.0.1/32' } }] }],
      ingress: [
        { from: [{ ipBlock: { cidr: '10.0.1.0/24' } }], ports: [{ port: 9443, protocol: 'TCP' }] },
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
              podSelector: { matchLabels: { app: 'prometheus' } },
            },
          ],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
      podSelector: { matchLabels: { app: 'queue-operator' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('label: is the hash of the kustomization, by which an apply knows that nothing has changed', () => {
    const label = (own: Parameters<typeof addon>[1] = {}) =>
      object(
        chart((scope) => addon(scope, own)),
        'Kustomization',
      ).labels[0].pairs['adamant.dev/addon'];
    expect(label()).toMatch(/^[0-9a-f]{10}$/);
    expect(label({ name: 'other' })).toBe(label());
    expect(label({ priorityClass: 'high' })).not.toBe(label());
  });

  it('quota: counts the pods of the addon, and those that an update adds', () => {
    const quota = chart((scope) => {
      addon(scope);
      new ResourceQuota(scope, 'quota', { namespace: 'queues', nodes: 3 });
    });
    expect(object(quota, 'ResourceQuota').spec.hard).toMatchObject({
      'pods': '5',
      'requests.cpu': '500m',
      'requests.memory': '1280Mi',
    });
  });

  it('file: is a folder for kustomize, in the wave of the operators', () => {
    const app = new App();
    addon(new WaveChart(app, { environment: 'demo', wave: 'operators' }));
    expect([...objectFiles(render(app)).keys()]).toContain('20-operators/queues/queue-operator/kustomization.yaml');
  });

  it('custom resource definition: belongs to one addon', () => {
    const both = chart((scope) => {
      addon(scope);
      addon(scope, { name: 'other' }, 'other');
    });
    expect(objects(both, 'Kustomization')).toHaveLength(2);
    expect(collectDiagnostics(both).map(({ id, path }) => [id, path])).toEqual([
      ['addon-crd', 'demo-20-operators/other'],
    ]);
  });
});
