import type { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { forwardSources } from '../../core/diagnostics';
import { seconds } from '../../core/units';
import { WebService } from '../../kubernetes/workloads/web-service';
import { defaultMetacontroller, operatorDefaults, type OperatorProps, type OperatorWebhook } from './props';

/** A hook of a controller. */
interface Hook {
  readonly version: 'v2';
  readonly webhook: {
    readonly path: string;
    readonly service: {
      readonly name: string;
      readonly namespace: string;
      readonly port: number;
      readonly protocol: 'http';
    };
    readonly timeout: string;
  };
}

/** Creates the pods of the hooks, and returns their endpoint. Only Metacontroller may connect to them. */
export function createWebhook(scope: Construct, props: OperatorProps): Endpoint {
  const { metacontroller = defaultMetacontroller, name, namespace, webhook } = props;
  const service = new WebService(scope, 'webhook', {
    ...webhook,
    name,
    namespace,
    allowedFrom: [
      {
        name: 'metacontroller',
        peer: { pods: metacontroller.podLabels, namespace: metacontroller.namespace },
        ports: [],
      },
    ],
  });
  forwardSources(scope, service, {
    name: 'name',
    namespace: 'namespace',
    allowedFrom: 'metacontroller',
    ...Object.fromEntries(webhookProps.map((prop) => [prop, `webhook.${prop}`])),
  });
  return service.endpoint;
}

/** Props that are passed on. A prop that is missing here would be reported for the WebService, which users do not create. */
const webhookProps = Object.keys({
  apiAccess: true,
  args: true,
  autoscaling: true,
  config: true,
  connectsTo: true,
  drainTimeout: true,
  files: true,
  image: true,
  livenessPath: true,
  partOf: true,
  placement: true,
  port: true,
  ports: true,
  priorityClass: true,
  readinessPath: true,
  resources: true,
  secrets: true,
  startupTimeout: true,
  writablePaths: true,
} satisfies Record<keyof OperatorWebhook, true>);

/**
 * Returns the hooks of a controller. Version 2 names each observed object with its namespace; in version 1, the form of the names
 * depends on the scope of the parent.
 */
export function hooks(props: OperatorProps): { readonly sync: Hook; readonly finalize?: Hook } {
  const { finalizePath, syncPath = operatorDefaults.syncPath } = props;
  return {
    sync: hook(props, syncPath),
    ...(finalizePath !== undefined && { finalize: hook(props, finalizePath) }),
  };
}

function hook({ name, namespace, timeout = operatorDefaults.timeout, webhook }: OperatorProps, path: string): Hook {
  const service = { name, namespace, port: webhook.port, protocol: 'http' } as const;
  // Go has no unit for days.
  return { version: 'v2', webhook: { service, path, timeout: `${seconds(timeout)}s` } };
}

/** Returns the field for the interval of syncs without a change, if there is one. */
export function resyncPeriodSeconds({ resyncPeriod }: OperatorProps): { readonly resyncPeriodSeconds?: number } {
  return resyncPeriod === undefined ? {} : { resyncPeriodSeconds: Math.ceil(seconds(resyncPeriod)) };
}
