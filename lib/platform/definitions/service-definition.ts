import type { Cpu, Duration, Memory } from '../../core/units';
import type { SecretKey } from '../../kubernetes/pod/props';
import type { ScalingTarget } from '../../kubernetes/pod/scaling-target';
import type { RequestCounter } from '../../operators/prometheus/rules/props';
import type { ServiceSettings } from './service-settings';

/** The address of a service behind a load balancer. */
export interface Address {
  /**
   * One label below the domain: `api` is `api.lab.example.com`, or `api.internal.lab.example.com` for an internal address.
   * Empty for the domain itself.
   */
  readonly subdomain: string;
  /** Path patterns of the listener rule: `/*`. */
  readonly paths: readonly string[];
  /**
   * Priority of the listener rule: the lowest that matches a request decides. Unique among the rules of a load balancer. To exchange
   * two priorities, give both services unused ones and apply, then the exchanged ones and apply again.
   */
  readonly priority: number;
  /** Port of every node, 30000 to 32767. Unique, and fixed once the service is live. */
  readonly nodePort: number;
  /**
   * Time after which a silent connection, such as a WebSocket, is closed.
   *
   * @default '60s'
   */
  readonly idleTimeout?: Duration;
}

/** A second version of a service, which runs in the environments that give it a weight. */
export interface VariantDefinition {
  /** Port of every node, 30000 to 32767. Unique, and fixed once the variant is live. */
  readonly nodePort: number;
  /** @default the service's own */
  readonly port?: number;
  /** @default the service's own */
  readonly readinessPath?: string;
  /** @default the service's own */
  readonly livenessPath?: string;
  /** @default the service's own */
  readonly drainTimeout?: Duration;
  /**
   * Environment variables that differ from the service's, or are added to them.
   *
   * @default none
   */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Credentials that differ from the service's, or are added to them.
   *
   * @default none
   */
  readonly secrets?: Readonly<Record<string, SecretKey>>;
}

interface Common {
  /** Name in the cluster, in the lock file and in the settings of environments. */
  readonly name: string;
  /**
   * Previous name: the service's objects and load-balancer resources keep their names.
   *
   * @default the service was not renamed
   */
  readonly renamedFrom?: string;
  /**
   * Name of its Kubernetes objects, by which callers connect to it.
   *
   * @default the (previous) name
   */
  readonly physicalName?: string;
  /** The node group that its pods run on. */
  readonly nodeGroup: string;
  /** Time that a pod gets to finish its work before it is killed. */
  readonly drainTimeout: Duration;
  /** Environment variables. */
  readonly config: Readonly<Record<string, string>>;
  /** Environment variables that hold credentials. */
  readonly secrets: Readonly<Record<string, SecretKey>>;
  /**
   * Targets of its connections: web services by name, a further port of a service (`api:statsd`), `database`, `internet`, and
   * the platform's own, such as `rabbitmq`.
   */
  readonly connectsTo: readonly string[];
  /**
   * Maximum number of connections of a pod to each host name of the database. The program reads it from the variable
   * `DATABASE_POOL_SIZE`. All pods at their maximum must fit into `maxConnections` of the database.
   *
   * @default the pod has no such variable, and counts as one connection
   */
  readonly databasePoolSize?: number;
}

interface ReplicatedDefinition extends Common {
  /**
   * Size in environments whose settings do not set one.
   *
   * @default every environment sets a size
   */
  readonly size?: ServiceSize;
  /**
   * Further ports of its pods by their name. A client names one in `connectsTo`: `api:statsd`. The platform's Prometheus
   * collects the metrics of the port `metrics`, at the path `/metrics`. They are ports of pods, not of the Service.
   *
   * @default none
   */
  readonly ports?: Readonly<Record<string, PortDefinition>>;
  /**
   * Loads that scale its pods, by a name of the load: `{ transfers: { rabbitmqQueue: { cluster, queue }, perPod: 20 } }`.
   *
   * @default CPU alone
   */
  readonly scaleOn?: Readonly<Record<string, ScalingTarget>>;
  /**
   * Target CPU utilization, in percent of the request, or 'none' for a service that only `scaleOn` scales.
   *
   * @default 70
   */
  readonly targetCpuUtilization?: number | 'none';
}

