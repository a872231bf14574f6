import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Endpoint, PodLabels } from '../../core/contract';
import { podLabels, variantName } from '../../core/contract';
import { computedProps, withSources } from '../../core/diagnostics';
import { stableName } from '../../core/stable-name';
import { recommendedLabels } from '../../kubernetes/pod/labels';
import { ServiceLevel } from '../../operators/prometheus/rules/service-level';
import type { DeployedService } from '../definitions/deployed-services';
import { isTask, type ServiceDefinition, type WebServiceDefinition } from '../definitions/service-definition';
import { furtherPorts } from './connectivity';

/** The Prometheus that collects the metrics of services. */
export interface ServicesMonitoring {
  /** Labels by which it selects monitors and rules. */
  readonly labels: PodLabels;
  /** Address of the folder of runbooks, for the alerts of `availability`. */
  readonly runbooks: string;
  /** Its pods, which may connect to the port `metrics` of every service. */
  readonly scrapers: readonly Endpoint[];
}

/** Counter of requests, as the client libraries of Prometheus name it: requests that fail have a code of 500 to 599. */
const defaultRequests = { failed: { code: '5..' }, metric: 'http_requests_total' } as const;

/** Port of the metrics of a service, if it has one. */
export const metricsPort = 'metrics';

interface ServiceMonitoring {
  readonly monitoring: ServicesMonitoring;
  readonly namespace: string;
  readonly service: DeployedService;
}

/**
 * Creates the monitor of a service with a port `metrics`, whose metrics have the name of the service as `job`, those of its
 * variants included, and the alerts of its `availability`.
 */
export function createServiceMonitoring(scope: Construct, props: ServiceMonitoring): void {
  const { definition } = props.service;
  createMonitor(scope, definition, props.namespace, props.monitoring.labels);
  if (definition.kind === 'web-service' && definition.availability !== undefined) {
    createServiceLevel(scope, definition, definition.availability, props);
  }
}

function createMonitor(scope: Construct, definition: ServiceDefinition, namespace: string, labels: PodLabels): void {
  const name = stableName(definition);
  new ApiObject(scope, `${definition.name}-monitor`, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: {
      labels: { ...recommendedLabels({ component: 'monitor', name, partOf: namespace }), ...labels },
      name,
      namespace,
    },
    spec: {
      podMetricsEndpoints: [
        {
          interval: '30s',
          port: metricsPort,
          relabelings: [{ action: 'replace', replacement: definition.name, targetLabel: 'job' }],
        },
      ],
      selector: {
        matchExpressions: [{ key: 'app.kubernetes.io/instance', operator: 'In', values: workloadNames(definition) }],
      },
    },
  });
}

function createServiceLevel(
  scope: Construct,
  { name, requests = defaultRequests }: WebServiceDefinition,
  availability: number,
  { monitoring: { labels, runbooks }, namespace, service }: ServiceMonitoring,
): void {
  const level = new ServiceLevel(scope, `${name}-availability`, {
    availability,
    labels,
    name: `${stableName(service.definition)}-availability`,
    namespace,
    requests: { ...requests, labels: { job: name, namespace } },
    runbooks,
    service: name,
  });
  const { settingLocation } = service;
  withSources(ServiceLevel, level, {
    ...computedProps('labels', 'name', 'namespace', 'runbooks'),
    availability: settingLocation('availability'),
    requests: settingLocation('requests'),
    service: settingLocation('name'),
  });
}

/** Names of the workloads of a service: its own, and those of its variants. */
function workloadNames(definition: ServiceDefinition): string[] {
  const variants = definition.kind === 'web-service' ? Object.keys(definition.variants ?? {}).sort() : [];
  const name = stableName(definition);
  return [name, ...variants.map((variant) => variantName(name, variant))];
}

/** Endpoints of the metrics of services and their variants, for `targets` of a Prometheus. */
export function metricsEndpoints(definitions: readonly ServiceDefinition[], namespace: string): Endpoint[] {
  return definitions.flatMap((definition) => {
    const port = furtherPorts(definition)[metricsPort];
    if (isTask(definition) || !port) return [];
    return workloadNames(definition).map((name) => ({
      name,
      peer: { isolated: true, namespace, pods: podLabels(name) },
      ports: [port.port],
    }));
  });
}

/** True if a service has a port of its metrics. */
export function hasMetrics(definition: ServiceDefinition): boolean {
  return furtherPorts(definition)[metricsPort] !== undefined;
}
