import type { Cpu, Duration, Memory } from '../core/units';
import type { ServiceSettings } from './service-settings';

/** Where a service's requests come in. */
export interface Address {
  /** One label below the domain: `api` is `api.lab.imp.example`, or `api.internal.lab.imp.example`. Empty for the domain itself. */
  readonly subdomain: string;
  /** Path patterns, in the load balancer's notation. */
  readonly paths: readonly string[];
  /** The order among the listener's rules: lower is asked first. Unique. */
  readonly priority: number;
  /** The port on every node, 30000 to 32767. Unique, and for good: a live one is not changed. */
  readonly nodePort: number;
  /** How long a connection that lasts, such as a WebSocket, may say nothing. Left out: 60 seconds. */
  readonly idleTimeout?: Duration;
}

/** A second variant of a service, which runs beside it where an environment gives it a weight. */
export interface VariantDefinition {
  /** The port on every node, 30000 to 32767. Unique, and for good. */
  readonly nodePort: number;
  /** What it has otherwise than the service. Left out: as the service. */
  readonly port?: number;
  readonly readinessPath?: string;
  readonly livenessPath?: string;
  readonly drainTimeout?: Duration;
  /** Settings that it has otherwise, or in addition. */
  readonly config?: Readonly<Record<string, string>>;
  /** Credentials that it has otherwise, or in addition. */
  readonly secrets?: Readonly<Record<string, SecretKey>>;
}

/** A key of a Secret that exists in the cluster. Its value is in no file of ours. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

interface Common {
  /** Its name in the cluster, in the registry and in `environments`. */
  readonly name: string;
  /** What it was called: its objects, and the way in to it, keep the names that they had. */
  readonly renamedFrom?: string;
  /** The name of its objects in the cluster, and the one that callers use. Left out: the (former) name. */
  readonly physicalName?: string;
  /** The node group that it runs on. */
  readonly nodeGroup: string;
  /** How long what is in flight may take to finish when a pod goes. */
  readonly drainTimeout: Duration;
  /** Settings, as environment variables. */
  readonly config: Readonly<Record<string, string>>;
  /** Credentials, as environment variables. */
  readonly secrets: Readonly<Record<string, SecretKey>>;
  /** What it opens connections to: services by name, `broker`, `database`, `internet`. */
  readonly connectsTo: readonly string[];
}

interface ReplicatedDefinition extends Common {
  /** What it is given where an environment says nothing else. Left out: every environment says it. */
  readonly size?: Omit<ServiceSettings, 'variants'>;
}

/** Answers requests. */
export interface WebServiceDefinition extends ReplicatedDefinition {
  readonly kind: 'web-service';
  readonly port: number;
  readonly readinessPath: string;
  readonly livenessPath: string;
  /** Where everybody may call it. Left out where only other services do. */
  readonly publicAddress?: Address;
  /** Where those may call it who are in the network: people who operate it. */
  readonly internalAddress?: Address;
  /** Variants that may run beside it, by name: each has a node port of its own in every environment, whether it runs or not. */
  readonly variants?: Readonly<Record<string, VariantDefinition>>;
}

/** Takes work from a queue; nobody calls it. */
export interface WorkerDefinition extends ReplicatedDefinition {
  readonly kind: 'worker';
  /** Where the kubelet asks for its health. */
  readonly healthPort: number;
  readonly readinessPath: string;
  readonly livenessPath: string;
}

/** Runs to its end, with the image of another service. */
interface JobDefinition extends Common {
  /** The service whose pinned image it runs, so that both are always of the same release. */
  readonly imageFrom: string;
  /** What is run of it, word by word. */
  readonly command: readonly string[];
  /** How long a run may take, with all that is tried again. */
  readonly activeDeadline: Duration;
  /** What a run is given, in every environment. */
  readonly size: { readonly cpu: Cpu; readonly memory: Memory };
}

/** Runs again and again, by the clock. */
export interface ScheduledTaskDefinition extends JobDefinition {
  readonly kind: 'scheduled-task';
  /** When, in cron's five fields and in UTC. */
  readonly schedule: string;
}

/** Runs once for each release, before its pods start. */
export interface MigrationDefinition extends JobDefinition {
  readonly kind: 'migration';
}

export type TaskDefinition = ScheduledTaskDefinition | MigrationDefinition;

/** What always runs. */
export type RunningDefinition = WebServiceDefinition | WorkerDefinition;

export type ServiceDefinition = RunningDefinition | TaskDefinition;

/** Whether a service runs to its end, instead of always. */
export function isTask(service: ServiceDefinition): service is TaskDefinition {
  return service.kind === 'scheduled-task' || service.kind === 'migration';
}
