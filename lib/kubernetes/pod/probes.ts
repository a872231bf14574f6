import { k8s } from 'cdk8s-plus-27';
import { seconds, type Duration } from '../../core/units';

/** Endpoint of HTTP probes. */
interface HttpHealth {
  /** Name of the container port. */
  readonly port: string;
  readonly readinessPath: string;
  readonly livenessPath: string;
}

/** Endpoint of gRPC probes. Readiness is that of the whole server, whose name in the health protocol is empty. */
interface GrpcHealth {
  readonly port: number;
  readonly livenessService: string;
}

export type Probes = Pick<k8s.Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

/** Period of the startup probe, in seconds. */
const startupPeriod = 5;

/** Returns the three probes of a container that answers HTTP. */
export function httpProbes({ livenessPath, port, readinessPath }: HttpHealth, startupTimeout: Duration): Probes {
  const httpProbe = (path: string) => ({ httpGet: { path, port: k8s.IntOrString.fromString(port) } });
  return probes(httpProbe(readinessPath), httpProbe(livenessPath), startupTimeout);
}

/**
 * Returns the three probes of a container that serves gRPC's health protocol.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export function grpcProbes({ livenessService: service, port }: GrpcHealth, startupTimeout: Duration): Probes {
  return probes({ grpc: { port } }, { grpc: { port, service } }, startupTimeout);
}

/**
 * Returns separate probes for startup (the others begin after its success), readiness (two failures, 10 s, remove the pod
 * from its Service) and liveness (six failures, 60 s, restart it: an overload that makes a pod unready does not restart it).
 */
function probes(readiness: k8s.Probe, liveness: k8s.Probe, startupTimeout: Duration): Probes {
  return {
    startupProbe: {
      ...liveness,
      periodSeconds: startupPeriod,
      timeoutSeconds: 2,
      failureThreshold: Math.ceil(seconds(startupTimeout) / startupPeriod),
    },
    readinessProbe: { ...readiness, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    livenessProbe: { ...liveness, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}
