import type { LbTargetGroupHealthCheck } from '@cdktf/provider-aws/lib/lb-target-group';
import { grpcHealthMethod } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { type Duration, isAmount, seconds } from '../../core/units';

/** How often, how long and how many times a target is asked. */
export interface HealthCheckTiming {
  /** Time between two questions to a target, 5s to 300s. @default '10s' */
  readonly interval?: Duration;
  /** How long an answer may take, 2s to 120s and less than the interval. @default '5s' */
  readonly timeout?: Duration;
  /** Good answers in a row until a target takes requests, 2 to 10. @default 2 */
  readonly healthy?: number;
  /** Bad answers in a row until it takes none, 2 to 10. @default 2 */
  readonly unhealthy?: number;
}

/** Where a target is asked, by HTTP or HTTPS. */
export interface WebHealthCheck extends HealthCheckTiming {
  /** What is asked for: `/health/ready`. */
  readonly path: string;
  /** The good answers, as HTTP statuses: `200`, `200,204` or `200-299`. @default '200' */
  readonly matcher?: string;
  /** The port that is asked. @default the port that takes the requests */
  readonly port?: number;
}

/** Where a target is asked, by gRPC: on the port that takes the requests. */
export interface GrpcHealthCheck extends HealthCheckTiming {
  /** The method that is called. @default '/grpc.health.v1.Health/Check' */
  readonly path?: string;
  /** The good answers, as gRPC statuses: `0` or `0-5`. @default '0' */
  readonly matcher?: string;
}

type Kind = 'http' | 'https' | 'tcp' | 'grpc';

/** How a load balancer knows that a target works. */
export class HealthCheck {
  private constructor(
    readonly kind: Kind,
    private readonly timing: HealthCheckTiming,
    private readonly asked: { readonly matcher?: string; readonly path?: string; readonly port?: number },
  ) {}

  /** By HTTP, in the clear. */
  static http(check: WebHealthCheck): HealthCheck {
    return new HealthCheck('http', check, { matcher: '200', ...check });
  }

  /** By HTTPS. The target's certificate is not verified: load balancers never do. */
  static https(check: WebHealthCheck): HealthCheck {
    return new HealthCheck('https', check, { matcher: '200', ...check });
  }

  /** By opening a connection: a process that hangs passes, so prefer a question where there is one. */
  static tcp(check: HealthCheckTiming & { readonly port?: number } = {}): HealthCheck {
    return new HealthCheck('tcp', check, check.port === undefined ? {} : { port: check.port });
  }

  /** By a call of gRPC: for the targets of an application load balancer that speak it. */
  static grpc(check: GrpcHealthCheck = {}): HealthCheck {
    return new HealthCheck('grpc', check, { matcher: '0', path: grpcHealthMethod, ...check });
  }

  /** As the provider takes it. */
  get settings(): LbTargetGroupHealthCheck {
    const { healthy = 2, interval = '10s', timeout = '5s', unhealthy = 2 } = this.timing;
    const { matcher, path, port } = this.asked;
    return {
      healthyThreshold: healthy,
      interval: seconds(interval),
      ...(matcher === undefined ? {} : { matcher }),
      ...(path === undefined ? {} : { path }),
      port: port === undefined ? 'traffic-port' : String(port),
      // The group's protocol version says that it is gRPC; the check itself has no word for it.
      protocol: this.kind === 'grpc' ? 'HTTP' : this.kind.toUpperCase(),
      timeout: seconds(timeout),
      unhealthyThreshold: unhealthy,
    };
  }

  /** What is wrong with it. Sources of the ranges: CreateTargetGroup, Elastic Load Balancing API reference. */
  check(setting: string): Finding[] {
    const { healthy = 2, interval = '10s', timeout = '5s', unhealthy = 2 } = this.timing;
    const { matcher, path, port } = this.asked;
    return [
      ...between(`${setting}.interval`, 'a health check is made every 5s to 300s', interval, 5, 300),
      ...between(`${setting}.timeout`, 'the answer to a health check may take 2s to 120s', timeout, 2, 120),
      ...(seconds(timeout) >= seconds(interval)
        ? [
            {
              hint: 'shorten the timeout, or ask less often',
              message: `a health check's timeout must be less than its interval (${interval}), got ${timeout}`,
              setting: `${setting}.timeout`,
            },
          ]
        : []),
      ...threshold(`${setting}.healthy`, healthy),
      ...threshold(`${setting}.unhealthy`, unhealthy),
      ...(path === undefined || /^\/.{0,1023}$/.test(path)
        ? []
        : [
            {
              hint: `write it as '/health/ready'`,
              message: `a health check's path starts with / and has at most 1024 characters, got '${path}'`,
              setting: `${setting}.path`,
            },
          ]),
      ...(port === undefined ? [] : checkPort(`${setting}.port`, port)),
      ...(matcher === undefined ? [] : checkMatcher(`${setting}.matcher`, matcher, this.kind)),
      ...(this.kind === 'grpc' && path !== undefined ? checkMethod(`${setting}.path`, path) : []),
    ];
  }
}

/** Statuses that an answer can have. Source: Matcher, Elastic Load Balancing API reference. */
const statuses = {
  grpc: { example: `'0', '12' or '0-99'`, first: 0, last: 99, name: 'gRPC' },
  web: { example: `'200', '200,204' or '200-299'`, first: 200, last: 599, name: 'HTTP' },
} as const;

function checkMatcher(setting: string, matcher: string, kind: Kind): Finding[] {
  const { example, first, last, name } = statuses[kind === 'grpc' ? 'grpc' : 'web'];
  const numbers = /^\d+(?:-\d+|(?:,\d+)*)$/.test(matcher) ? matcher.split(/[,-]/).map(Number) : [];
  if (numbers.length > 0 && numbers.every((status) => status >= first && status <= last)) return [];
  return [
    {
      hint: `write it as ${example}`,
      message: `a good answer is a list or range of ${name} statuses (${first} to ${last}), got '${matcher}'`,
      setting,
    },
  ];
}

function checkMethod(setting: string, path: string): Finding[] {
  if (/^\/\w+(?:\.\w+)+\/\w+$/.test(path)) return [];
  return [
    {
      hint: `write '${grpcHealthMethod}', which the kubelet calls too`,
      message: `a gRPC service is asked by a method, /package.Service/Method, got '${path}'`,
      setting,
    },
  ];
}

/** What is wrong with a TCP port. */
export function checkPort(setting: string, port: number): Finding[] {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return [];
  return [{ hint: 'choose one from the range', message: `a port is from 1 to 65535, got ${port}`, setting }];
}

/** What is wrong with a span of whole seconds. */
export function between(setting: string, rule: string, value: Duration, min: number, max: number): Finding[] {
  const length = seconds(value);
  // Nothing at all is an amount where the range starts there.
  const amount = isAmount(value, ['s', 'm', 'h', 'd']) || (min === 0 && /^0[smhd]$/.test(value));
  if (amount && Number.isInteger(length) && length >= min && length <= max) return [];
  return [{ hint: `write it as '${Math.min(Math.max(min, 60), max)}s'`, message: `${rule}, got ${value}`, setting }];
}

function threshold(setting: string, count: number): Finding[] {
  if (Number.isInteger(count) && count >= 2 && count <= 10) return [];
  return [
    { hint: 'write a number from 2 to 10', message: `a target is judged by 2 to 10 answers, got ${count}`, setting },
  ];
}
