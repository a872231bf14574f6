import type { App } from 'cdk8s';
import type { InfrastructureContract } from '../../lib/core/contract';
import { writtenIn } from '../../lib/core/errors';
import { WaveChart } from '../../lib/kubernetes/waves';
import { WebService } from '../../lib/kubernetes/web-service';
import { Worker } from '../../lib/kubernetes/worker';
import { sourceOf } from '../../environments';
import type { Environment } from '../../environments/environment';
import { services } from '../services';
import { exposureOf } from '../services/exposures';
import { callersOf, targetsOf } from '../services/relations';
import type { ServiceDefinition, WebServiceDefinition, WorkerDefinition } from '../services/service';
import { contractOf } from '../stacks/names';
import { serving } from './ground';

/** Every service of the list, in the size that the environment gives it. */
export function servicesChart(app: App, environment: Environment): void {
  const chart = new WaveChart(app, { environment: environment.name, wave: 'workloads' });
  const contract = contractOf(environment);
  for (const service of services) {
    // A service without a size or a pinned image has been reported with the environment.
    const common = commonProps(service, environment, contract);
    if (!common) continue;
    const workload =
      service.kind === 'worker'
        ? worker(chart, service, common)
        : webService(chart, service, common, environment, contract);
    writtenIn(workload, (setting) => writtenAt(service, setting, environment));
  }
}

type Common = NonNullable<ReturnType<typeof commonProps>>;

function webService(
  chart: WaveChart,
  service: WebServiceDefinition,
  common: Common,
  environment: Environment,
  { nodeAddresses }: InfrastructureContract,
): WebService {
  const exposure = exposureOf(service, environment);
  return new WebService(chart, service.name, {
    ...common,
    calledBy: callersOf(service.name),
    livenessPath: service.livenessPath,
    port: service.port,
    priorityClass: serving,
    readinessPath: service.readinessPath,
    ...(exposure && { exposure, nodeAddresses }),
  });
}

function worker(
  chart: WaveChart,
  { healthPort, livenessPath, name, readinessPath }: WorkerDefinition,
  common: Common,
): Worker {
  return new Worker(chart, name, { ...common, health: { livenessPath, port: healthPort, readinessPath } });
}

function commonProps(service: ServiceDefinition, environment: Environment, contract: InfrastructureContract) {
  const { config, drain, name, nodeGroup, secrets } = service;
  const [size, image, placement] = [
    environment.services[name],
    environment.releases[name],
    environment.nodeGroups[nodeGroup],
  ];
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
    resources: { cpu: size.cpu, memory: size.memory },
    scale: { max: size.max, min: size.min },
    secrets,
    talksTo: targetsOf(service, contract),
  };
}

/** Sizes are the environment's, everything else is the service's own. */
function writtenAt({ name }: ServiceDefinition, setting: string, environment: Environment): string {
  const size = /^(?:scale|resources)\.(.+)$/.exec(setting)?.[1];
  return size === undefined
    ? `apps/services/${name}.ts → ${setting}`
    : sourceOf(environment)(`services.${name}.${size}`);
}
