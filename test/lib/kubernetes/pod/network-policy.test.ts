import type { Endpoint } from '../../../../lib/core/contract';
import { egressRule, egressTo, ingressFrom } from '../../../../lib/kubernetes/pod/network-policy';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { object, objects } from '../../../support/manifests';
import { exposure, nodeAddresses, webChart } from '../../../support/workload-samples';

/** The policy of the peers that the sample admits itself. */
const ingress = (props: Parameters<typeof webChart>[0]) =>
  objects(webChart(props), 'NetworkPolicy').find(({ metadata }) => /^api-ingress-[0-9a-f]{10}$/.test(metadata.name));

describe('NetworkPolicy of a workload', () => {
  test('NetworkPolicy: permits declared peers only (Z23)', () => {
    const policy = ingress({
      exposure,
      nodeAddresses: ['10.20.9.0/24', '10.20.8.0/24'],
      allowedFrom: [workloadEndpoint('loader')],
    });
    expect(policy?.spec).toEqual({
      podSelector: expect.anything(),
      policyTypes: ['Ingress'],
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
    });
  });

  test('NetworkPolicy: admits pods of another namespace', () => {
    const prometheus = {
      name: 'prometheus',
      peer: { namespace: 'monitoring', pods: { app: 'prometheus' } },
      ports: [],
    };
    expect(ingress({ allowedFrom: [prometheus] })?.spec.ingress[0].from).toEqual([
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
        podSelector: { matchLabels: { app: 'prometheus' } },
      },
    ]);
  });

  test('NetworkPolicy: has no rule without peers, which would permit all', () => {
    const nothing: Endpoint = { name: 'partner', peer: { addresses: [] }, ports: [443] };
    expect(egressTo([nothing], 'apps')).toEqual([]);
    expect(egressRule([], [443])).toEqual([]);
    expect(ingressFrom([], [443])).toEqual([]);
  });

  test('NetworkPolicy: denies both directions by default', () => {
    expect(object(webChart({ nodeAddresses }), 'NetworkPolicy').spec).toEqual({
      podSelector: expect.anything(),
      // A direction that is named and has no rules is closed.
      policyTypes: ['Ingress', 'Egress'],
    });
  });
});
