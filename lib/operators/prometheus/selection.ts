import type { Diagnostic } from '../../core/diagnostics';
import { apiGroup } from '../../kubernetes/manifests/kinds';
import type { Manifest } from '../../kubernetes/manifests/manifest';
import type { Rendered } from '../../kubernetes/manifests/render';
import { type Labels, type LabelSelector, matchesLabels } from './label-selector';

/** Fields of a Prometheus that select objects of each kind. */
const selectors = {
  PodMonitor: 'podMonitor',
  Probe: 'probe',
  PrometheusRule: 'rule',
  ScrapeConfig: 'scrapeConfig',
  ServiceMonitor: 'serviceMonitor',
} as const;

type MonitoringKind = keyof typeof selectors;

interface Endpoint {
  readonly port?: number | string;
}

interface Service {
  readonly spec: { readonly ports?: readonly { readonly name?: string }[] };
}

interface Monitor {
  readonly spec: {
    readonly endpoints?: readonly Endpoint[];
    readonly selector?: LabelSelector;
    /** Namespaces of the Services. Without it, that of the monitor. */
    readonly namespaceSelector?: { readonly any?: boolean; readonly matchNames?: readonly string[] };
  };
}

/** Selectors of a Prometheus: `<field>Selector` of objects, and `<field>NamespaceSelector` of their namespaces. */
type Server = Manifest & { readonly spec: Readonly<Record<string, LabelSelector | undefined>> };

/**
 * Checks that a Prometheus of the app selects each monitor, rule and probe, and that ports of a ServiceMonitor are names of ports
 * of the Services that it selects. The operator reports neither.
 */
export function checkMonitorsSelected(objects: readonly Rendered[]): Diagnostic[] {
  const servers = objects
    .map(({ manifest }) => manifest)
    .filter((manifest): manifest is Server => isMonitoring(manifest) && manifest.kind === 'Prometheus');
  const found = objects.filter(({ manifest }) => isMonitoring(manifest) && manifest.kind in selectors);
  return [
    ...found
      .filter(({ manifest }) => !servers.some((server) => selects(server, manifest, objects)))
      .map((object) => unselected(object, servers)),
    ...found
      .filter(({ manifest }) => manifest.kind === 'ServiceMonitor')
      .flatMap((object) => unknownPorts(object, objects)),
  ];
}

function isMonitoring(manifest: Manifest): boolean {
  return apiGroup(manifest) === 'monitoring.coreos.com';
}

/**
 * Evaluates the selectors of a Prometheus as the operator does: a missing one of objects selects none, and a missing one of
 * namespaces selects that of the Prometheus.
 */
function selects(server: Server, { kind, metadata }: Manifest, objects: readonly Rendered[]): boolean {
  const { namespaces, objects: selector } = selectorsOf(server, kind);
  const isNamespaceSelected = namespaces
    ? matchesLabels(namespaces, namespaceLabels(metadata.namespace ?? '', objects))
    : server.metadata.namespace === metadata.namespace;
  return selector !== undefined && isNamespaceSelected && matchesLabels(selector, metadata.labels);
}

function selectorsOf({ spec }: Server, kind: string) {
  const field = selectors[kind as MonitoringKind];
  return { namespaces: spec[`${field}NamespaceSelector`], objects: spec[`${field}Selector`] };
}

/** Returns the labels of a namespace of the app, with that of its name, which the API server adds. */
function namespaceLabels(name: string, objects: readonly Rendered[]): Labels {
  const namespace = objects.find(({ manifest: { kind, metadata } }) => kind === 'Namespace' && metadata.name === name);
  return { ...namespace?.manifest.metadata.labels, 'kubernetes.io/metadata.name': name };
}

function unselected({ construct, manifest }: Rendered, servers: readonly Server[]): Diagnostic {
  const { kind, metadata } = manifest;
  const wanted = servers.map((server) => {
    const { namespaces, objects: selector } = selectorsOf(server, kind);
    const where =
      namespaces === undefined ? `namespace ${server.metadata.namespace}` : `namespaces with ${show(namespaces)}`;
    return `${server.metadata.name} selects ${selector === undefined ? 'none' : show(selector)} in ${where}`;
  });
  return {
    id: 'monitor-selected',
    path: construct,
    message: `labels and namespace of a ${kind} must match a Prometheus of the app; got ${JSON.stringify(metadata.labels ?? {})} in namespace ${metadata.namespace}`,
    source: `${kind} ${metadata.name}: metadata.labels`,
    hint:
      wanted.length > 0
        ? `set labels that a selector selects, in a namespace that it selects: ${wanted.join('; ')}`
        : 'add a Prometheus with a selector',
  };
}

function show(selector: LabelSelector): string {
  const { matchExpressions = [], matchLabels = {} } = selector;
  if (matchExpressions.length > 0) return JSON.stringify(selector);
  return Object.keys(matchLabels).length > 0 ? JSON.stringify(matchLabels) : 'any labels';
}

function unknownPorts({ construct, manifest }: Rendered, objects: readonly Rendered[]): Diagnostic[] {
  const { endpoints = [], namespaceSelector = {}, selector = {} } = (manifest as Manifest & Monitor).spec;
  const { any = false, matchNames = [] } = namespaceSelector;
  const namespaces = matchNames.length > 0 ? matchNames : [manifest.metadata.namespace ?? ''];
  const services = objects
    .filter(({ manifest: { kind } }) => kind === 'Service')
    .filter(({ manifest: { metadata } }) => any || namespaces.includes(metadata.namespace ?? ''))
    .filter(({ manifest: { metadata } }) => matchesLabels(selector, metadata.labels));
  // Services of an addon are no objects of the app.
  if (services.length === 0) return [];
  const names = services.flatMap(({ manifest: service }) =>
    ((service as Manifest & Service).spec.ports ?? []).flatMap(({ name }) => name ?? []),
  );
  return endpoints.flatMap(({ port }, index) =>
    port === undefined || names.includes(String(port))
      ? []
      : [
          {
            id: 'monitor-port',
            path: construct,
            message: `port of a ServiceMonitor must be the name of a port of its Services (${names.join(', ')}); got '${port}'`,
            source: `ServiceMonitor ${manifest.metadata.name}: spec.endpoints[${index}].port`,
            hint: 'write the name of the port, not its number',
          },
        ],
  );
}
