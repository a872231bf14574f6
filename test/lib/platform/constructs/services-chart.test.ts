import { App } from 'cdk8s';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { SettingsLocation } from '../../../../lib/core/settings-location';
import { metricsEndpoints } from '../../../../lib/platform/constructs/service-monitoring';
import { ServicesChart } from '../../../../lib/platform/constructs/services-chart';
import type { ServiceDefinition } from '../../../../lib/platform/definitions/service-definition';
import { deployedServices } from '../../../../lib/platform/definitions/deployed-services';
import { environmentContract } from '../../../../lib/platform/infrastructure/infrastructure-contract';
import { objects } from '../../../support/manifests';
import {
  sampleEnvironment,
  sampleServices,
  sampleSize,
  webDefinition,
  workerDefinition,
} from '../../../support/platform-samples';

const prometheus = { name: 'prometheus', peer: { namespace: 'monitoring', pods: { app: 'prometheus' } }, ports: [] };
const location = new SettingsLocation([{ file: 'environments/sample.ts', settings: {} }]);
const ports = { metrics: { port: 9100 }, statsd: { port: 8125, protocol: 'UDP' as const } };

function chartOf(...definitions: readonly ServiceDefinition[]): ServicesChart {
  const names = definitions.map(({ name }) => name);
  const environment = sampleEnvironment(Object.fromEntries(names.map((name) => [name, sampleSize])));
  const services = deployedServices(sampleServices(...definitions), environment, location);
  expect(services.map(({ definition }) => definition.name)).toEqual(names);
  return new ServicesChart(new App(), 'sample', {
    contract: environmentContract(environment),
    namespace: 'sample',
    monitoring: {
      labels: { prometheus: 'platform' },
      runbooks: 'https://git.example.com/runbooks',
      scrapers: [prometheus],
    },
    services,
  });
}

describe('services chart', () => {
  const chart = chartOf(
    webDefinition({ name: 'api', ports }),
    workerDefinition({ connectsTo: ['api:statsd'], ports: { metrics: { port: 9100 } } }),
  );

  test('scrapers: may connect to the port metrics of every service, and to no other', () => {
    const admitted = objects(chart, 'NetworkPolicy')
      .flatMap(({ spec }) => spec.ingress ?? [])
      .filter(({ from }) => JSON.stringify(from).includes('prometheus'));
    expect(admitted.map(({ ports: open }) => open)).toEqual([
      [{ port: 9100, protocol: 'TCP' }],
      [{ port: 9100, protocol: 'TCP' }],
    ]);
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('ports: a client connects to one of them, with its protocol', () => {
    const policies = objects(chart, 'NetworkPolicy').filter(({ metadata }) =>
      /^(?:api-from-loader|loader-egress)-/.test(metadata.name),
    );
    expect(policies.map(({ spec }) => (spec.egress ?? spec.ingress)[0].ports)).toEqual([
      [{ port: 8125, protocol: 'UDP' }],
      [{ port: 8125, protocol: 'UDP' }],
    ]);
  });

  test('port metrics: one monitor for the service and its variants, with the name of the service as job', () => {
    const variants = { canary: { nodePort: 30_181 }, blue: { nodePort: 30_182 } };
    const monitored = chartOf(webDefinition({ name: 'api', ports, variants }), webDefinition({ name: 'shop' }));
    const [monitor, ...others] = objects(monitored, 'PodMonitor');
    expect(others).toEqual([]);
    expect(monitor.metadata.labels).toMatchObject({ prometheus: 'platform' });
    expect(monitor.spec).toMatchObject({
      podMetricsEndpoints: [{ port: 'metrics', relabelings: [{ replacement: 'api', targetLabel: 'job' }] }],
      selector: {
        matchExpressions: [
          { key: 'app.kubernetes.io/instance', operator: 'In', values: ['api', 'api-blue', 'api-canary'] },
        ],
      },
    });
  });

  test('availability: alerts read the counter of the service, or another one', () => {
    const failed = { status: '5..|499' };
    const measured = chartOf(
      webDefinition({ availability: 99.9, name: 'api', ports }),
      webDefinition({ availability: 99, name: 'shop', ports, requests: { failed, metric: 'requests_total' } }),
    );
    const [api = '', shop = ''] = objects(measured, 'PrometheusRule').map((rule) => JSON.stringify(rule));
    expect(api).toContain(String.raw`http_requests_total{job=\"api\",namespace=\"sample\",code=~\"5..\"}`);
    expect(shop).toContain(String.raw`requests_total{job=\"shop\",namespace=\"sample\",status=~\"5..|499\"}`);
    expect(collectDiagnostics(measured)).toEqual([]);
  });

  test('metrics: endpoints are those of services and variants with the port', () => {
    const definitions = [
      webDefinition({ name: 'api', ports, variants: { canary: { nodePort: 30_181 } } }),
      workerDefinition(),
    ];
    expect(metricsEndpoints(definitions, 'sample').map(({ name, ports: open }) => [name, open])).toEqual([
      ['api', [9100]],
      ['api-canary', [9100]],
    ]);
  });
});
