import type { LbTargetGroupHealthCheck } from '@cdktf/provider-aws/lib/lb-target-group';
import { grpcHealthMethod } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';
import { checkPort } from '../../core/ports';
import { settingName } from '../../core/settings-location';
import { checkSeconds } from './limits';

/** Interval, timeout and thresholds of a health check. */
export interface HealthCheckTiming {
  /**
   * The time between two health checks of a target, 5s to 300s.
   *
   * @default '10s'
   */
  readonly interval?: Duration;
  /**
   * The time for a response, 2s to 120s and less than the interval.
   *
   * @default '5s'
   */
  readonly timeout?: Duration;
  /**
   * Consecutive successes until a target is healthy, 2 to 10.
   *
   * @default 2
   */
  readonly healthyThreshold?: number;
  /**
   * Consecutive failures until a target is unhealthy, 2 to 10.
   *
   * @default 2
   */
  readonly unhealthyThreshold?: number;
}

/** A health check by HTTP or HTTPS. */
export interface WebHealthCheck extends HealthCheckTiming {
  /** The path of the request: `/health/ready`. */
  readonly path: string;
  /**
   * The HTTP status codes of a success: `200`, `200,204` or `200-299`; up to 499 for application load balancers, up to 599 for
   * network load balancers.
   *
   * @default '200'
   */
  readonly matcher?: string;
  /**
   * The port of the request. `ExposedService` and `NetworkLoadBalancer` open it in the security group of the nodes; a NetworkPolicy of
   * pods that listen on it is not theirs.
   *
   * @default the traffic port
   */
  readonly port?: number;
}

/** A health check by gRPC, on the traffic port. */
export interface GrpcHealthCheck extends HealthCheckTiming {
  /**
   * The method that is called.
   *
   * @default '/grpc.health.v1.Health/Check'
   */
  readonly path?: string;
  /**
   * The gRPC status codes of a success: `0` or `0-5`.
   *
   * @default '0'
   */
  readonly matcher?: string;
}

type Kind = 'http' | 'https' | 'tcp' | 'grpc';

/** The health check of the targets of a target group. */
export class HealthCheck {
  private readonly timing: Required<HealthCheckTiming>;

  private constructor(
    readonly kind: Kind,
    timing: HealthCheckTiming,
    private readonly request: { readonly matcher?: string; readonly path?: string; readonly port?: number },
  ) {
    const { healthyThreshold = 2, interval = '10s', timeout = '5s', unhealthyThreshold = 2 } = timing;
    this.timing = { healthyThreshold, interval, timeout, unhealthyThreshold };
  }

  /** A request by HTTP without TLS. */
  static http(check: WebHealthCheck): HealthCheck {
    return new HealthCheck('http', check, { matcher: '200', ...check });
  }

  /** A request by HTTPS. Load balancers do not verify the certificate of a target. */
  static https(check: WebHealthCheck): HealthCheck {
    return new HealthCheck('https', check, { matcher: '200', ...check });
  }

  /** A TCP connection. A process that hangs passes it, so prefer a request. */
  static tcp(check: HealthCheckTiming & { readonly port?: number } = {}): HealthCheck {
    return new HealthCheck('tcp', check, check.port === undefined ? {} : { port: check.port });
  }

  /** A gRPC call, for gRPC targets of an application load balancer. */
  static grpc(check: GrpcHealthCheck = {}): HealthCheck {
    return new HealthCheck('grpc', check, { matcher: '0', path: grpcHealthMethod, ...check });
  }

  /** The `health_check` block of `aws_lb_target_group`. */
  get settings(): LbTargetGroupHealthCheck {
    const { healthyThreshold, interval, timeout, unhealthyThreshold } = this.timing;
    const { matcher, path, port } = this.request;
    return {
      healthyThreshold,
      interval: seconds(interval),
      ...(matcher === undefined ? {} : { matcher }),
      ...(path === undefined ? {} : { path }),
      port: port === undefined ? 'traffic-port' : String(port),
      // The protocol version of the target group selects gRPC; the health check has no value for it.
      protocol: this.kind === 'grpc' ? 'HTTP' : this.kind.toUpperCase(),
      timeout: seconds(timeout),
      unhealthyThreshold,
    };
  }

  /** Returns the port of the requests to targets with this traffic port. */
  portFor(trafficPort: number): number {
    return this.request.port ?? trafficPort;
  }

