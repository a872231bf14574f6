import { k8s } from 'cdk8s-plus-27';
import { seconds, type Duration } from '../../core/units';

/** Where the kubelet asks a pod how it is. */
export type Health = HttpHealth | GrpcHealth;

/** By HTTP. */
export interface HttpHealth {
  /** The container port's name. */
  readonly port: string;
  readonly readinessPath: string;
  readonly livenessPath: string;
}

/** By gRPC's health protocol, whose calls name a service; readiness is that of the whole server, which has no name. */
export interface GrpcHealth {
  readonly grpcPort: number;
  readonly livenessService: string;
}

export type Probes = Pick<k8s.Container, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

/** How often a starting pod is asked, in seconds. */
const startupPeriod = 5;

/** What a pod may need before its own start: a node that the autoscaler orders, and pulling the image. In seconds. */
const schedulingTimeout = 300;

/**
 * Three questions, never one: has it started (until then nothing else is asked), can it take requests (after two failures,
 * 10 s, it gets none), is it beyond help (only after six failures, 60 s, is it killed, so that an overload which makes it
 * unready does not also restart it).
 */
export function probes(health: Health, startupTimeout: Duration): Probes {
  const { liveness, readiness } = 'grpcPort' in health ? grpcProbe(health) : httpProbe(health);
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

function httpProbe({ livenessPath, port, readinessPath }: HttpHealth) {
  const ask = (path: string) => ({ httpGet: { path, port: k8s.IntOrString.fromString(port) } });
  return { liveness: ask(livenessPath), readiness: ask(readinessPath) };
}

function grpcProbe({ grpcPort: port, livenessService: service }: GrpcHealth) {
  return { liveness: { grpc: { port, service } }, readiness: { grpc: { port } } };
}

/** How long a new pod must stay ready before it counts, in seconds: one that crashes on its first requests never counts. */
export const minReadySeconds = 10;

/** When a rollout that does not move is called failed, in seconds: later than any pod that is still within its budget. */
export function progressDeadline(startupTimeout: Duration): number {
  return minReadySeconds + Math.ceil(seconds(startupTimeout)) + schedulingTimeout;
}

/** How long a pod may take to end, in seconds: it still hears requests, then finishes those in flight, then exits. */
export function gracePeriod(preStopSeconds: number, drainTimeout: Duration): number {
  const exitMargin = 5;
  return preStopSeconds + Math.ceil(seconds(drainTimeout)) + exitMargin;
}
