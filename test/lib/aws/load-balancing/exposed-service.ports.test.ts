import { ExposedService } from '../../../../lib/aws/load-balancing/exposed-service';
import type { ExposedServiceProps } from '../../../../lib/aws/load-balancing/exposed-service-props';
import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { nodes, openPorts } from '../../../support/open-ports';
import { type Json, loadBalancer, terraformJson } from '../../../support/terraform';

const services = (...all: readonly Partial<ExposedServiceProps>[]): Json =>
  terraformJson((stack) => {
    const balancer = loadBalancer(stack);
    for (const [index, props] of all.entries()) {
      const serviceName = `service-${index}`;
      new ExposedService(stack, serviceName, {
        drainTimeout: '30s',
        exposure: { host: `s${index}.lab.imp.example`, nodePort: 30_080 + index, paths: ['/*'], priority: index + 1 },
        healthPath: '/ready',
        loadBalancer: balancer,
        nodeGroups: {},
        nodes,
        serviceName,
        ...props,
      });
    }
    expect(collectDiagnostics(stack)).toEqual([]);
  });

const fromApplication = '${aws_security_group.load-balancer_security-group.id}';
const kubeProxy = HealthCheck.http({ path: '/healthz', port: 10_256 });

describe('ports of an exposed service', () => {
  it.each<[string, Partial<ExposedServiceProps>[], number[]]>([
    ['of the traffic', [{}], [30_080]],
    ['of a health check', [{ healthCheck: kubeProxy }], [10_256, 30_080]],
    [
      'of a health check that services share',
      [{ healthCheck: kubeProxy }, { healthCheck: kubeProxy }],
      [10_256, 30_080, 30_081],
    ],
    [
      'of a health check of variants',
      [{ healthCheck: kubeProxy, variants: { next: { nodePort: 30_180, weight: 1 } } }],
      [10_256, 30_080, 30_180],
    ],
    ['of the traffic by name', [{ healthCheck: HealthCheck.http({ path: '/', port: 30_080 }) }], [30_080]],
  ])('security group rules: open the port %s', (_, all, ports) => {
    expect(openPorts(services(...all), fromApplication)).toEqual(ports);
  });
});
