import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { Namespace } from '../../../../lib/kubernetes/cluster/namespace';
import { object, testChart } from '../../../support/manifests';

describe('namespace', () => {
  test('labels: enforce, warn and audit the level restricted', () => {
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

  test('default deny: is created with every namespace', () => {
    const chart = testChart();
    new Namespace(chart, 'apps', { name: 'apps', podSecurityVersion: 'v1.34' });
    expect(object(chart, 'NetworkPolicy')).toMatchObject({
      metadata: { name: 'default-deny', namespace: 'apps' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  });

  test('nodeAgents: lowers the level, and adds an annotation with the reason', () => {
    const chart = testChart();
    const reason = 'reads the logs of all containers';
    new Namespace(chart, 'agents', {
      name: 'agents',
      nodeAgents: { level: 'privileged', reason },
      podSecurityVersion: 'v1.34',
    });
    expect(object(chart, 'Namespace').metadata).toMatchObject({
      annotations: { 'adamant.dev/node-agents': reason },
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
    });
    expect(collectDiagnostics(chart)).toEqual([]);
  });
});
