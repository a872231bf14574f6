import { AllowDns } from '../../../../lib/kubernetes/cluster/allow-dns';
import { object, testChart } from '../../../support/manifests';

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
