import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { namesIn, object, objects } from '../../../support/manifests';
import { grafana, grafanaSample } from '../../../support/grafana-samples';
import { chartWith } from '../../../support/workload-samples';
import type { GrafanaProps } from '../../../../lib/operators/grafana/props';

const grafanaChart = (props: Partial<GrafanaProps> = {}) => chartWith((chart) => grafana(chart, props));

function environment(props: Partial<GrafanaProps> = {}) {
  const maps = objects(grafanaChart(props), 'ConfigMap').map(({ data }) => data as Readonly<Record<string, string>>);
  return Object.assign({}, ...maps) as Readonly<Record<string, string>>;
}

test('objects: are those of a service without interruption', () => {
  const kinds = namesIn(grafanaChart()).map((name) => name.split('/')[0]);
  expect(kinds).toEqual(expect.arrayContaining(['Deployment', 'PodDisruptionBudget', 'Service', 'NetworkPolicy']));
  expect(collectDiagnostics(grafanaChart())).toEqual([]);
});

test('settings: admit nobody without a password, and download nothing', () => {
  expect(environment()).toMatchObject({
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_USERS_ALLOW_SIGN_UP: 'false',
  });
  expect(environment()).not.toHaveProperty('GF_SERVER_ROOT_URL');
  expect(environment({ url: 'https://grafana.example.com' })).toMatchObject({
    GF_SECURITY_COOKIE_SECURE: 'true',
    GF_SERVER_ROOT_URL: 'https://grafana.example.com',
  });
});

test('database: each pod has a limited number of connections', () => {
  const { endpoint, url } = grafanaSample.database;
  expect(environment()).toMatchObject({ GF_DATABASE_MAX_OPEN_CONN: '10' });
  expect(environment({ database: { endpoint, poolSize: 4, url } })).toMatchObject({ GF_DATABASE_MAX_OPEN_CONN: '4' });
});

test('credentials: are references to Secrets', () => {
  const [container] = object(grafanaChart(), 'Deployment').spec.template.spec.containers;
  const fromSecrets = (container.env as readonly { readonly name: string; readonly valueFrom?: object }[])
    .filter(({ valueFrom }) => valueFrom !== undefined && 'secretKeyRef' in valueFrom)
    .map(({ name }) => name);
  expect(fromSecrets).toEqual(
    expect.arrayContaining([
      'GF_DATABASE_URL',
      'GF_SECURITY_ADMIN_PASSWORD',
      'GF_SECURITY_ADMIN_USER',
      'GF_SECURITY_SECRET_KEY',
    ]),
  );
});

test('files: are the datasource, the provider and the dashboards', () => {
  const [container] = object(grafanaChart(), 'Deployment').spec.template.spec.containers;
  const paths = (container.volumeMounts as readonly { readonly mountPath: string }[]).map(({ mountPath }) => mountPath);
  expect(paths).toEqual(
    expect.arrayContaining([
      '/etc/grafana/dashboards/rabbitmq-shop-broker.json',
      '/etc/grafana/provisioning/dashboards/provider.yaml',
      '/etc/grafana/provisioning/datasources/prometheus.yaml',
    ]),
  );
  expect(Object.values(environment()).some((text) => text.includes('http://grafana-source.monitoring.svc:9090'))).toBe(
    true,
  );
});

test('size: dashboards of more than 1 MiB are rejected', () => {
  const panel = { queries: [{ expression: 'up' }], title: 'x'.repeat(1024), unit: 'count' } as const;
  const panels = Array.from({ length: 1024 }, () => panel);
  const found = collectDiagnostics(
    grafanaChart({ dashboards: [{ id: 'large', rows: [{ panels, title: 'all' }], title: 'Large' }] }),
  );
  expect(found).toMatchObject([{ id: 'config-map-size' }]);
});