  /**
   * Returns findings about the health check in the setting of this name.
   *
   * @param targets kind of the load balancer of the targets
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
   */
  check(setting: string, targets: 'application' | 'network'): Finding[] {
    const { matcher, path, port } = this.request;
    return [
      ...this.checkTiming(setting),
      ...(path === undefined ? [] : checkPath(`${setting}.path`, path, this.kind)),
      ...(port === undefined ? [] : checkPort(port, `${setting}.port`, 'health-check-port')),
      ...(matcher === undefined
        ? []
        : checkMatcher(`${setting}.matcher`, matcher, this.kind === 'grpc' ? 'grpc' : targets)),
    ];
  }

  private checkTiming(setting: string): Finding[] {
    const { healthyThreshold, interval, timeout, unhealthyThreshold } = this.timing;
    const id = 'health-check-timing';
    const ranges = [
      ...checkSeconds(id, `${setting}.interval`, interval, { min: 5, max: 300 }),
      ...checkSeconds(id, `${setting}.timeout`, timeout, { min: 2, max: 120 }),
    ];
    const found = [
      ...ranges,
      ...checkThreshold(`${setting}.healthyThreshold`, healthyThreshold),
      ...checkThreshold(`${setting}.unhealthyThreshold`, unhealthyThreshold),
    ];
    if (ranges.length === 0 && seconds(timeout) >= seconds(interval)) {
      found.push({
        id,
        setting: `${setting}.timeout`,
        message: `timeout must be less than interval (${interval}); got ${timeout}`,
        hint: 'shorten the timeout, or lengthen the interval',
      });
    }
    return found;
  }
}

/**
 * Status codes of a response.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
 */
const statusCodes = {
  grpc: { example: `'0', '12' or '0-99'`, min: 0, max: 99, name: 'gRPC status codes' },
  application: {
    example: `'200', '200,204' or '200-299'`,
    min: 200,
    max: 499,
    name: 'HTTP status codes of an application load balancer',
  },
  network: {
    example: `'200', '200,204' or '200-299'`,
    min: 200,
    max: 599,
    name: 'HTTP status codes of a network load balancer',
  },
} as const;

function checkMatcher(setting: string, matcher: string, kind: keyof typeof statusCodes): Finding[] {
  const { example, max, min, name } = statusCodes[kind];
  const codes = /^\d+(?:-\d+|(?:,\d+)*)$/.test(matcher) ? matcher.split(/[,-]/).map(Number) : [];
  const [first = 0, last = first] = codes;
  const isReversed = matcher.includes('-') && last < first;
  if (codes.length > 0 && !isReversed && codes.every((code) => code >= min && code <= max)) return [];
  return [
    {
      id: 'health-check-matcher',
      setting,
      message: `matcher must be a list or an ascending range of ${name} (${min} to ${max}); got '${matcher}'`,
      hint: `write it as ${example}`,
    },
  ];
}

function checkPath(setting: string, path: string, kind: Kind): Finding[] {
  const id = 'health-check-path';
  if (kind === 'grpc') {
    if (/^\/\w+(?:\.\w+)+\/\w+$/.test(path)) return [];
    const message = `the health check path of a gRPC service must be a method, /package.Service/Method; got '${path}'`;
    return [{ id, setting, message, hint: `write '${grpcHealthMethod}', the method that the kubelet calls` }];
  }
  if (!path.startsWith('/')) {
    // The id of a probe's path in a workload: the two halves share the setting.
    const message = `the health check path must start with '/'; got '${path}'`;
    return [{ id: 'absolute-path', setting, message, hint: `write it as '/${path}'` }];
  }
  if (!/^[!-~]+$/.test(path)) {
    const message = `the health check path must be printable ASCII characters without spaces; got '${path}'`;
    return [{ id, setting, message, hint: 'percent-encode other characters, as in /health%20check' }];
  }
  if (path.length <= 1024) return [];
  return [
    {
      id,
      setting,
      message: `the health check path must have at most 1024 characters; got ${path.length}`,
      hint: "shorten it to a path such as '/health/ready'",
    },
  ];
}

function checkThreshold(setting: string, count: number): Finding[] {
  if (Number.isInteger(count) && count >= 2 && count <= 10) return [];
  return [
    {
      id: 'health-check-timing',
      setting,
      message: `${settingName(setting)} must be from 2 to 10; got ${count}`,
      hint: 'write a number from 2 to 10',
    },
  ];
}
