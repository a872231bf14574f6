import type { AcceptedAddresses } from '../lib/core/contract';
import { type Diagnostic, dedupe, locate } from '../lib/core/diagnostics';
import { checkCapacity, servicePods } from '../lib/platform/checks/check-capacity';
import { checkDatabaseConnections } from '../lib/platform/checks/check-database-connections';
import { checkDefinitions } from '../lib/platform/checks/check-definitions';
import { checkDeployments, checkPlatformNodeGroup, checkRabbitmqNodes } from '../lib/platform/checks/check-deployments';
import {
  type CheckedServices,
  checkList,
  checkServices,
  hasAddressConflict,
  acceptedFirst,
} from '../lib/platform/checks/check-services';
import { checkHosts } from '../lib/platform/checks/check-hosts';
import { type DeployedService, isReleased, withVariants } from '../lib/platform/definitions/deployed-services';
import { environmentContract } from '../lib/platform/infrastructure/infrastructure-contract';
import type { Service } from '../lib/platform/definitions/service-list';
import { withoutConsequences } from '../lib/rules/consequences';
import { applyWaivers } from '../lib/rules/waiver';
import { checkPinnedServices } from '../environments/check-pins';
import { containerImagesLocation, settingsLocation } from '../environments';
import type { Environment } from '../environments/environment';
import { addonPods } from './charts/addons';
import { grafanaPods, grafanaPools } from './charts/grafana';
import { loggingPods } from './charts/logging';
import { monitoringPods } from './charts/monitoring';
import { platformTargets } from './charts/services';
import { buildPlatform, type Platform, platformDiagnostics, servicesIn } from './platform';
import { services as allServices } from './services';

export interface CheckOptions {
  /** Diagnostics of environments and lock files. */
  readonly diagnostics?: readonly Diagnostic[];
  /**
   * Services of the platform.
   *
   * @default the list in `apps/services`
   */
  readonly services?: readonly Service[];
  /**
   * Accepted addresses of services, read if two services claim one address: the conflict is reported for the new one.
   *
   * @default the conflict is reported for the later one in the list
   */
  readonly accepted?: () => AcceptedAddresses;
}

/** Platforms of all environments that can be described, and all mistakes in them. */
export interface CheckedPlatforms {
  readonly platforms: readonly Platform[];
  /** Every mistake once, without the waived ones. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Describes environments and collects the diagnostics of all layers, each mistake once. */
export function checkPlatforms(environments: readonly Environment[], options: CheckOptions = {}): CheckedPlatforms {
  const { diagnostics = [], accepted, services: list = allServices } = options;
  const checked = checkList(list);
  const services =
    accepted && hasAddressConflict(checked.services) ? acceptedFirst(checked.services, accepted()) : checked.services;
  const platforms = environments.map((environment) => buildPlatform(environment, services));
  const found = [
    ...diagnostics,
    ...checked.diagnostics,
    ...checkServices({ ...checked, services }, Object.keys(platformTargets)),
    ...checkHosts(services, environments),
    ...environments.flatMap((environment) => checkEnvironment(environment, { ...checked, services })),
    ...environments.flatMap((environment) => checkNodeGroups(environment, servicesIn(environment, services))),
    ...environments.flatMap((environment) => checkConnections(environment, servicesIn(environment, services))),
    ...platforms.flatMap(platformDiagnostics),
    ...checkDefinitions(
      services,
      (service) => environments.some((environment) => isReleased(environment, service.definition)),
      platformTargets,
    ),
  ];
  const waivers = environments.flatMap((environment) =>
    environment.waivers.map((waiver, index) => ({
      ...waiver,
      source: settingsLocation(environment).atPath('waivers', String(index)).toString(),
    })),
  );
  return { platforms, diagnostics: withoutConsequences(dedupe(applyWaivers(found, waivers))) };
}

function checkEnvironment(environment: Environment, services: CheckedServices): Diagnostic[] {
  const settings = settingsLocation(environment);
  const { name, network, nodeGroups, rabbitmq } = environment;
  const rabbitmqNodes = nodeGroups[rabbitmq.nodeGroup];
  const zones = Object.keys(network.zones).length;
  return [
    ...checkDeployments(services, environment, settings),
    ...checkPinnedServices(services, environment, containerImagesLocation(environment)),
    ...(['addons', 'logging', 'monitoring', 'rabbitmq'] as const).flatMap((owner) =>
      checkPlatformNodeGroup(owner, environment[owner].nodeGroup, environment, settings.at(owner).at('nodeGroup')),
    ),
    ...(rabbitmqNodes
      ? checkRabbitmqNodes(
          rabbitmq,
          { maxNodes: rabbitmqNodes.maxSizePerZone * zones, zones },
          name,
          settings.at('rabbitmq').at('replicas'),
        )
      : []),
  ];
}

/** Node groups without room for the pods that are placed on them. */
function checkNodeGroups(environment: Environment, services: readonly DeployedService[]): Diagnostic[] {
  const { name, rabbitmq } = environment;
  const groups = environmentContract(environment).nodeGroups;
  // Members that find no node of their own are reported as `rabbitmq-nodes`.
  const replicas = Math.min(rabbitmq.replicas, groups[rabbitmq.nodeGroup]?.capacity?.maxNodes ?? rabbitmq.replicas);
  const pods = [
    ...servicePods(withVariants(services)),
    { ...rabbitmq, name: 'rabbitmq', replicas },
    ...addonPods(environment),
    ...loggingPods(environment),
    ...monitoringPods(environment),
    ...grafanaPods(environment),
  ];
  const found = checkCapacity(groups, pods);
  const location = settingsLocation(environment).at('nodeGroups');
  return found.map((finding) => locate(finding, name, location.at(finding.nodeGroup)));
}

/** A database without connections for all pods of its clients. */
function checkConnections(environment: Environment, services: readonly DeployedService[]): Diagnostic[] {
  const found = checkDatabaseConnections(environment.database.maxConnections, withVariants(services), [grafanaPools]);
  const location = settingsLocation(environment).at('database');
  return found.map((finding) => locate(finding, environment.name, location));
}
