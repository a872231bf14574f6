import type { Chart } from 'cdk8s';
import { stackFiles } from '../../aws/stack/render';
import type { Stack } from '../../aws/stack/stack';
import { collectDiagnostics, dedupe, type Diagnostic, formatDiagnostic } from '../../core/diagnostics';
import { objectsIn } from '../../kubernetes/manifests/objects';
import type { DeployedService } from '../definitions/deployed-services';
import { isServicesChart } from '../constructs/services-chart';
import { checkChartCapacity } from './check-capacity';
import { checkChartConnections } from './check-database-connections';
import { checkNodeGroups, checkTargets } from './check-references';

/**
 * Diagnostics of a program: of the constructs of both halves, and of what the halves expect of each other. A plain
 * `app.synth()` of the charts fails with the latter as well.
 *
 * @example
 * const diagnostics = checkPlatform(stack, [chart]);
 * if (diagnostics.length > 0) throw new ValidationError(diagnostics);
 */
export function checkPlatform(stack: Stack, charts: readonly Chart[]): Diagnostic[] {
  for (const chart of charts) {
    chart.node.addValidation({ validate: () => checkHalves(stack, [chart]).map(formatDiagnostic) });
  }
  const own = [stack, ...charts].flatMap((construct) => collectDiagnostics(construct));
  const servicesCharts = charts.filter(isServicesChart);
  // A node group with a mistake does not exist, for the reason that is reported.
  const groups =
    own.length > 0
      ? []
      : [
          ...checkNodeGroups(servicesCharts),
          ...checkChartCapacity(servicesCharts),
          ...checkChartConnections(servicesCharts),
        ];
  const found = [...own, ...checkTargets(servicesCharts), ...groups];
  // Invalid halves do not fit each other, for the reasons that are reported.
  return dedupe(found.length > 0 ? found : checkHalves(stack, charts));
}

interface Terraform {
  readonly resource?: {
    readonly aws_lb_target_group?: Readonly<Record<string, TargetGroup>>;
    readonly aws_autoscaling_group?: Readonly<Record<string, { readonly tag: readonly Tag[] }>>;
  };
}

interface TargetGroup {
  readonly port: number;
  readonly health_check: { readonly path?: string };
}

interface Tag {
  readonly key: string;
  readonly value: string;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly type?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly { readonly nodePort?: number }[];
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly nodeSelector?: Readonly<Record<string, string>>;
        readonly containers: readonly {
          readonly readinessProbe?: { readonly httpGet?: { readonly path: string } };
        }[];
      };
    };
  };
}

/** Compares the synthesized stack with the rendered manifests, as a load balancer and the scheduler will. */
function checkHalves(stack: Stack, charts: readonly Chart[]): Diagnostic[] {
  const { resource = {} } = JSON.parse(stackFiles(stack).get('main.tf.json') ?? '{}') as Terraform;
  const manifests = charts.flatMap((chart) => objectsIn(chart).map((object) => object.toJson() as Manifest));
  const targetGroups = Object.entries(resource.aws_lb_target_group ?? {});
  const nodeLabels = Object.values(resource.aws_autoscaling_group ?? {}).map(({ tag }) => tag);
  const find = serviceLookup(charts);
  return [
    ...targetGroups.flatMap(([name, targetGroup]) => checkTargetGroup(stack, name, targetGroup, manifests)),
    ...manifests.flatMap((manifest) => checkNodePort(manifest, targetGroups, find)),
    ...manifests.flatMap((manifest) => checkNodeSelector(manifest, nodeLabels, find)),
  ];
}

