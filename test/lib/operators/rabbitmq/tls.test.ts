import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import {
  rabbitmqEndpoint,
  rabbitmqManagementEndpoint,
  rabbitmqMetricsEndpoint,
  rabbitmqVariables,
} from '../../../../lib/operators/rabbitmq/endpoint';
import type { RabbitmqClusterProps } from '../../../../lib/operators/rabbitmq/props';
import type { RabbitmqTls } from '../../../../lib/operators/rabbitmq/tls-props';
import { namesIn, object } from '../../../support/manifests';
import { chartWith, rabbitmqCluster } from '../../../support/workload-samples';

const client = workloadEndpoint('loader');
const props: Partial<RabbitmqClusterProps> = { allowedFrom: [client], monitoring: { scrapers: [client] } };

function brokerChart(tls: RabbitmqTls) {
  return chartWith((chart) => rabbitmqCluster(chart, { ...props, tls }));
}

function spec(tls: RabbitmqTls) {
  return object(brokerChart(tls), 'RabbitmqCluster').spec;
}

/** Ports that the NetworkPolicy admits, without those of peer discovery and distribution. */
function admittedPorts(tls: RabbitmqTls): number[][] {
  const { ingress } = object(brokerChart(tls), 'NetworkPolicy').spec as {
    readonly ingress: readonly { readonly ports: readonly { readonly port: number }[] }[];
  };
  return ingress.map(({ ports }) => ports.map(({ port }) => port));
}

test('listeners: are those of TLS alone, whose authority the operator knows', () => {
  expect(spec({ secret: 'broker-tls' }).tls).toEqual({
    caSecretName: 'broker-tls',
    disableNonTLSListeners: true,
    secretName: 'broker-tls',
  });
  expect(spec({ caSecret: 'authority', plainListeners: true, secret: 'broker-tls' }).tls).toEqual({
    caSecretName: 'authority',
    disableNonTLSListeners: false,
    secretName: 'broker-tls',
  });
  expect(collectDiagnostics(brokerChart({ secret: 'broker-tls' }))).toEqual([]);
});

test('NetworkPolicy: admits to the listeners that exist', () => {
  expect(admittedPorts({ secret: 'broker-tls' })).toEqual([
    [5671],
    [4369, 25672, 15671, 15691, 35672],
    [15671],
    [15691],
  ]);
  expect(admittedPorts({ plainListeners: true, secret: 'broker-tls' })).toEqual([
    [5672, 5671],
    [4369, 25672, 15672, 15671, 15692, 15691, 35672],
    [15672, 15671],
    [15692, 15691],
  ]);
});

test('metrics: are scraped by TLS, with a name that the certificate contains', () => {
  const chart = brokerChart({ secret: 'broker-tls' });
  const { name, namespace } = object(chart, 'RabbitmqCluster').metadata;
  expect(object(chart, 'PodMonitor').spec.podMetricsEndpoints).toMatchObject([
    {
      port: 'prometheus-tls',
      scheme: 'https',
      tlsConfig: { ca: { secret: { key: 'ca.crt', name: 'broker-tls' } }, serverName: `${name}.${namespace}.svc` },
    },
  ]);
});

test('clients: get ports and scheme of TLS', () => {
  const connection = { tls: true };
  expect(rabbitmqEndpoint('broker', connection).ports).toEqual([5671]);
  expect(rabbitmqManagementEndpoint('broker', 'shop', connection).ports).toEqual([15671]);
  expect(rabbitmqMetricsEndpoint('broker', 'shop', connection).ports).toEqual([15691]);
  expect(rabbitmqVariables('broker', 'dts', connection).config).toEqual({
    RABBITMQ_SCHEME: 'amqps',
    RABBITMQ_VHOST: 'dts',
  });
  expect(rabbitmqVariables('broker').config).toEqual({ RABBITMQ_VHOST: '/' });
});

test('members: verify each other with a certificate that is mounted', () => {
  const chart = brokerChart({ memberSecret: 'member-tls', secret: 'broker-tls' });
  const { override, rabbitmq } = object(chart, 'RabbitmqCluster').spec;
  const { containers, volumes } = override.statefulSet.spec.template.spec;
  const lines = (rabbitmq.envConfig as string).trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(
    lines.every((line) => line.includes('-proto_dist inet_tls -ssl_dist_optfile /etc/rabbitmq/inter-node-tls.config')),
  ).toBe(true);
  expect(containers[0].volumeMounts).toMatchObject([
    { mountPath: '/etc/rabbitmq-members', readOnly: true },
    { mountPath: '/etc/rabbitmq/inter-node-tls.config', subPath: 'inter-node-tls.config' },
  ]);
  expect(volumes).toMatchObject([
    { secret: { secretName: 'member-tls' } },
    { configMap: { name: 'broker-member-tls' } },
  ]);
  const options = object(chart, 'ConfigMap').data['inter-node-tls.config'];
  expect(options.match(/\{verify, verify_peer\}/g)).toHaveLength(2);
  expect(options).toContain('{cacertfile, "/etc/rabbitmq-members/ca.crt"}');
  expect(namesIn(brokerChart({ secret: 'broker-tls' }))).not.toContain('ConfigMap/broker-member-tls');
});