/** A further port of a service's pods. */
export interface PortDefinition {
  /** Port number, 1024 to 65535. */
  readonly port: number;
  /**
   * Protocol of the port.
   *
   * @default 'TCP'
   */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** The number of a service's pods, and the resources of each. */
export type ServiceSize = Omit<ServiceSettings, 'variants'>;

/** A service that answers HTTP requests. */
export interface WebServiceDefinition extends ReplicatedDefinition {
  readonly kind: 'web-service';
  readonly port: number;
  /** Path of the readiness probe and of the load balancer's health check. */
  readonly readinessPath: string;
  /** Path of the liveness probe. */
  readonly livenessPath: string;
  /**
   * Address on the internet-facing load balancer.
   *
   * @default only services of the cluster connect to it
   */
  readonly publicAddress?: Address;
  /**
   * Address on the internal load balancer, which only the network reaches.
   *
   * @default only services of the cluster connect to it
   */
  readonly internalAddress?: Address;
  /**
   * Percentage of requests that succeed within 30 days: 99.9. Alerts say how fast errors use up the others. Its program counts them
   * at the port `metrics`.
   *
   * @default no such alerts
   */
  readonly availability?: number;
  /**
   * Counter of its requests at the port `metrics`, and the labels of those that failed, by a regular expression of Go.
   *
   * @default { metric: 'http_requests_total', failed: { code: '5..' } }
   */
  readonly requests?: Omit<RequestCounter, 'labels'>;
  /**
   * Variants by name. Each has a node port of its own, whether an environment runs it or not.
   *
   * @default none
   */
  readonly variants?: Readonly<Record<string, VariantDefinition>>;
}

/** A service that takes work from a queue. Nothing connects to it. */
export interface WorkerDefinition extends ReplicatedDefinition {
  readonly kind: 'worker';
  /** Port of the kubelet's probes. */
  readonly healthPort: number;
  /** Path of the readiness probe. */
  readonly readinessPath: string;
  /** Path of the liveness probe. */
  readonly livenessPath: string;
}

/** A command that runs to its end, in the image of a service. */
interface JobDefinition extends Common {
  /** The service whose image it runs, so that both belong to one release. */
  readonly imageFrom: string;
  /** The command and its arguments. */
  readonly command: readonly string[];
  /** Maximum duration of a run, retries included. */
  readonly activeDeadline: Duration;
  /** Resources of its pod, in every environment. */
  readonly size: { readonly cpu: Cpu; readonly memory: Memory };
}

/** A command that runs on a schedule. */
export interface ScheduledTaskDefinition extends JobDefinition {
  readonly kind: 'scheduled-task';
  /** Schedule in cron's five fields, in UTC: `30 4 * * *`. */
  readonly schedule: string;
}

/** A command that runs once for each release, before the release's pods start. */
export interface MigrationDefinition extends JobDefinition {
  readonly kind: 'migration';
}

export type TaskDefinition = ScheduledTaskDefinition | MigrationDefinition;

/** A service whose pods run all the time. */
export type RunningDefinition = WebServiceDefinition | WorkerDefinition;

export type ServiceDefinition = RunningDefinition | TaskDefinition;

/** True for a service that runs to its end. */
export function isTask(service: ServiceDefinition): service is TaskDefinition {
  return service.kind === 'scheduled-task' || service.kind === 'migration';
}

/** The service whose image a service runs: its own, or that of `imageFrom`. */
export function imageOwner(service: ServiceDefinition): string {
  return isTask(service) ? service.imageFrom : service.name;
}
