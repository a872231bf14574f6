import { podSecurityLabels } from '../../../../lib/kubernetes/checks/pod-security';

test('pod security labels: have a level and a version in each mode', () => {
  expect(podSecurityLabels('baseline', 'v1.34')).toEqual({
    'pod-security.kubernetes.io/audit': 'baseline',
    'pod-security.kubernetes.io/audit-version': 'v1.34',
    'pod-security.kubernetes.io/enforce': 'baseline',
    'pod-security.kubernetes.io/enforce-version': 'v1.34',
    'pod-security.kubernetes.io/warn': 'baseline',
    'pod-security.kubernetes.io/warn-version': 'v1.34',
  });
});
