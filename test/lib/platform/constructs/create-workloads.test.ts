import { App } from 'cdk8s';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { SettingsLocation } from '../../../../lib/core/settings-location';
import { rabbitmqEndpoint, rabbitmqVariables } from '../../../../lib/operators/rabbitmq/endpoint';
import { ServicesChart } from '../../../../lib/platform/constructs/services-chart';
import { deployedServices } from '../../../../lib/platform/definitions/deployed-services';
import type { WorkerDefinition } from '../../../../lib/platform/definitions/service-definition';
import { environmentContract } from '../../../../lib/platform/infrastructure/infrastructure-contract';
import { object, objects } from '../../../support/manifests';
import { sampleEnvironment, sampleServices, sampleSize, workerDefinition } from '../../../support/platform-samples';

const target = { ...rabbitmqEndpoint('queues'), ...rabbitmqVariables('queues', 'jobs') };

function workerChart(own: Partial<WorkerDefinition>): ServicesChart {
  const environment = sampleEnvironment({ loader: sampleSize });
  const location = new SettingsLocation([{ file: 'environments/sample.ts', settings: {} }]);
  return new ServicesChart(new App(), 'sample', {
    contract: environmentContract(environment),
    namespace: 'sample',
    monitoring: { labels: { prometheus: 'platform' }, runbooks: 'https://git.example.com/runbooks', scrapers: [] },
    services: deployedServices(sampleServices(workerDefinition(own)), environment, location),
    targets: { rabbitmq: target },
  });
}

/** Returns the variables of a worker, by name: values of its ConfigMap, and references to keys of Secrets. */
function variables(own: Partial<WorkerDefinition>): Readonly<Record<string, string>> {
  const chart = workerChart(own);
  const [container] = object(chart, 'Deployment').spec.template.spec.containers;
  const references = (container.env ?? []).map(
    ({ name, valueFrom }: { name: string; valueFrom: { secretKeyRef: { name: string; key: string } } }) => [
      name,
      `${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`,
    ],
  );
  return { ...objects(chart, 'ConfigMap')[0]?.data, ...Object.fromEntries(references) };
}

describe('clients of the database', () => {
  test('variables: host names, port and the size of the pool', () => {
    const hosts = { DATABASE_PORT: '5432', DATABASE_READ_HOST: 'replica.postgres.sample.internal' };
    expect(variables({ connectsTo: ['database'], databasePoolSize: 5 })).toMatchObject({
      ...hosts,
      DATABASE_POOL_SIZE: '5',
    });
    const other = variables({ connectsTo: ['database'] });
    expect(other).toMatchObject(hosts);
    expect(other).not.toHaveProperty('DATABASE_POOL_SIZE');
  });
});

describe('clients of a target of the platform', () => {
  test('variables: the values and credentials of the target', () => {
    expect(variables({ config: { MODE: 'fast' }, connectsTo: ['rabbitmq'] })).toEqual({
      MODE: 'fast',
      RABBITMQ_HOST: 'queues-default-user/host',
      RABBITMQ_PASSWORD: 'queues-default-user/password',
      RABBITMQ_PORT: 'queues-default-user/port',
      RABBITMQ_USERNAME: 'queues-default-user/username',
      RABBITMQ_VHOST: 'jobs',
    });
  });

  test('variables: a service that does not connect has none of them', () => {
    expect(variables({ config: { MODE: 'fast' } })).toEqual({ MODE: 'fast' });
  });

  test('variables: those that a service sets are kept, in config and in secrets', () => {
    const own = variables({
      config: { RABBITMQ_HOST: 'proxy', RABBITMQ_VHOST: 'other' },
      connectsTo: ['rabbitmq'],
      secrets: { RABBITMQ_USERNAME: { secret: 'loader', key: 'user' } },
    });
    expect(own).toMatchObject({
      RABBITMQ_HOST: 'proxy',
      RABBITMQ_PASSWORD: 'queues-default-user/password',
      RABBITMQ_USERNAME: 'loader/user',
      RABBITMQ_VHOST: 'other',
    });
  });
});

describe('autoscaling', () => {
  const scaleOn = { jobs: { perPod: 20, rabbitmqQueue: { cluster: 'queues', queue: 'jobs', vhost: 'jobs' } } };

  test('scaleOn: one declaration yields the rule and the metric', () => {
    const chart = workerChart({ scaleOn });
    expect(object(chart, 'PrometheusRule')).toMatchObject({
      metadata: { labels: { prometheus: 'platform' } },
      spec: { groups: [{ rules: [{ labels: { metric: 'jobs', namespace: 'sample' } }] }] },
    });
    const types = object(chart, 'HorizontalPodAutoscaler').spec.metrics.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['Resource', 'External']);
  });

  test('targetCpuUtilization: none leaves the load alone', () => {
    const { spec } = object(workerChart({ scaleOn, targetCpuUtilization: 'none' }), 'HorizontalPodAutoscaler');
    expect(spec.metrics.map(({ type }: { type: string }) => type)).toEqual(['External']);
  });

  test('scaleOn: a mistake is reported at the setting of the service', () => {
    const mistaken = { jobs: { ...scaleOn.jobs, perPod: 0 } };
    expect(collectDiagnostics(workerChart({ scaleOn: mistaken })).map(({ id, source }) => [id, source])).toEqual([
      ['scaling-target', 'apps/services/loader.ts → scaleOn.jobs.perPod'],
    ]);
  });
});
