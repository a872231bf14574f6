import { eckOperator } from '../../../support/elastic-samples';
import { object, objects, testChart } from '../../../support/manifests';

const created = (props: Parameters<typeof eckOperator>[1] = {}) => {
  const chart = testChart();
  eckOperator(chart, props);
  return chart;
};

describe('operator of Elasticsearch', () => {
  it('command line: manages the given namespaces alone, and reports nothing to its publisher', () => {
    const { args } = object(created({ managedNamespaces: ['logging', 'audit'] }), 'Deployment').spec.template.spec
      .containers[0];
    expect(args).toEqual(
      expect.arrayContaining([
        '--disable-telemetry',
        '--namespaces=audit,logging',
        '--operator-namespace=elastic-system',
      ]),
    );
  });

  it('permissions: in its own and the managed namespaces, and none on Secrets of others', () => {
    const all = created({ managedNamespaces: ['logging'] });
    expect(objects(all, 'Role').map(({ metadata }) => metadata.namespace)).toEqual(['elastic-system', 'logging']);
    const resources = object(all, 'ClusterRole').rules.flatMap((rule: { resources: string[] }) => rule.resources);
    expect(resources).toEqual(['namespaces', 'nodes', 'storageclasses']);
  });

  it('definitions: are those of its commit', () => {
    expect(object(created(), 'Kustomization').resources).toEqual([
      'https://github.com/elastic/cloud-on-k8s//config/crds/v1/patches?ref=386c7b14f2d1bbb7f2af1e7da997e64875f16e47',
    ]);
  });

  it('network policies: permit the API server and the HTTP API of managed clusters', () => {
    const peers = objects(created(), 'NetworkPolicy')
      .flatMap(({ spec }) => spec.egress ?? [])
      .flatMap(({ to }) => to);
    expect(peers).toEqual([
      { ipBlock: { cidr: '172.20.0.1/32' } },
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'logging' } },
        podSelector: { matchLabels: { 'common.k8s.elastic.co/type': 'elasticsearch' } },
      },
    ]);
  });
});
