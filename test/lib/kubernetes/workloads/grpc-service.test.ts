import type { Exposure } from '../../../../lib/core/contract';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { GrpcService, type GrpcServiceProps } from '../../../../lib/kubernetes/workloads/grpc-service';
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
  host: 'orders.example.com',
  nodePort: 30_090,
  paths: ['/orders.v1.Orders/*'],
  priority: 30,
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

  test('is asked two questions, never one for both', () => {
    expect(rulesIn(grpcChart({ livenessService: '' }))).toEqual([
      "livenessService: a service of the health protocol is letters, digits, dots and underscores, got ''",
    ]);
    expect(rulesIn(grpcChart({ livenessService: 'orders.v1.Orders' }))).toEqual([]);
  });
});
