import { retentionMebibytes } from '../../../../lib/operators/prometheus/prometheus';
import { ResourceQuota } from '../../../../lib/kubernetes/cluster/resource-quota';
import { createdObjects } from '../../../../lib/kubernetes/manifests/created-objects';
import { object, testChart } from '../../../support/manifests';
import { prometheus } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const chart = (props: Parameters<typeof prometheus>[1] = {}) => chartWith((scope) => prometheus(scope, props));
const spec = (props: Parameters<typeof prometheus>[1] = {}) => object(chart(props), 'Prometheus').spec;

describe('Prometheus', () => {
  test('remoteWrite: sends some metrics with credentials of a Secret, and may connect', () => {
    const endpoint = { name: 'store', peer: { addresses: ['10.9.0.0/24'] as const }, ports: [443] };
    const url = 'https://metrics.example.com/api/v1/push';
    const secret = (key: string) => ({ key, secret: 'store' });
    const props = {
      remoteWrite: [
        {
          credentials: { password: secret('password'), username: secret('user') },
          endpoint,
          metrics: 'slo:.*|up',
          url,
        },
        { credentials: { token: secret('token') }, endpoint, url: `${url}/2` },
      ],
    };
    expect(spec(props).remoteWrite).toEqual([
      {
        basicAuth: { password: { key: 'password', name: 'store' }, username: { key: 'user', name: 'store' } },
        url,
        writeRelabelConfigs: [{ action: 'keep', regex: 'slo:.*|up', sourceLabels: ['__name__'] }],
      },
      { authorization: { credentials: { key: 'token', name: 'store' } }, url: `${url}/2` },
    ]);
    expect(object(chart(props), 'NetworkPolicy').spec.egress).toContainEqual({
      ports: [{ port: 443, protocol: 'TCP' }],
      to: [{ ipBlock: { cidr: '10.9.0.0/24' } }],
    });
    expect(spec()).not.toHaveProperty('remoteWrite');
  });

  test('pair: never in one zone, and evicted one at a time', () => {
    const pods = { 'app.kubernetes.io/instance': 'platform', 'app.kubernetes.io/name': 'prometheus' };
    expect(spec()).toMatchObject({
      replicas: 2,
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: pods }, topologyKey: 'topology.kubernetes.io/zone' },
          ],
        },
      },
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(object(chart(), 'PodDisruptionBudget').spec).toMatchObject({
      maxUnavailable: 1,
      selector: { matchLabels: pods },
    });
  });

  test.each(['podMonitor', 'probe', 'rule', 'serviceMonitor'])(
    '%s: is selected by labels in every namespace',
    (kind) => {
      expect(spec()).toMatchObject({
        [`${kind}NamespaceSelector`]: {},
        [`${kind}Selector`]: { matchLabels: { prometheus: 'platform' } },
      });
    },
  );

  test('volume: samples leave a fifth of it free', () => {
    expect(retentionMebibytes('100Gi')).toBe(81_920);
    expect(spec({ retention: '30d' })).toMatchObject({ retention: '30d', retentionSize: '81920MiB' });
  });

  test('alerts: are sent to both servers of the Alertmanager, by its Service', () => {
    expect(spec()).not.toHaveProperty('alerting');
    expect(spec({ alertmanager: { name: 'main', namespace: 'alerts' } }).alerting.alertmanagers).toEqual([
      { apiVersion: 'v2', name: 'main', namespace: 'alerts', port: 'web' },
    ]);
  });

  test('permissions: read, and no Secrets', () => {
    const rules = object(chart(), 'ClusterRole').rules as { resources?: string[]; verbs: string[] }[];
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
    expect(rules.flatMap(({ resources = [] }) => resources)).not.toContain('secrets');
  });

  test('NetworkPolicy: permits the declared targets and the API server', () => {
    const targets = [{ name: 'broker', peer: { namespace: 'apps', pods: { app: 'broker' } }, ports: [15_692] }];
    const { spec: policy } = object(chart({ apiServerAddresses: ['10.0.0.0/16'], targets }), 'NetworkPolicy');
    const servers = [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } }];
    const ports = [{ port: 9090 }, { port: 8080 }];
    expect(policy.ingress).toMatchObject([{ from: servers, ports }]);
    expect(policy.egress).toMatchObject([
      { ports, to: servers },
      { ports: [{ port: 15_692 }], to: [{ podSelector: { matchLabels: { app: 'broker' } } }] },
      { ports: [{ port: 443 }, { port: 6443 }], to: [{ ipBlock: { cidr: '10.0.0.0/16' } }] },
    ]);
  });

  test('quota: counts both containers of both servers', () => {
    const withQuota = chartWith((scope) => {
      prometheus(scope);
      new ResourceQuota(scope, 'quota', { namespace: 'monitoring', nodes: 3 });
    });
    expect(object(withQuota, 'ResourceQuota').spec.hard).toMatchObject({
      'limits.memory': '8292Mi',
      'persistentvolumeclaims': '2',
      'pods': '2',
      'requests.cpu': '2020m',
    });
  });

  test('names: those of the operator are reserved', () => {
    const { resource } = prometheus(testChart());
    expect(createdObjects(resource)).toContainEqual({ kind: 'StatefulSet', name: 'prometheus-platform' });
  });
});
