import { AllowDns } from '../../../../lib/kubernetes/cluster/allow-dns';
import { object, testChart } from '../../../support/manifests';

test('AllowDns: permits the addresses of a DNS cache on each node', () => {
  const chart = testChart();
  new AllowDns(chart, 'dns', { namespace: 'apps', nodeLocalAddresses: ['fd00::10', '169.254.20.10'] });
  const [{ ports, to }] = object(chart, 'NetworkPolicy').spec.egress;
  expect(to.slice(1)).toEqual([{ ipBlock: { cidr: '169.254.20.10/32' } }, { ipBlock: { cidr: 'fd00::10/128' } }]);
  expect(ports).toHaveLength(2);
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
