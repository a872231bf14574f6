import type { Exposure } from '../../core/contract';
import { type CompiledSchema, checkSchema } from '../../core/schema-errors';
import { SettingsLocation } from '../../core/settings-location';
import type { Cpu, Duration, Memory } from '../../core/units';
import type { ImageByDigest, SecretKey } from '../../kubernetes/pod/props';
import { workloadDefaults } from '../../kubernetes/workloads/props';
import { checkPoolSize } from './database-pool';
import type { DeployedService } from './deployed-services';
import schema from './standalone-service.schema.json';
import isValid from './standalone-service.validate.cjs';

const compiled: CompiledSchema = { document: 'a web service', isValid, schema };

/** A web service of a program that keeps image, size and address in one place, instead of in files by environment. */
export interface WebServiceSettings {
  readonly name: string;
  /** Image by digest. */
  readonly image: ImageByDigest;
  readonly port: number;
  /** Path of the readiness probe and of the load balancer's health check. */
  readonly readinessPath: string;
  /** Path of the liveness probe. */
  readonly livenessPath: string;
  /** The node group that its pods run on. */
  readonly nodeGroup: string;
  readonly autoscaling: { readonly minReplicas: number; readonly maxReplicas: number };
  readonly resources: { readonly cpu: Cpu; readonly memory: Memory };
  /** @default only services of the cluster connect to it */
  readonly exposure?: Exposure;
  /**
   * Targets of its connections: web services by name, `database`, `internet`.
   *
   * @default none
   */
  readonly connectsTo?: readonly string[];
  /**
   * Maximum number of connections of a pod to each host name of the database, in its variable `DATABASE_POOL_SIZE`.
   *
   * @default the pod has no such variable, and counts as one connection
   */
  readonly databasePoolSize?: number;
  /** @default '30s' */
  readonly drainTimeout?: Duration;
  /**
   * Environment variables.
   *
   * @default none
   */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Environment variables that hold credentials.
   *
   * @default none
   */
  readonly secrets?: Readonly<Record<string, SecretKey>>;
}

/**
 * A web service for `ServicesChart` and `exposeServices`. Mistakes in it are reported as `service 'shop' → port`, by
 * `checkPlatform`.
 *
 * @example
 * const shop = webService({
 *   name: 'shop',
 *   image,
 *   port: 8080,
 *   readinessPath: '/ready',
 *   livenessPath: '/live',
 *   nodeGroup: 'general',
 *   autoscaling: { minReplicas: 3, maxReplicas: 12 },
 *   resources: { cpu: '250m', memory: '512Mi' },
 *   exposure: { host: 'shop.example.com', paths: ['/*'], priority: 10, nodePort: 30080 },
 * });
 */
export function webService(settings: WebServiceSettings): DeployedService {
  const {
    autoscaling,
    config = {},
    connectsTo = [],
    drainTimeout = workloadDefaults.drainTimeout,
    secrets = {},
    ...own
  } = { ...settings };
  const { databasePoolSize, exposure, image, livenessPath, name, nodeGroup, port, readinessPath, resources } = own;
  const location = new SettingsLocation<WebServiceSettings>([{ file: `service '${name}'`, settings }]);
  const misspelt = checkSchema(settings, compiled);
  const mistakes = misspelt.length > 0 ? misspelt : checkPoolSize({ connectsTo, databasePoolSize });
  return {
    definition: {
      kind: 'web-service',
      config,
      connectsTo,
      ...(databasePoolSize !== undefined && { databasePoolSize }),
      drainTimeout,
      livenessPath,
      name,
      nodeGroup,
      port,
      readinessPath,
      secrets,
    },
    image,
    imageLocation: location.at('image'),
    size: { ...resources, ...autoscaling },
    variants: {},
    ...(mistakes.length > 0 && { mistakes }),
    settingLocation: (...path) => location.atPath(...path),
    sizeLocation: (key = '', ...rest) =>
      location.atPath(key === 'cpu' || key === 'memory' ? 'resources' : 'autoscaling', key, ...rest),
    ...(exposure && {
      exposure,
      exposureSources: location.at('exposure').pick('scheme', 'host', 'paths', 'priority', 'nodePort', 'idleTimeout'),
    }),
  };
}
