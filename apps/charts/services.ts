import type { App } from 'cdk8s';
import { rabbitmqEndpoint, rabbitmqVariables } from '../../lib/operators/rabbitmq/endpoint';
import type { PlatformTargets } from '../../lib/platform/constructs/connectivity';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { environmentContract } from '../../lib/platform/infrastructure/infrastructure-contract';
import { ServicesChart } from '../../lib/platform/constructs/services-chart';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { monitorLabels, platformPrometheus, runbooks } from '../monitoring-names';
import { rabbitmqName, rabbitmqVhost } from '../rabbitmq-names';
import { priorityClass } from './priority-classes';

/** Targets of `connectsTo` that this platform adds to its services. */
export const platformTargets: PlatformTargets = {
  rabbitmq: { ...rabbitmqEndpoint(rabbitmqName), ...rabbitmqVariables(rabbitmqName, rabbitmqVhost) },
};

/** The workloads of all services. Migrations end before the pods of their release start. */
export function servicesCharts(app: App, environment: Environment, services: readonly DeployedService[]): void {
  for (const wave of ['migrations', 'workloads'] as const) {
    new ServicesChart(app, environment.name, {
      contract: environmentContract(environment),
      namespace: environment.name,
      nodeGroupsLocation: settingsLocation(environment).at('nodeGroups'),
      monitoring: { labels: monitorLabels, runbooks, scrapers: [platformPrometheus] },
      priorityClasses: { serving: priorityClass('serving'), background: priorityClass('background') },
      services,
      targets: platformTargets,
      wave,
    });
  }
}
