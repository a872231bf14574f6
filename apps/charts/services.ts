import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { InfrastructureContract } from '../../lib/core/contract';
import { writtenIn } from '../../lib/core/diagnostics';
import { MigrationJob } from '../../lib/kubernetes/workloads/migration-job';
import { ScheduledTask } from '../../lib/kubernetes/workloads/scheduled-task';
import type { TaskProps } from '../../lib/kubernetes/workloads/job';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { WebService } from '../../lib/kubernetes/workloads/web-service';
import { Worker } from '../../lib/kubernetes/workloads/worker';
import type { WorkloadProps } from '../../lib/kubernetes/workloads/workload';
import { sourceOf } from '../../environments';
import type { Environment, ServiceSettings } from '../../environments/environment';
import { exposureOf } from '../../lib/platform/exposures';
import { callersOf, targetsOf } from '../../lib/platform/connectivity';
import { type Running, runningIn } from '../../lib/platform/variants';
import {
  isTask,
  type ServiceDefinition,
  type TaskDefinition,
  type WebServiceDefinition,
  type WorkerDefinition,
} from '../../lib/platform/service-definition';
import { contractOf } from '../../lib/platform/contract';
import { priority } from './namespace';

/** Every service of the list, in the size that the environment gives it. Migrations end before the others begin. */
export function servicesChart(app: App, environment: Environment): void {
  const migrations = new WaveChart(app, { environment: environment.name, wave: 'migrations' });
  const workloads = new WaveChart(app, { environment: environment.name, wave: 'workloads' });
  const contract = contractOf(environment);
  for (const each of runningIn(environment)) {
    const { service, size } = each;
    const chart = service.kind === 'migration' ? migrations : workloads;
    const workload = isTask(service)
      ? task(chart, service, environment, contract)
      : running(chart, service, size, environment, contract);
    if (workload) writtenIn(workload, (setting) => writtenAt(each, setting, environment));
  }
}

/** A service without a size or a pinned image has been reported with the environment. */
function running(
  chart: WaveChart,
  service: WebServiceDefinition | WorkerDefinition,
  size: ServiceSettings | undefined,
  environment: Environment,
  contract: InfrastructureContract,
): IConstruct | undefined {
  const common = commonProps(service, service.name, size, environment, contract);
  if (!common || !size) return undefined;
  const replicated = { ...common, scale: { max: size.max, min: size.min } };
  if (service.kind === 'worker') {
    const { healthPort, livenessPath, readinessPath } = service;
    return new Worker(chart, service.name, {
      ...replicated,
      health: { livenessPath, port: healthPort, readinessPath },
      priorityClass: priority('background'),
    });
  }
  const exposure = exposureOf(service, environment);
  return new WebService(chart, service.name, {
    ...replicated,
    calledBy: callersOf(service.name, environment),
    livenessPath: service.livenessPath,
    port: service.port,
    priorityClass: priority('serving'),
    readinessPath: service.readinessPath,
    ...(exposure && { exposure, nodeAddresses: contract.nodeAddresses }),
  });
}

function task(
  chart: WaveChart,
  service: TaskDefinition,
  environment: Environment,
  contract: InfrastructureContract,
): IConstruct | undefined {
  const common = commonProps(service, service.release, service.size, environment, contract);
  if (!common) return undefined;
  const { command, deadline, name } = service;
  const props: TaskProps = { ...common, command, deadline, priorityClass: priority('background') };
  return service.kind === 'migration'
    ? new MigrationJob(chart, name, props)
    : new ScheduledTask(chart, name, { ...props, schedule: service.schedule });
}

function commonProps(
  service: ServiceDefinition,
  release: string,
  size: Pick<ServiceSettings, 'cpu' | 'memory'> | undefined,
  environment: Environment,
  contract: InfrastructureContract,
): WorkloadProps | undefined {
  const { config, drain, name, nodeGroup, physicalName, renamedFrom, secrets } = service;
  const [image, placement] = [environment.releases[release], environment.nodeGroups[nodeGroup]];
  if (!size || !image || !placement) return undefined;
  const { database } = contract;
  const usesDatabase = service.talksTo.includes('database');
  return {
    config: usesDatabase
      ? {
          ...config,
          DATABASE_HOST: database.host,
          DATABASE_PORT: String(database.port),
          DATABASE_READ_HOST: database.readHost,
        }
      : config,
    drain,
    image,
    name,
    namespace: environment.name,
    placement,
    ...(physicalName !== undefined && { physicalName }),
    ...(renamedFrom !== undefined && { renamedFrom }),
    resources: { cpu: size.cpu, memory: size.memory },
    secrets,
    talksTo: targetsOf(service, contract),
  };
}

/** Sizes of what always runs are the environment's, everything else is the service's own. */
function writtenAt({ revisionOf, service }: Running, setting: string, environment: Environment): string {
  const name = revisionOf?.service ?? service.name;
  const size = /^(?:scale|resources)\.(.+)$/.exec(setting)?.[1];
  if (size === undefined) return `apps/services/${name}.ts → ${setting}`;
  if (isTask(service) || !environment.services[name]) return `apps/services/${name}.ts → size.${size}`;
  // What a revision is given differs in number, not in kind.
  const own = revisionOf && setting.startsWith('scale.') ? `revisions.${revisionOf.revision}.` : '';
  return sourceOf(environment)(`services.${name}.${own}${size}`);
}
