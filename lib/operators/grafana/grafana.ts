import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings, type Finding, forwardSources } from '../../core/diagnostics';
import { recommendedLabels } from '../../kubernetes/pod/labels';
import { toYaml } from '../../kubernetes/manifests/yaml';
import { WebService } from '../../kubernetes/workloads/web-service';
import { prometheusEndpoint } from '../prometheus/prometheus';
import type { PrometheusReference } from '../prometheus/props';
import { createSourceService, sourceUrl } from '../prometheus/source-service';
import { dashboardJson, datasourceId } from './dashboard';
import { checkDashboards } from './dashboard-checks';
import type { GrafanaProps } from './props';

const port = 3000;
const defaultPoolSize = 10;
const dashboardsFolder = '/etc/grafana/dashboards';
const provisioningFolder = '/etc/grafana/provisioning';

/**
 * Pods of Grafana with dashboards and a datasource from code, and nothing else: nobody is anonymous, nobody signs up, and nothing is
 * downloaded. A changed dashboard is a new ConfigMap, with which the pods roll without an interruption. Wave `workloads`.
 *
 * @example
 * new Grafana(scope, 'grafana', {
 *   admin: { password: { key: 'password', secret: 'grafana' }, username: { key: 'username', secret: 'grafana' } },
 *   dashboards: [rabbitmqDashboard({ name: 'broker', namespace: 'shop' })],
 *   database: {
 *     endpoint: { name: 'database', peer: { addresses: ['10.0.64.0/20'] }, ports: [5432] },
 *     url: { key: 'url', secret: 'grafana' },
 *   },
 *   encryptionKey: { key: 'encryption-key', secret: 'grafana' },
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'docker.io/grafana/grafana' },
 *   name: 'grafana',
 *   namespace: 'monitoring',
 *   prometheus: { name: 'platform', namespace: 'monitoring' },
 *   resources: { cpu: '250m', memory: '512Mi' },
 * });
 */
export class Grafana extends Construct {
  /** Endpoint of the pods, for `connectsTo` of a proxy. */
  readonly endpoint: Endpoint;
  /** Deployment of the pods, for `patch`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const { admin, allowedFrom, dashboards, database, encryptionKey, prometheus, url } = props;
    const { image, name, namespace, placement, priorityClass, resources } = props;
    addFindings(this, [...checkDashboards(dashboards), ...checkPoolSize(database.poolSize)]);
    createSourceService(this, {
      labels: recommendedLabels({ component: 'source', name, partOf: namespace }),
      name,
      prometheus,
    });
    const service = new WebService(this, 'server', {
      ...(allowedFrom && { allowedFrom }),
      autoscaling: props.autoscaling ?? { maxReplicas: 4, minReplicas: 2 },
      config: { ...configuration(url), GF_DATABASE_MAX_OPEN_CONN: String(database.poolSize ?? defaultPoolSize) },
      connectsTo: [database.endpoint, prometheusEndpoint(prometheus.name, prometheus.namespace)],
      files: {
        [`${provisioningFolder}/datasources/prometheus.yaml`]: datasource(name, prometheus),
        [`${provisioningFolder}/dashboards/provider.yaml`]: provider,
        ...Object.fromEntries(
          dashboards.map((dashboard) => [`${dashboardsFolder}/${dashboard.id}.json`, dashboardJson(dashboard)]),
        ),
      },
      image,
      // Answers without the database, so that its loss restarts no pod.
      livenessPath: '/healthz',
      name,
      namespace,
      ...(placement && { placement }),
      port,
      ...(priorityClass !== undefined && { priorityClass }),
      readinessPath: '/api/health',
      resources,
      secrets: {
        GF_DATABASE_URL: database.url,
        GF_SECURITY_ADMIN_PASSWORD: admin.password,
        GF_SECURITY_ADMIN_USER: admin.username,
        GF_SECURITY_SECRET_KEY: encryptionKey,
      },
      // The first start creates the tables.
      startupTimeout: '5m',
      writablePaths: ['/tmp', '/var/lib/grafana'],
    });
    forwardSources(this, service, {
      ...Object.fromEntries(
        ['allowedFrom', 'autoscaling', 'image', 'name', 'namespace', 'placement'].map((prop) => [prop, prop]),
      ),
      ...Object.fromEntries(['priorityClass', 'resources'].map((prop) => [prop, prop])),
      'connectsTo.0': 'database.endpoint',
      'files': 'dashboards',
      'secrets.GF_DATABASE_URL': 'database.url',
      'secrets.GF_SECURITY_ADMIN_PASSWORD': 'admin.password',
      'secrets.GF_SECURITY_ADMIN_USER': 'admin.username',
      'secrets.GF_SECURITY_SECRET_KEY': 'encryptionKey',
    });
    this.deployment = service.deployment;
    this.endpoint = service.endpoint;
  }
}

/** Checks the size of a pool: Grafana takes 0 for no limit. */
function checkPoolSize(poolSize = defaultPoolSize): Finding[] {
  if (Number.isInteger(poolSize) && poolSize >= 1 && poolSize <= 1000) return [];
  return [
    {
      id: 'grafana-pool-size',
      setting: 'database.poolSize',
      message: `poolSize must be a whole number from 1 to 1000; got ${poolSize}`,
      hint: `remove it for ${defaultPoolSize}`,
    },
  ];
}

/** Environment variables, by which Grafana overrides its settings. */
function configuration(url: string | undefined): Record<string, string> {
  return {
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_AUTH_ANONYMOUS_ENABLED: 'false',
    GF_LOG_MODE: 'console',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    ...(url !== undefined && { GF_SERVER_ROOT_URL: url }),
    ...(url?.startsWith('https://') === true && { GF_SECURITY_COOKIE_SECURE: 'true' }),
  };
}

/**
 * Returns the datasource of the Prometheus.
 *
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
function datasource(name: string, prometheus: PrometheusReference): string {
  return toYaml({
    apiVersion: 1,
    // Datasources that are not in this list are deleted.
    prune: true,
    datasources: [
      {
        access: 'proxy',
        editable: false,
        isDefault: true,
        jsonData: { httpMethod: 'POST', timeInterval: '30s' },
        name: 'Prometheus',
        type: 'prometheus',
        uid: datasourceId,
        url: sourceUrl(name, prometheus),
      },
    ],
  });
}

const provider = toYaml({
  apiVersion: 1,
  providers: [
    {
      allowUiUpdates: false,
      disableDeletion: true,
      name: 'code',
      options: { path: dashboardsFolder },
      type: 'file',
    },
  ],
});
