import { talkExample } from '../../../../apps/examples/talk/talk';
import { RabbitmqBackend } from '../../../../lib/operators/rabbitmq/backend';
import { ImprovadoDefinition } from '../../../../lib/operators/rabbitmq/improvado-definition';
import { object } from '../../../support/manifests';
import { chartWith, improvado, rabbitmqCluster } from '../../../support/workload-samples';

function version() {
  const { spec } = object(
    chartWith((chart) => new ImprovadoDefinition(chart, 'definition')),
    'CustomResourceDefinition',
  );
  return spec.versions[0];
}

const fields = () => version().schema.openAPIV3Schema.properties.spec.properties as Readonly<Record<string, object>>;

test('schema: has each field that the construct writes', () => {
  const everything = chartWith((chart) =>
    rabbitmqCluster(chart, {
      backend: RabbitmqBackend.improvado({
        credentialsSecret: 'broker-secret',
        exporterPort: 9419,
        serviceAccount: 'rabbitmq-instance',
      }),
      memoryHighWatermark: '256Mi',
      placement: { labels: { role: 'data' }, taints: {} },
      resources: { cpu: '1', memory: '1Gi' },
    }),
  );
  for (const chart of [everything, talkExample(), chartWith((own) => rabbitmqCluster(own, { backend: improvado }))]) {
    const { spec } = object(chart, 'Rabbitmq');
    expect(Object.keys(spec).filter((key) => !(key in fields()))).toEqual([]);
  }
});

test('warning: names the ignored fields, in at most the 256 characters that the API server allows', () => {
  const { deprecated, deprecationWarning } = version();
  const ignored = Object.entries(fields()).filter(([, field]) => 'description' in field);
  expect(deprecated).toBe(true);
  expect(ignored.map(([name]) => name).filter((name) => !deprecationWarning.includes(name))).toEqual([]);
  expect(ignored).toHaveLength(6);
  expect(deprecationWarning.length).toBeLessThanOrEqual(256);
});
