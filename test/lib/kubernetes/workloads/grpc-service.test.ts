import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { object, objects } from '../../../support/manifests';
import { chartWith, exposure, grpcService, nodeAddresses } from '../../../support/workload-samples';

describe('gRPC service', () => {
  const exposed = chartWith((chart) => grpcService(chart, { exposure, nodeAddresses }));

  test('probes: use gRPC, with a named service for liveness and the whole server for readiness', () => {
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

  test('Service: declares HTTP/2 without TLS', () => {
    expect(object(exposed, 'Service').spec).toMatchObject({
      ports: [{ appProtocol: 'kubernetes.io/h2c', name: 'grpc', nodePort: 30_080, port: 9000, targetPort: 'grpc' }],
      type: 'NodePort',
    });
  });

  test('NetworkPolicy: permits the nodes on its port', () => {
    const policies = objects(exposed, 'NetworkPolicy').flatMap(({ spec }) => spec.ingress ?? []);
    expect(policies).toEqual([
      { from: [{ ipBlock: { cidr: '10.20.8.0/22' } }], ports: [{ port: 9000, protocol: 'TCP' }] },
    ]);
    expect(collectDiagnostics(exposed)).toEqual([]);
  });
});
