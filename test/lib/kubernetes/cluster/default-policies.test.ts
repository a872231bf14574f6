import { AllowDns, DefaultDeny } from '../../../../lib/kubernetes/cluster/default-policies';
import { object, testChart } from '../../../support/manifests';

describe('default policies', () => {
  test('DefaultDeny: denies both directions for every pod', () => {
    const chart = testChart();
    new DefaultDeny(chart, 'deny', { namespace: 'apps' });
    expect(object(chart, 'NetworkPolicy')).toMatchObject({ metadata: { name: 'default-deny', namespace: 'apps' } });
    expect(object(chart, 'NetworkPolicy').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  test('AllowDns: permits DNS over UDP and TCP only', () => {
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
