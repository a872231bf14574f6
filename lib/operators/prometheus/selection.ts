import type { Diagnostic } from '../../core/diagnostics';
import type { Manifest } from '../../kubernetes/manifests/manifest';
import type { Rendered } from '../../kubernetes/manifests/render';

type Labels = Readonly<Record<string, string>>;

/** Fields of a Prometheus that select objects of each kind. */
const selectors = {
  PodMonitor: 'podMonitor',
  Probe: 'probe',
  PrometheusRule: 'rule',
  ServiceMonitor: 'serviceMonitor',
} as const;

type MonitoringKind = keyof typeof selectors;

interface LabelSelector {
  readonly matchLabels?: Labels;
}

interface Endpoint {
  readonly port?: number | string;
}

interface Service {
  readonly spec: { readonly ports?: readonly { readonly name?: string }[] };
}

interface Monitor {
  readonly spec: { readonly endpoints?: readonly Endpoint[]; readonly selector?: LabelSelector };
}

/**
 * Checks that a Prometheus of the app selects each monitor, rule and probe, and that ports of a ServiceMonitor are names of ports
 * of the Services that it selects. The operator reports neither.
 */
export function checkMonitorsSelected(objects: readonly Rendered[]): Diagnostic[] {
  const servers = objects.filter(({ manifest }) => isMonitoring(manifest) && manifest.kind === 'Prometheus');
  const found = objects.filter(({ manifest }) => isMonitoring(manifest) && manifest.kind in selectors);
  return [
    ...found
      .filter(({ manifest }) => !servers.some((server) => selects(server.manifest, manifest)))
      .map((object) => unselected(object, servers)),
    ...found
      .filter(({ manifest }) => manifest.kind === 'ServiceMonitor')
      .flatMap((object) => unknownPorts(object, objects)),
  ];
}

function isMonitoring({ apiVersion = '' }: Manifest): boolean {
  return apiVersion.startsWith('monitoring.coreos.com/');
}

/** Evaluates the selectors of a Prometheus as the operator does: without one of objects, it selects none. */
function selects(server: Manifest, { kind, metadata }: Manifest): boolean {
  const field = selectors[kind as MonitoringKind];
  const { spec } = server as Manifest & { readonly spec: Readonly<Record<string, LabelSelector | undefined>> };
  const selector = spec[`${field}Selector`];
  const isNamespaceSelected =
    spec[`${field}NamespaceSelector`] !== undefined || server.metadata.namespace === metadata.namespace;
  return selector !== undefined && isNamespaceSelected && matches(selector, metadata.labels);
}

function matches({ matchLabels = {} }: LabelSelector, labels: Labels = {}): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

function unselected({ construct, manifest }: Rendered, servers: readonly Rendered[]): Diagnostic {
  const { kind, metadata } = manifest;
  const field = `${selectors[kind as MonitoringKind]}Selector`;
  const wanted = servers.map((server) => {
    const { spec } = server.manifest as Manifest & {
      readonly spec: Readonly<Record<string, LabelSelector | undefined>>;
    };
    return `${server.manifest.metadata.name} selects ${JSON.stringify(spec[field]?.matchLabels ?? null)}`;
  });
  return {
    id: 'monitor-selected',
    path: construct,
    message: `labels of a ${kind} must match a Prometheus of the app; got ${JSON.stringify(metadata.labels ?? {})}`,
    source: `${kind} ${metadata.name}: metadata.labels`,
    hint: wanted.length > 0 ? `set the labels of a selector: ${wanted.join(', ')}` : 'add a Prometheus with a selector',
  };
}

function unknownPorts({ construct, manifest }: Rendered, objects: readonly Rendered[]): Diagnostic[] {
  const { endpoints = [], selector = {} } = (manifest as Manifest & Monitor).spec;
  const services = objects
    .filter(
      ({ manifest: { kind, metadata } }) => kind === 'Service' && metadata.namespace === manifest.metadata.namespace,
    )
    .filter(({ manifest: { metadata } }) => matches(selector, metadata.labels));
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
