import { Testing } from 'cdk8s';
import type { Endpoint } from '../../../../lib/core/contract';
import { render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { object, objects } from '../../../support/manifests';
import { webChart, webService, workerChart } from '../../../support/workload-samples';
import type { Json } from '../../../support/terraform';

const search = workloadEndpoint('search', 9200);
const database: Endpoint = { name: 'database', peer: { addresses: ['10.20.65.0/24', '10.20.64.0/24'] }, ports: [5432] };

/** The policies of connections to endpoints, without the one that isolates the client. */
function connections(connectsTo: readonly Endpoint[]): Json[] {
  return objects(workerChart({ connectsTo }), 'NetworkPolicy').filter(({ metadata }) => metadata.name !== 'loader');
}

const pods = (name: string) => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/name': name } },
});

describe('connections', () => {
  test('egress: has the ports of every endpoint', () => {
    expect(connections([search, database])[0]).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {
        labels: { 'adamant.dev/prune': 'unreferenced', 'app.kubernetes.io/managed-by': 'adamant' },
        name: expect.stringMatching(/^loader-egress-[0-9a-f]{10}$/),
        namespace: 'apps',
      },
      spec: {
        ...pods('loader'),
        policyTypes: ['Egress'],
        egress: [
          {
            to: [{ ipBlock: { cidr: '10.20.64.0/24' } }, { ipBlock: { cidr: '10.20.65.0/24' } }],
            ports: [{ protocol: 'TCP', port: 5432 }],
          },
          { to: [pods('search')], ports: [{ protocol: 'TCP', port: 9200 }] },
        ],
      },
    });
  });

  test('ingress: is a policy of its own for each client, which selects the pods of the target', () => {
    const [, ingress, ...others] = connections([search, database]);
    expect(others).toEqual([]);
    expect(ingress?.metadata.name).toMatch(/^search-from-loader-[0-9a-f]{10}$/);
    expect(ingress?.spec).toEqual({
      ...pods('search'),
      policyTypes: ['Ingress'],
      ingress: [{ from: [pods('loader')], ports: [{ protocol: 'TCP', port: 9200 }] }],
    });
  });

  test('ingress: is not created for pods that no policy isolates, whose other clients it would deny', () => {
    const foreign: Endpoint = {
      name: 'webhook',
      peer: { namespace: 'kube-system', pods: { app: 'webhook' } },
      ports: [443],
    };
    const [egress, ...others] = connections([foreign]);
    expect(others).toEqual([]);
    expect(egress?.spec.egress[0].to[0].namespaceSelector).toEqual({
      matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
    });
  });

  test('namespace: each side names that of the other', () => {
    const elsewhere: Endpoint = { ...search, peer: { ...search.peer, namespace: 'logging' } };
    const [egress, ingress] = connections([elsewhere]);
    const named = (namespace: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': namespace } });
    expect(egress?.spec.egress[0].to).toEqual([{ namespaceSelector: named('logging'), ...pods('search') }]);
    expect(ingress?.metadata.namespace).toBe('logging');
    expect(ingress?.spec.ingress[0].from).toEqual([{ namespaceSelector: named('apps'), ...pods('loader') }]);
    // The endpoint of a construct has its namespace, which its own clients do not name.
    expect(connections([{ ...search, peer: { ...search.peer, namespace: 'apps' } }])).toEqual(connections([search]));
  });

  test('ports: have a protocol, and may be a range', () => {
    const ports = [53, { port: 8125, protocol: 'UDP' as const }, { port: 7000, endPort: 7009 }];
    for (const { spec } of connections([{ ...search, ports }])) {
      expect((spec.egress ?? spec.ingress)[0].ports).toEqual([
        { protocol: 'TCP', port: 53 },
        { protocol: 'UDP', port: 8125 },
        { protocol: 'TCP', port: 7000, endPort: 7009 },
      ]);
    }
  });

  test('pod template: names the policies, so that another connection rolls the pods', () => {
    const chart = workerChart({ connectsTo: [search, database] });
    const names = connections([search, database]).map(({ metadata }) => metadata.name);
    const annotation = (from: typeof chart) =>
      object(from, 'Deployment').spec.template.metadata.annotations?.['adamant.dev/connections'];
    expect(annotation(chart).split(' ').sort()).toEqual(names.sort());
    expect(annotation(workerChart({ connectsTo: [search] }))).not.toContain(
      names.find((name) => name.includes('egress')),
    );
    expect(annotation(workerChart())).toBeUndefined();
  });

  test('removed connection: changes no other policy, so that both releases have theirs', () => {
    const before = connections([search, database]);
    const after = connections([database]);
    const common = before.filter((policy) => after.some(({ metadata }) => metadata.name === policy.metadata.name));
    for (const policy of common) {
      expect(after).toContainEqual(policy);
    }
    expect(after.map(({ metadata }) => metadata.name)).not.toContain(before[0]?.metadata.name);
    expect(object(webChart(), 'NetworkPolicy').spec).toEqual(
      objects(webChart({ connectsTo: [search] }), 'NetworkPolicy').find(({ metadata }) => metadata.name === 'api')
        ?.spec,
    );
  });

  test('wave: policies precede the pods, also those of migrations', () => {
    const app = Testing.app();
    webService(new WaveChart(app, { environment: 'lab', wave: 'workloads' }), { connectsTo: [search] });
    const waves = render(app).map(({ manifest: { kind }, wave }) => [kind, wave]);
    expect(waves.filter(([kind]) => kind === 'NetworkPolicy')).toEqual(
      Array(3).fill(['NetworkPolicy', 'configuration']),
    );
    expect(waves.filter(([kind]) => kind === 'Deployment')).toEqual([['Deployment', 'workloads']]);
  });
});
