import { object, objects } from '../../../support/manifests';
import { prometheusAdapter } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const chart = () => chartWith((scope) => prometheusAdapter(scope));

describe('PrometheusAdapter', () => {
  test('APIService: verifies the certificate', () => {
    const { spec } = object(chart(), 'APIService');
    expect(spec.insecureSkipTLSVerify).toBeUndefined();
    expect(Buffer.from(spec.caBundle, 'base64').toString()).toContain('BEGIN CERTIFICATE');
    expect(spec.service).toEqual({ name: 'prometheus-adapter', namespace: 'monitoring', port: 443 });
  });

  test('Deployment: two pods with the token, the certificate and an immutable configuration', () => {
    const { spec } = object(chart(), 'Deployment');
    const [container] = spec.template.spec.containers;
    expect(spec.replicas).toBe(2);
    expect(spec.template.spec.automountServiceAccountToken).toBe(true);
    expect(container.args).toContain('--tls-cert-file=/etc/prometheus-adapter-tls/tls.crt');
    expect(container.args).toContain('--prometheus-url=http://prometheus-adapter-source.monitoring.svc:9090');
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'https', scheme: 'HTTPS' });
    expect(object(chart(), 'ConfigMap')).toMatchObject({
      data: { 'etc.prometheus-adapter.config.yaml': expect.stringContaining('externalRules') as unknown },
      immutable: true,
    });
  });

  test('permissions: authenticates and authorizes requests, and reads nothing else', () => {
    expect(object(chart(), 'ClusterRoleBinding').roleRef.name).toBe('system:auth-delegator');
    expect(object(chart(), 'RoleBinding')).toMatchObject({
      metadata: { namespace: 'kube-system' },
      roleRef: { name: 'extension-apiserver-authentication-reader' },
    });
    expect(objects(chart(), 'ClusterRole')).toEqual([]);
  });

  test('NetworkPolicies: admit the API server, and let the adapter query Prometheus', () => {
    const policies = objects(chart(), 'NetworkPolicy').map(({ metadata }) => metadata.name.replace(/-[0-9a-f]+$/, ''));
    expect(policies.sort()).toEqual([
      'platform-from-prometheus-adapter',
      'prometheus-adapter',
      'prometheus-adapter-egress',
      'prometheus-adapter-ingress',
    ]);
  });
});
