import { App } from 'cdk8s';
import { render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { ControlPlaneAccount } from '../../../../lib/operators/prometheus/control-plane-account';
import { checkMonitorsSelected } from '../../../../lib/operators/prometheus/selection';
import { rulesOf } from '../../../support/alerts/rules';
import { object, objects } from '../../../support/manifests';
import { controlPlaneMonitors, prometheus } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const chart = () => chartWith((scope) => controlPlaneMonitors(scope));

describe('ControlPlaneMonitors', () => {
  test('monitors: a Prometheus of their label selects all of them', () => {
    const findings = (labels: Record<string, string>) => {
      const app = new App();
      const data = new WaveChart(app, { environment: 'demo', wave: 'data' });
      prometheus(data);
      controlPlaneMonitors(data, { labels });
      return checkMonitorsSelected(render(app)).map(({ source }) => source);
    };
    expect(findings({ prometheus: 'platform' })).toEqual([]);
    expect(findings({}).length).toBe(7);
  });

  test('Services: select the static pods of kubeadm, on the ports of their metrics', () => {
    expect(
      objects(chart(), 'Service').map(({ metadata, spec }) => [metadata.name, spec.ports[0].port, spec.selector]),
    ).toEqual([
      ['etcd-metrics', 2381, { component: 'etcd', tier: 'control-plane' }],
      ['kube-controller-manager-metrics', 10257, { component: 'kube-controller-manager', tier: 'control-plane' }],
      ['kube-scheduler-metrics', 10259, { component: 'kube-scheduler', tier: 'control-plane' }],
    ]);
  });

  test('ClusterRole: reads metrics and nothing else', () => {
    const account = chartWith((scope) => new ControlPlaneAccount(scope, 'account', { namespace: 'monitoring' }));
    expect(object(account, 'ClusterRole').rules).toEqual([
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    ]);
  });

  test('jobs: are those that the alerts on the control plane expect', () => {
    const expected = rulesOf('control-plane').flatMap(({ expr }) => /^absent\(up\{job="([^"]+)"/.exec(expr)?.[1] ?? []);
    const jobs = [
      ...objects(chart(), 'ServiceMonitor').map(({ spec }) => spec.endpoints[0].relabelings[0].replacement),
      ...objects(chart(), 'ScrapeConfig').map(({ spec }) => spec.jobName),
    ];
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.filter((job) => !jobs.includes(job))).toEqual([]);
  });

  test('API server: its certificate is verified, and etcd has no token', () => {
    const endpoints = Object.fromEntries(
      objects(chart(), 'ServiceMonitor').map(({ metadata, spec }) => [metadata.name, spec.endpoints[0]]),
    );
    expect(endpoints.apiserver.tlsConfig).toEqual({
      ca: { secret: { key: 'ca.crt', name: 'control-plane-metrics' } },
      serverName: 'kubernetes',
    });
    expect(Object.keys(endpoints.etcd)).toEqual(['interval', 'port', 'relabelings']);
  });

  test('kubelets: are verified only if the authority of the cluster signs their certificates', () => {
    const tls = (kubeletCertificates: 'cluster' | 'self-signed') =>
      objects(
        chartWith((scope) => controlPlaneMonitors(scope, { kubeletCertificates })),
        'ScrapeConfig',
      ).map(({ spec }) => Object.keys(spec.tlsConfig));
    expect(tls('cluster')).toEqual([['ca'], ['ca']]);
    expect(tls('self-signed')).toEqual([['insecureSkipVerify'], ['insecureSkipVerify']]);
  });
});
