import { Testing } from 'cdk8s';
import { ImmutableConfigMap } from '../../../../lib/kubernetes/pod/config-map';
import { Namespace } from '../../../../lib/kubernetes/cluster/namespace';
import { PriorityClass } from '../../../../lib/kubernetes/cluster/priority-class';
import { AllowDns } from '../../../../lib/kubernetes/cluster/default-policies';
import { DefaultDeny } from '../../../../lib/kubernetes/cluster/default-policies';
import { WaveChart, waveFolder, waves, type Wave } from '../../../../lib/kubernetes/manifests/wave';
import { object, rulesIn, testChart } from '../../../support/manifests';

describe('waves', () => {
  test('are folders that sort in the order of application', () => {
    const folders = (Object.keys(waves) as Wave[]).map(waveFolder);
    expect(folders).toEqual([
      '10-namespaces',
      '20-operators',
      '30-configuration',
      '40-data',
      '45-migrations',
      '50-workloads',
    ]);
    expect([...folders].sort()).toEqual(folders);
  });

  test('give a chart its address', () => {
    const chart = new WaveChart(Testing.app(), { environment: 'lab', wave: 'data' });
    expect([chart.node.path, chart.wave]).toEqual(['lab-40-data', 'data']);
  });
});

describe('Namespace', () => {
  test('refuses, and names, pods that are not restricted', () => {
    const chart = testChart();
    new Namespace(chart, 'apps', { name: 'apps', podSecurityVersion: 'v1.34' });
    const level = 'restricted';
    expect(object(chart, 'Namespace').metadata).toEqual({
      name: 'apps',
      labels: {
        'app.kubernetes.io/managed-by': 'adamant',
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/enforce-version': 'v1.34',
        'pod-security.kubernetes.io/warn': level,
        'pod-security.kubernetes.io/warn-version': 'v1.34',
        'pod-security.kubernetes.io/audit': level,
        'pod-security.kubernetes.io/audit-version': 'v1.34',
      },
    });
  });

  test('has a name that DNS takes', () => {
    const chart = testChart();
    new Namespace(chart, 'apps', { name: 'my_apps', podSecurityVersion: 'v1.34' });
    expect(rulesIn(chart)).toEqual([
      `name: a namespace name is lower-case letters, digits and hyphens, starting and ending with a letter or digit, got 'my_apps'`,
    ]);
  });

  test('is closed for every pod in both directions', () => {
    const chart = testChart();
    new DefaultDeny(chart, 'deny', { namespace: 'apps' });
    expect(object(chart, 'NetworkPolicy')).toMatchObject({ metadata: { name: 'default-deny', namespace: 'apps' } });
    expect(object(chart, 'NetworkPolicy').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  test('lets every pod ask DNS, over UDP and TCP, and nobody else', () => {
    const chart = testChart();
    new AllowDns(chart, 'dns', { namespace: 'apps' });
    expect(object(chart, 'NetworkPolicy').spec).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    });
  });
});

describe('PriorityClass', () => {
  test('is for the pods that name it', () => {
    const chart = testChart();
    new PriorityClass(chart, 'serving', { name: 'serving' });
    expect(object(chart, 'PriorityClass')).toMatchObject({
      metadata: { name: 'serving' },
      value: 1000000,
      globalDefault: false,
    });
    expect(rulesIn(chart)).toEqual([]);
  });

  test.each([0, 1.5, 2_000_000_000])('refuses the value %d', (value) => {
    const chart = testChart();
    new PriorityClass(chart, 'serving', { name: 'serving', value });
    expect(rulesIn(chart)).toEqual([`value: value must be a whole number from 1 to 1000000000, got ${value}`]);
  });
});

describe('Config', () => {
  test('refuses what the API server would, by the byte', () => {
    const rules = (length: number) => {
      const chart = testChart();
      new ImmutableConfigMap(chart, 'config', {
        workload: 'api',
        namespace: 'apps',
        data: { KEY: 'x'.repeat(length) },
      });
      return rulesIn(chart);
    };
    expect(rules(1048573)).toEqual([]);
    expect(rules(1048574)).toEqual(['data: a ConfigMap holds at most 1048576 bytes, got 1048577']);
  });
});
