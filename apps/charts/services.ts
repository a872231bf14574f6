import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { InfrastructureContract } from '../../lib/core/contract';
import { withSource } from '../../lib/core/diagnostics';
import { MigrationJob } from '../../lib/kubernetes/workloads/migration-job';
import { ScheduledTask } from '../../lib/kubernetes/workloads/scheduled-task';
import type { JobProps } from '../../lib/kubernetes/workloads/job';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { WebService } from '../../lib/kubernetes/workloads/web-service';
import { Worker } from '../../lib/kubernetes/workloads/worker';
import type { WorkloadProps } from '../../lib/kubernetes/workloads/props';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import type { ServiceSettings } from '../../lib/platform/service-settings';
import { exposureFor } from '../../lib/platform/exposures';
import { ingressPeers, egressEndpoints } from '../../lib/platform/connectivity';
import { type DeployedService, deployedServices } from '../../lib/platform/variants';
import {
  isTask,
  type ServiceDefinition,
  type TaskDefinition,
  type WebServiceDefinition,
  type WorkerDefinition,
} from '../../lib/platform/service-definition';
import { infrastructureContract } from '../../lib/platform/contract';
import { priorityClass } from './namespace';

/** Every service of the list, in the size that the environment gives it. Migrations end before the others begin. */
export function servicesChart(app: App, environment: Environment): void {
  const migrations = new WaveChart(app, { environment: environment.name, wave: 'migrations' });
  const workloads = new WaveChart(app, { environment: environment.name, wave: 'workloads' });
  const contract = infrastructureContract(environment);
  for (const each of deployedServices(environment)) {
    const { service, size } = each;
    const chart = service.kind === 'migration' ? migrations : workloads;
    const workload = isTask(service)
      ? task(chart, service, environment, contract)
      : replicatedService(chart, service, size, environment, contract);
    if (workload) withSource(workload, (setting) => writtenAt(each, setting, environment));
  }
}

/** A service without a size or a pinned image has been reported with the environment. */
function replicatedService(
  chart: WaveChart,
  service: WebServiceDefinition | WorkerDefinition,
  size: ServiceSettings | undefined,
  environment: Environment,
  contract: InfrastructureContract,
): IConstruct | undefined {
  const common = commonProps(service, service.name, size, environment, contract);
  if (!common || !size) return undefined;
  const replicated = { ...common, autoscaling: { maxReplicas: size.maxReplicas, minReplicas: size.minReplicas } };
  if (service.kind === 'worker') {
    const { healthPort, livenessPath, readinessPath } = service;
    return new Worker(chart, service.name, {
      ...replicated,
      health: { livenessPath, port: healthPort, readinessPath },
      priorityClass: priorityClass('background'),
    });
  }
  const exposure = exposureFor(service, environment);
  return new WebService(chart, service.name, {
    ...replicated,
    allowedFrom: ingressPeers(service.name, environment),
    livenessPath: service.livenessPath,
    port: service.port,
    priorityClass: priorityClass('serving'),
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
  const common = commonProps(service, service.imageFrom, service.size, environment, contract);
  if (!common) return undefined;
  const { command, activeDeadline, name } = service;
  const props: JobProps = { ...common, command, activeDeadline, priorityClass: priorityClass('background') };
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
  const { config, drainTimeout, name, nodeGroup, physicalName, renamedFrom, secrets } = service;
  const [image, placement] = [environment.containerImages[release], environment.nodeGroups[nodeGroup]];
  if (!size || !image || !placement) return undefined;
  const { database } = contract;
  const usesDatabase = service.connectsTo.includes('database');
  return {
    config: usesDatabase
      ? {
          ...config,
          DATABASE_HOST: database.host,
          DATABASE_PORT: String(database.port),
          DATABASE_READ_HOST: database.readerHost,
        }
      : config,
    drainTimeout,
    image,
    name,
    namespace: environment.name,
    placement,
    ...(physicalName !== undefined && { physicalName }),
    ...(renamedFrom !== undefined && { renamedFrom }),
    resources: { cpu: size.cpu, memory: size.memory },
    secrets,
    connectsTo: egressEndpoints(service, contract),
  };
}

/** Sizes of what always runs are the environment's, everything else is the service's own. */
function writtenAt({ variantOf, service }: DeployedService, setting: string, environment: Environment): string {
  const name = variantOf?.service ?? service.name;
  const size = /^(?:scale|resources)\.(.+)$/.exec(setting)?.[1];
  if (size === undefined) return `apps/services/${name}.ts → ${setting}`;
  if (isTask(service) || !environment.services[name]) return `apps/services/${name}.ts → size.${size}`;
  // What a variant is given differs in number, not in kind.
  const own = variantOf && setting.startsWith('scale.') ? `variants.${variantOf.revision}.` : '';
  return settingSource(environment)(`services.${name}.${own}${size}`);
}
