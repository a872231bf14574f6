import fc from 'fast-check';
import { HealthCheck, type HealthCheckTiming } from '../../../../lib/aws/load-balancing/health-check';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { TargetAttachment } from '../../../../lib/aws/load-balancing/target-attachment';
import { TargetGroup, type TargetGroupProps } from '../../../../lib/aws/load-balancing/target-group';
import { comesFirst, findingsOf, type Json, only, resources, terraformOf } from '../../../support/terraform';

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

const made = (props: Partial<TargetGroupProps> = {}): Json =>
  only(
    terraformOf((stack) => void group(props)(stack)),
    'aws_lb_target_group',
  );
const said = (props: Partial<TargetGroupProps>) => findingsOf((stack) => void group(props)(stack));

describe('a target group', () => {
  it('stands before the one that it replaces goes, under another name', () => {
    expect(made().lifecycle).toEqual({ create_before_destroy: true });
    const names = [
      made(),
      made({ port: 30_082 }),
      made({ protocol: 'HTTPS' }),
      made({ targetType: 'ip' }),
      made({ version: 'HTTP2' }),
    ].map(({ name }) => String(name));
    expect(new Set(names).size).toBe(names.length);
  });

  it('keeps its name when what is changed in place changes, and when a default is said', () => {
    const changed = made({
      deregistrationDelay: '5m',
      healthCheck: HealthCheck.https({ path: '/' }),
      version: 'HTTP1',
    });
    expect(changed.name).toBe(made({ targetType: 'instance' }).name);
  });

  it('has a name of at most 32 characters that AWS takes, whatever the service is called', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,60}[a-z0-9]$/);
    fc.assert(
      fc.property(name, fc.integer({ max: 65_535, min: 1 }), (long, port) => {
        expect(made({ name: long, port }).name).toMatch(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/);
      }),
      { numRuns: 30 },
    );
  });

  it('hides clients from machines unless it is told, so that a machine reaches itself, and cuts connections after the drain', () => {
    const tcp = { healthCheck: HealthCheck.tcp(), protocol: 'TCP' } as const;
    expect(made(tcp)).toMatchObject({ connection_termination: true, preserve_client_ip: 'false' });
    expect(made({ ...tcp, preserveClientIp: true }).preserve_client_ip).toBe('true');
    expect(made()).not.toHaveProperty('preserve_client_ip');
  });
});

