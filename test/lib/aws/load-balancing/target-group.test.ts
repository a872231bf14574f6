import fc from 'fast-check';
import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { TargetAttachment } from '../../../../lib/aws/load-balancing/target-attachment';
import { TargetGroup, type TargetGroupProps } from '../../../../lib/aws/load-balancing/target-group';
import { comesFirst, type Json, only, resources, terraformJson } from '../../../support/terraform';

const ready = HealthCheck.http({ path: '/ready' });

function group(props: Partial<TargetGroupProps> = {}) {
  return (stack: Stack) =>
    new TargetGroup(stack, 'target-group', {
      deregistrationDelay: '60s',
      healthCheck: ready,
      name: 'lab-public-api',
      port: 30_081,
      protocol: 'HTTP',
      vpcId: 'vpc-1',
      ...props,
    });
}

const render = (props: Partial<TargetGroupProps> = {}): Json =>
  only(
    terraformJson((stack) => void group(props)(stack)),
    'aws_lb_target_group',
  );
describe('target group', () => {
  it('target group: is created under another name before the old one is destroyed', () => {
    expect(render().lifecycle).toEqual({ create_before_destroy: true });
    const names = [
      render(),
      render({ port: 30_082 }),
      render({ protocol: 'HTTPS' }),
      render({ targetType: 'ip' }),
      render({ version: 'HTTP2' }),
    ].map(({ name }) => String(name));
    expect(new Set(names).size).toBe(names.length);
  });

  it('name: is kept by changes in place and by explicit defaults', () => {
    const changed = render({
      deregistrationDelay: '5m',
      healthCheck: HealthCheck.https({ path: '/' }),
      version: 'HTTP1',
    });
    expect(changed.name).toBe(render({ targetType: 'instance' }).name);
  });

  it('name: has at most 32 characters and a valid form for every service name', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}[a-z0-9]$/);
    fc.assert(
      fc.property(name, fc.integer({ max: 65_535, min: 1 }), (long, port) => {
        expect(render({ name: long, port }).name).toMatch(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/);
      }),
      { numRuns: 30 },
    );
  });

  it('client addresses: are hidden by default, and connections are terminated after the delay', () => {
    const tcp = { healthCheck: HealthCheck.tcp(), protocol: 'TCP' } as const;
    expect(render(tcp)).toMatchObject({ connection_termination: true, preserve_client_ip: 'false' });
    expect(render({ ...tcp, preserveClientIp: true }).preserve_client_ip).toBe('true');
    expect(render()).not.toHaveProperty('preserve_client_ip');
  });
});

describe('health check', () => {
  const healthCheckBlock = (healthCheck: HealthCheck, props: Partial<TargetGroupProps> = {}): Json =>
    render({ healthCheck, ...props }).health_check;
  const timing = { healthy_threshold: 2, interval: 10, timeout: 5, unhealthy_threshold: 2 };

  it('health check: uses HTTP, HTTPS, TCP or gRPC', () => {
    expect(healthCheckBlock(ready)).toEqual({
      ...timing,
      matcher: '200',
      path: '/ready',
      port: 'traffic-port',
      protocol: 'HTTP',
    });
    expect(healthCheckBlock(HealthCheck.https({ matcher: '200-299', path: '/readyz', port: 6443 }))).toEqual({
      ...timing,
      matcher: '200-299',
      path: '/readyz',
      port: '6443',
      protocol: 'HTTPS',
    });
    expect(healthCheckBlock(HealthCheck.tcp(), { protocol: 'TCP' })).toEqual({
      ...timing,
      port: 'traffic-port',
      protocol: 'TCP',
    });
    const grpc = render({ healthCheck: HealthCheck.grpc(), version: 'GRPC' });
    expect(grpc.protocol_version).toBe('GRPC');
    expect(grpc.health_check).toEqual({
      ...timing,
      matcher: '0',
      path: '/grpc.health.v1.Health/Check',
      port: 'traffic-port',
      protocol: 'HTTP',
    });
  });

  it('timing: sets interval, timeout and thresholds', () => {
    const slow = HealthCheck.http({
      healthyThreshold: 3,
      interval: '2m',
      path: '/',
      timeout: '30s',
      unhealthyThreshold: 4,
    });
    expect(healthCheckBlock(slow)).toMatchObject({
      healthy_threshold: 3,
      interval: 120,
      timeout: 30,
      unhealthy_threshold: 4,
    });
  });

  it('timing: accepts exactly the ranges of AWS', () => {
    fc.assert(
      fc.property(
        fc.integer({ max: 400, min: 1 }),
        fc.integer({ max: 200, min: 1 }),
        fc.integer({ max: 12, min: 0 }),
        (interval, timeout, healthy) => {
          const healthCheck = HealthCheck.http({
            healthyThreshold: healthy,
            interval: `${interval}s`,
            path: '/',
            timeout: `${timeout}s`,
          });
          const allowed =
            interval >= 5 &&
            interval <= 300 &&
            timeout >= 2 &&
            timeout <= 120 &&
            timeout < interval &&
            healthy >= 2 &&
            healthy <= 10;
          expect(healthCheck.check('x', 'application').length === 0).toBe(allowed);
        },
      ),
    );
  });
});

describe('target attachment', () => {
  it('target attachment: is a resource of its own, created before the old one is destroyed', () => {
    const terraform = terraformJson((stack) => {
      const general = { groupNames: { a: 'lab-general-a-1' }, maxSize: 3 };
      new TargetAttachment(stack, 'attachment-0', { group: general, name: 'general', targetGroup: group()(stack) });
    });
    expect(resources(terraform, 'aws_autoscaling_traffic_source_attachment')['attachment-0_attachment-a']).toEqual({
      ...comesFirst,
      autoscaling_group_name: 'lab-general-a-1',
      traffic_source: { identifier: '${aws_lb_target_group.target-group.arn}', type: 'elbv2' },
    });
  });
});