/** Every target group must lead to the pods of a Service, and check the path that its kubelet checks. */
function checkTargetGroup(
  stack: Stack,
  name: string,
  { health_check: healthCheck, port }: TargetGroup,
  manifests: readonly Manifest[],
): Diagnostic[] {
  const report = (setting: string, id: string, message: string, hint: string): Diagnostic[] => [
    { id, path: `${stack.node.path}/${name}`, message, source: `aws_lb_target_group.${name} → ${setting}`, hint },
  ];
  const service = manifests.find((manifest) => nodePorts(manifest).includes(port));
  if (!service) {
    const ports = manifests.flatMap(nodePorts).join(', ') || 'none';
    return report(
      'port',
      'target-group-backend',
      `port must be the node port of a Service in the charts (${ports}); got ${port}`,
      'pass the same service to exposeServices and to ServicesChart',
    );
  }
  const paths = podsBehind(service, manifests).flatMap(({ spec }) =>
    (spec?.template?.spec.containers ?? []).flatMap(({ readinessProbe }) => readinessProbe?.httpGet?.path ?? []),
  );
  const { path } = healthCheck;
  if (path === undefined || paths.length === 0 || paths.includes(path)) return [];
  return report(
    'health_check.path',
    'health-check-mismatch',
    `path must be the readiness path of the pods (${paths.join(', ')}); got '${path}'`,
    'pass the same service to exposeServices and to ServicesChart',
  );
}

/** Every node port must be the port of a target group, or no request reaches it. */
function checkNodePort(
  manifest: Manifest,
  targetGroups: readonly (readonly [string, TargetGroup])[],
  find: ServiceLookup,
): Diagnostic[] {
  const { name } = manifest.metadata;
  return nodePorts(manifest)
    .filter((nodePort) => !targetGroups.some(([, { port }]) => port === nodePort))
    .map((nodePort) => ({
      id: 'node-port-target-group',
      path: `Service ${name}`,
      message: `nodePort must be the port of a target group; got ${nodePort}, which no load balancer forwards to`,
      source:
        find(name)?.settingLocation('exposure', 'nodePort').toString() ?? `Service ${name} → spec.ports[0].nodePort`,
      hint: 'pass the service to exposeServices, or remove its exposure',
    }));
}

/** Every node selector must match the labels of a node group, or its pods stay Pending. */
function checkNodeSelector(
  { kind, metadata, spec }: Manifest,
  nodeGroups: readonly (readonly Tag[])[],
  find: ServiceLookup,
): Diagnostic[] {
  const selector = Object.entries(spec?.template?.spec.nodeSelector ?? {});
  const prefix = 'k8s.io/cluster-autoscaler/node-template/label/';
  const matches = nodeGroups.some((tags) =>
    selector.every(([label, value]) => tags.some((tag) => tag.key === `${prefix}${label}` && tag.value === value)),
  );
  if (selector.length === 0 || matches) return [];
  const wanted = selector.map(([label, value]) => `${label}=${value}`).join(', ');
  return [
    {
      id: 'node-selector',
      path: `${kind} ${metadata.name}`,
      message: `nodeSelector must match the labels of a node group; got ${wanted}`,
      source:
        find(metadata.name)?.settingLocation('nodeGroup').toString() ??
        `${kind} ${metadata.name} → spec.template.spec.nodeSelector`,
      hint: 'create the node group in the stack, and pass it to infrastructureContract',
    },
  ];
}

type ServiceLookup = (name: string) => DeployedService | undefined;

function serviceLookup(charts: readonly Chart[]): ServiceLookup {
  const services = charts.flatMap((chart) => (isServicesChart(chart) ? chart.services : []));
  return (name) => services.find(({ definition }) => definition.name === name);
}

function nodePorts({ kind, spec }: Manifest): number[] {
  if (kind !== 'Service' || spec?.type !== 'NodePort') return [];
  return (spec.ports ?? []).flatMap(({ nodePort }) => nodePort ?? []);
}

function podsBehind({ spec }: Manifest, manifests: readonly Manifest[]): Manifest[] {
  const selector = Object.entries(spec?.selector ?? {});
  return manifests.filter((manifest) => {
    const labels = manifest.spec?.template?.metadata.labels;
    return labels !== undefined && selector.every(([key, value]) => labels[key] === value);
  });
}
