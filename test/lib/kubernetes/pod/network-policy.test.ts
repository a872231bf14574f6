import type { Endpoint } from '../../../../lib/core/contract';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { object } from '../../../support/manifests';
import { exposure, nodeAddresses, webChart } from '../../../support/workload-samples';

describe('NetworkPolicy of a workload', () => {
  test('NetworkPolicy: permits declared peers only (Z23)', () => {
    const database: Endpoint = {
      name: 'database',
      peer: { addresses: ['10.20.64.0/24', '10.20.65.0/24'] },
      ports: [5432],
    };
    const chart = webChart({
      exposure,
      nodeAddresses: ['10.20.9.0/24', '10.20.8.0/24'],
      allowedFrom: [workloadEndpoint('loader')],
      connectsTo: [workloadEndpoint('search', 9200), database],
    });
    expect(object(chart, 'NetworkPolicy').spec).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            {
              podSelector: {
                matchLabels: { 'app.kubernetes.io/instance': 'loader', 'app.kubernetes.io/name': 'loader' },
              },
            },
            { ipBlock: { cidr: '10.20.8.0/24' } },
            { ipBlock: { cidr: '10.20.9.0/24' } },
          ],
          ports: [{ protocol: 'TCP', port: 8080 }],
        },
      ],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.20.64.0/24' } }, { ipBlock: { cidr: '10.20.65.0/24' } }],
          ports: [{ protocol: 'TCP', port: 5432 }],
        },
        {
          to: [
            {
              podSelector: {
                matchLabels: { 'app.kubernetes.io/instance': 'search', 'app.kubernetes.io/name': 'search' },
              },
            },
          ],
          ports: [{ protocol: 'TCP', port: 9200 }],
        },
      ],
    });
  });

  test('NetworkPolicy: denies both directions by default', () => {
    expect(object(webChart({ nodeAddresses }), 'NetworkPolicy').spec).toEqual({
      podSelector: expect.anything(),
      // A direction that is named and has no rules is closed.
      policyTypes: ['Ingress', 'Egress'],
    });
  });
});