describe('a health check', () => {
  const asked = (healthCheck: HealthCheck, props: Partial<TargetGroupProps> = {}): Json =>
    made({ healthCheck, ...props }).health_check;
  const timing = { healthy_threshold: 2, interval: 10, timeout: 5, unhealthy_threshold: 2 };

  it('asks by HTTP, HTTPS, TCP or gRPC', () => {
    expect(asked(ready)).toEqual({
      ...timing,
      matcher: '200',
      path: '/ready',
      port: 'traffic-port',
      protocol: 'HTTP',
    });
    expect(asked(HealthCheck.https({ matcher: '200-299', path: '/readyz', port: 6443 }))).toEqual({
      ...timing,
      matcher: '200-299',
      path: '/readyz',
      port: '6443',
      protocol: 'HTTPS',
    });
    expect(asked(HealthCheck.tcp(), { protocol: 'TCP' })).toEqual({
      ...timing,
      port: 'traffic-port',
      protocol: 'TCP',
    });
    const grpc = made({ healthCheck: HealthCheck.grpc(), version: 'GRPC' });
    expect(grpc.protocol_version).toBe('GRPC');
    expect(grpc.health_check).toEqual({
      ...timing,
      matcher: '0',
      path: '/grpc.health.v1.Health/Check',
      port: 'traffic-port',
      protocol: 'HTTP',
    });
  });

  it('is made as often as it is told', () => {
    const slow = HealthCheck.http({ healthy: 3, interval: '2m', path: '/', timeout: '30s', unhealthy: 4 });
    expect(asked(slow)).toMatchObject({
      healthy_threshold: 3,
      interval: 120,
      timeout: 30,
      unhealthy_threshold: 4,
    });
  });

  it.each<[HealthCheckTiming, [string, string, string]]>([
    [{ interval: '301s' }, ['interval', 'a health check is made every 5s to 300s, got 301s', "write it as '60s'"]],
    [{ timeout: '1s' }, ['timeout', 'the answer to a health check may take 2s to 120s, got 1s', "write it as '60s'"]],
    [
      { timeout: '10s' },
      [
        'timeout',
        "a health check's timeout must be less than its interval (10s), got 10s",
        'shorten the timeout, or ask less often',
      ],
    ],
    [{ healthy: 1 }, ['healthy', 'a target is judged by 2 to 10 answers, got 1', 'write a number from 2 to 10']],
    [{ unhealthy: 11 }, ['unhealthy', 'a target is judged by 2 to 10 answers, got 11', 'write a number from 2 to 10']],
  ])('with a timing of %j says so', (wrong, [setting, ...words]) => {
    expect(said({ healthCheck: HealthCheck.http({ path: '/', ...wrong }) })).toEqual([
      [`healthCheck.${setting}`, ...words],
    ]);
  });

  it('takes every timing within the ranges of AWS, and none outside of them', () => {
    fc.assert(
      fc.property(
        fc.integer({ max: 400, min: 1 }),
        fc.integer({ max: 200, min: 1 }),
        fc.integer({ max: 12, min: 0 }),
        (interval, timeout, healthy) => {
          const healthCheck = HealthCheck.http({
            healthy,
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
          expect(healthCheck.check('x').length === 0).toBe(allowed);
        },
      ),
    );
  });
});

describe('a target group with a mistake', () => {
  it.each<[string, Partial<TargetGroupProps>, [string, string, string]]>([
    ['a port', { port: 0 }, ['port', 'a port is from 1 to 65535, got 0', 'choose one from the range']],
    [
      'a long drain',
      { deregistrationDelay: '2h' },
      ['drain', 'a target may take 0s to 1h to answer what it was asked, got 2h', "write it as '60s'"],
    ],
    [
      'a path without a slash',
      { healthCheck: HealthCheck.http({ path: 'ready' }) },
      [
        'healthCheck.path',
        "a health check's path starts with / and has at most 1024 characters, got 'ready'",
        "write it as '/health/ready'",
      ],
    ],
    [
      'a name with an underscore',
      { name: 'lab_api' },
      [
        'name',
        "a target-group name is letters, digits and inner hyphens, got 'lab_api'",
        "rename it, for example to 'lab-api'",
      ],
    ],
    [
      'web targets that are asked by TCP',
      { healthCheck: HealthCheck.tcp() },
      [
        'healthCheck',
        'targets of HTTP must be asked by HTTP or HTTPS, got tcp',
        'use HealthCheck.http, or HealthCheck.https',
      ],
    ],
    [
      'gRPC asked of targets that do not speak it',
      { healthCheck: HealthCheck.grpc() },
      [
        'healthCheck',
        'targets are asked by gRPC if they speak it and only then, got grpc for HTTP1',
        "use HealthCheck.http, or version 'GRPC'",
      ],
    ],
    [
      'a good answer that is no status of gRPC',
      { healthCheck: HealthCheck.grpc({ matcher: '100' }), version: 'GRPC' },
      [
        'healthCheck.matcher',
        "a good answer is a list or range of gRPC statuses (0 to 99), got '100'",
        "write it as '0', '12' or '0-99'",
      ],
    ],
    [
      'a good answer that is no status of HTTP',
      { healthCheck: HealthCheck.http({ matcher: '2xx', path: '/' }) },
      [
        'healthCheck.matcher',
        "a good answer is a list or range of HTTP statuses (200 to 599), got '2xx'",
        "write it as '200', '200,204' or '200-299'",
      ],
    ],
    [
      'client addresses for web targets',
      { preserveClientIp: true },
      ['preserveClientIp', 'preserveClientIp is not for targets of HTTP, got true', 'leave it out'],
    ],
    [
      'a version of HTTP for connections',
      { healthCheck: HealthCheck.tcp(), protocol: 'TCP', version: 'HTTP2' },
      ['version', 'version is not for targets of TCP, got HTTP2', 'leave it out'],
    ],
  ])('such as %s says so', (_, props, finding) => {
    expect(said(props)).toEqual([finding]);
  });

  it.each<Partial<TargetGroupProps>>([
    { deregistrationDelay: '0s' },
    { deregistrationDelay: '1h' },
    { port: 1 },
    { port: 65_535 },
  ])('is none at the end of a range: %j', (props) => {
    expect(said(props)).toEqual([]);
  });
});

describe('the target groups of a node group', () => {
  function attach(stack: Stack, count: number): void {
    const general = { groupName: 'lab-general', maxSize: 3 };
    const targetGroup = group()(stack);
    for (let index = 0; index < count; index += 1) {
      new TargetAttachment(stack, `attachment-${index}`, { group: general, name: 'general', targetGroup });
    }
  }

  it('are as many as AWS allows: 50, and no more', () => {
    expect(findingsOf((stack) => attach(stack, 50))).toEqual([]);
    expect(findingsOf((stack) => attach(stack, 51))).toEqual([
      [
        'nodeGroups.general',
        "a node group takes requests for at most 50 target groups, got 51 on 'general'",
        'bring it to another node group, or end a variant that takes no requests any more',
      ],
    ]);
  });

  it('are attached one by one, and named by no group', () => {
    const terraform = terraformOf((stack) => attach(stack, 1));
    expect(resources(terraform, 'aws_autoscaling_traffic_source_attachment')['attachment-0']).toEqual({
      ...comesFirst,
      autoscaling_group_name: 'lab-general',
      traffic_source: { identifier: '${aws_lb_target_group.target-group.arn}', type: 'elbv2' },
    });
  });
});
