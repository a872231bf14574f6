import type { Duration } from '../../lib/core/units';

/** Where a service's requests come in from the outside. */
export interface PublicAddress {
  /** The host below the environment's domain: `api` is `api.lab.imp.example`. Empty for the domain itself. */
  readonly subdomain: string;
  /** Path patterns, in the load balancer's notation. */
  readonly paths: readonly string[];
  /** The order among the listener's rules: lower is asked first. Unique. */
  readonly priority: number;
  /** The port on every node, 30000 to 32767. Unique, and for good: a live one is not changed. */
  readonly nodePort: number;
}

/** A key of a Secret that exists in the cluster. Its value is in no file of ours. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

interface Common {
  /** Its name in the cluster, in the registry and in `environments`. */
  readonly name: string;
  /** The node group that it runs on. */
  readonly nodeGroup: string;
  /** How long what is in flight may take to finish when a pod goes. */
  readonly drain: Duration;
  /** Settings, as environment variables. */
  readonly config: Readonly<Record<string, string>>;
  /** Credentials, as environment variables. */
  readonly secrets: Readonly<Record<string, SecretKey>>;
  /** What it opens connections to: services by name, `broker`, `database`, `internet`. */
  readonly talksTo: readonly string[];
}

/** Answers requests. */
export interface WebServiceDefinition extends Common {
  readonly kind: 'web-service';
  readonly port: number;
  readonly readinessPath: string;
  readonly livenessPath: string;
  /** Left out where only other services call it. */
  readonly publicAddress?: PublicAddress;
}

/** Takes work from a queue; nobody calls it. */
export interface WorkerDefinition extends Common {
  readonly kind: 'worker';
  /** Where the kubelet asks for its health. */
  readonly healthPort: number;
  readonly readinessPath: string;
  readonly livenessPath: string;
}

export type ServiceDefinition = WebServiceDefinition | WorkerDefinition;
