import { DefaultDeny } from '../../../../lib/kubernetes/cluster/default-deny';
import { object, testChart } from '../../../support/manifests';

test('DefaultDeny: denies both directions for every pod', () => {
  const chart = testChart();
  new DefaultDeny(chart, 'deny', { namespace: 'apps' });
  expect(object(chart, 'NetworkPolicy')).toMatchObject({ metadata: { name: 'default-deny', namespace: 'apps' } });
  expect(object(chart, 'NetworkPolicy').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});
