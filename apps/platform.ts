import { App as Infrastructure } from 'cdktf';
import { App as Workloads } from 'cdk8s';
import { Addon } from '../lib/addons/addon';
import { collectDiagnostics, type Diagnostic } from '../lib/core/diagnostics';
import { checkCustomMetrics } from '../lib/kubernetes/checks/custom-metrics';
import { checkContainerResources } from '../lib/kubernetes/checks/container-resources';
import { checkClusterObjects } from '../lib/kubernetes/checks/cluster-objects';
import { checkHostPorts } from '../lib/kubernetes/checks/host-ports';
import { checkManifestValues } from '../lib/kubernetes/checks/manifest-values';
import { checkObjectNames } from '../lib/kubernetes/checks/object-names';
import { checkNodePorts } from '../lib/kubernetes/checks/node-ports';
import { checkObjectSizes } from '../lib/kubernetes/checks/object-size';
import { checkPodSecurity } from '../lib/kubernetes/checks/pod-security';
import { checkPriorityClasses } from '../lib/kubernetes/checks/priority-classes';
import { checkScaledTargets } from '../lib/kubernetes/checks/scaled-targets';
import { checkObjectsHaveNamespace, checkObjectsHaveWave } from '../lib/kubernetes/checks/wave-and-namespace';
import { checkPatches } from '../lib/kubernetes/manifests/patch';
import { checkDuplicateObjects, render, type Rendered } from '../lib/kubernetes/manifests/render';
import { checkScalingQueues } from '../lib/operators/prometheus/scaling-queues';
import { checkMonitorsSelected } from '../lib/operators/prometheus/selection';
import { type DeployedService, deployedServices } from '../lib/platform/definitions/deployed-services';
import type { Service } from '../lib/platform/definitions/service-list';
import { containerImagesLocation, settingsLocation } from '../environments';
import type { Environment } from '../environments/environment';
import { addonsChart } from './charts/addons';
import { grafanaChart } from './charts/grafana';
import { loggingChart } from './charts/logging';
import { monitoringChart } from './charts/monitoring';
import { namespaceCharts } from './charts/namespace';
import { rabbitmqChart } from './charts/rabbitmq';
import { servicesCharts } from './charts/services';
import { services } from './services';
import { bootstrapStack } from './stacks/bootstrap';
import { clusterStack } from './stacks/cluster';
import { dataStack } from './stacks/data';
import { networkStack } from './stacks/network';

/** The addons of an environment. */
export function addonsIn(environment: Environment): Addon[] {
  const app = new Workloads();
  addonsChart(app, environment);
  return app.node.findAll().filter((construct) => construct instanceof Addon);
}

/** Both halves of an environment, described and not yet written. */
export interface Platform {
  readonly environment: Environment;
  readonly infrastructure: Infrastructure;
  readonly workloads: Workloads;
  readonly objects: readonly Rendered[];
}

/** Describes the infrastructure of an environment in an app of cdktf. */
export function describeInfrastructure(
  app: Infrastructure,
  environment: Environment,
  deployed: readonly DeployedService[] = servicesIn(environment),
): void {
  bootstrapStack(app, environment);
  networkStack(app, environment, deployed);
  dataStack(app, environment);
  clusterStack(app, environment, deployed);
}

/** Describes the workloads of an environment in an app of cdk8s. */
export function describeWorkloads(
  app: Workloads,
  environment: Environment,
  deployed: readonly DeployedService[] = servicesIn(environment),
): void {
  namespaceCharts(app, environment, deployed);
  addonsChart(app, environment);
  rabbitmqChart(app, environment);
  servicesCharts(app, environment, deployed);
  monitoringChart(app, environment, deployed);
  grafanaChart(app, environment);
  loggingChart(app, environment);
}

/** The services that run in an environment. */
export function servicesIn(environment: Environment, list: readonly Service[] = services): DeployedService[] {
  return deployedServices(list, environment, settingsLocation(environment), containerImagesLocation(environment));
}

/** Describes both halves of an environment. */
export function buildPlatform(environment: Environment, list: readonly Service[]): Platform {
  const [infrastructure, workloads] = [new Infrastructure(), new Workloads()];
  const deployed = servicesIn(environment, list);
  describeInfrastructure(infrastructure, environment, deployed);
  describeWorkloads(workloads, environment, deployed);
  return { environment, infrastructure, objects: render(workloads), workloads };
}

/** Diagnostics of both halves: of their constructs, and of the rendered objects. */
export function platformDiagnostics({ infrastructure, objects, workloads }: Platform): Diagnostic[] {
  return [
    ...collectDiagnostics(infrastructure),
    ...collectDiagnostics(workloads),
    ...checkObjectsHaveWave(workloads),
    ...checkObjectsHaveNamespace(workloads, objects),
    ...checkObjectNames(objects),
    ...checkObjectSizes(objects),
    ...checkDuplicateObjects(objects),
    ...checkClusterObjects(objects),
    ...checkHostPorts(objects),
    ...checkNodePorts(objects),
    ...checkPodSecurity(objects),
    ...checkScaledTargets(objects),
    ...checkCustomMetrics(workloads, objects),
    ...checkPriorityClasses(objects),
    ...checkContainerResources(objects),
    ...checkManifestValues(objects),
    ...checkMonitorsSelected(objects),
    ...checkScalingQueues(workloads, objects),
    ...checkPatches(workloads),
  ];
}
