import { type Exposure, grpcHealthMethod } from '../../../../lib/core/contract';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { GrpcService, type GrpcServiceProps } from '../../../../lib/kubernetes/workloads/grpc-service';
import { WebService } from '../../../../lib/kubernetes/workloads/web-service';
import { object, rulesIn, testChart } from '../../../support/manifests';

const orders: GrpcServiceProps = {
  image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/orders' },
  name: 'orders',
  namespace: 'apps',
  port: 9000,
  resources: { cpu: '250m', memory: '512Mi' },
  autoscaling: { maxReplicas: 6, minReplicas: 3 },
};

const exposure: Exposure = {
  drainTimeout: '30s',
  healthPath: grpcHealthMethod,
  host: 'orders.example.com',
  nodePort: 30_090,
  paths: ['/orders.v1.Orders/*'],
  priority: 30,
  protocol: 'grpc',
  service: 'orders',
};

function grpcChart(props: Partial<GrpcServiceProps> = {}) {
  const chart = testChart();
  new GrpcService(chart, 'orders', { ...orders, ...props });
  return chart;
}

describe('GrpcService', () => {
  const exposed = grpcChart({ exposure, nodeAddresses: ['10.20.8.0/22'] });

  test('is asked by the kubelet in gRPC: for the server as a whole, and by a name whether it is beyond help', () => {
    const [container] = object(exposed, 'Deployment').spec.template.spec.containers;
    expect(container).toMatchObject({
      livenessProbe: { grpc: { port: 9000, service: 'liveness' }, periodSeconds: 10 },
      ports: [{ containerPort: 9000, name: 'grpc', protocol: 'TCP' }],
      readinessProbe: { grpc: { port: 9000 }, periodSeconds: 5 },
      startupProbe: { grpc: { port: 9000, service: 'liveness' } },
    });
    expect(container.readinessProbe.grpc).not.toHaveProperty('service');
    expect(JSON.stringify(container)).not.toContain('httpGet');
  });

  test('says to whatever stands between that it is HTTP/2 without TLS', () => {
    expect(object(exposed, 'Service').spec).toMatchObject({
      ports: [{ appProtocol: 'kubernetes.io/h2c', name: 'grpc', nodePort: 30_090, port: 9000, targetPort: 'grpc' }],
      type: 'NodePort',
    });
  });

  test('admits the nodes to its port', () => {
    expect(object(exposed, 'NetworkPolicy').spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: '10.20.8.0/22' } }], ports: [{ port: 9000, protocol: 'TCP' }] },
    ]);
    expect(collectDiagnostics(exposed)).toEqual([]);
  });

  test('is not exposed as what it does not speak, nor asked for what it does not answer', () => {
    const wrong: Exposure = { ...exposure, healthPath: '/ready', protocol: 'http' };
    expect(rulesIn(grpcChart({ exposure: wrong, nodeAddresses: ['10.20.8.0/22'] }))).toEqual([
      "exposure.healthPath: healthPath must be the service's own ('/grpc.health.v1.Health/Check'), got '/ready'",
      "exposure.protocol: protocol must be the service's own ('grpc'), got 'http'",
    ]);
  });

  test('and a web service is not exposed as gRPC', () => {
    const chart = testChart();
    new WebService(chart, 'orders', {
      ...orders,
      exposure: { ...exposure, healthPath: '/ready' },
      livenessPath: '/live',
      nodeAddresses: ['10.20.8.0/22'],
      readinessPath: '/ready',
    });
    expect(rulesIn(chart)).toEqual(["exposure.protocol: protocol must be the service's own ('http'), got 'grpc'"]);
  });

  test('is asked two questions, never one for both', () => {
    expect(rulesIn(grpcChart({ livenessService: '' }))).toEqual([
      "livenessService: a service of the health protocol is letters, digits, dots and underscores, got ''",
    ]);
    expect(rulesIn(grpcChart({ livenessService: 'orders.v1.Orders' }))).toEqual([]);
  });
});
