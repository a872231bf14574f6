import { uniqueKind } from '../../../../lib/kubernetes/manifests/kinds';

const kind = (apiVersion: string, name: string) => uniqueKind({ apiVersion, kind: name, metadata: { name: 'x' } });

describe('unique kind', () => {
  test('kinds of Kubernetes and of the operators: have no group', () => {
    expect([kind('v1', 'Service'), kind('batch/v1', 'Job'), kind('rabbitmq.com/v1beta1', 'Queue')]).toEqual([
      'Service',
      'Job',
      'Queue',
    ]);
  });

  test('kinds of other groups: have their group, regardless of the version', () => {
    expect([kind('batch.volcano.sh/v1alpha1', 'Job'), kind('serving.knative.dev/v1', 'Service')]).toEqual([
      'Job-batch.volcano.sh',
      'Service-serving.knative.dev',
    ]);
    expect(kind('gateway.networking.k8s.io/v1', 'Gateway')).toBe(kind('gateway.networking.k8s.io/v1beta1', 'Gateway'));
  });
});
