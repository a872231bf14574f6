import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { computed, computedProps, type Sources, withSources } from '../../core/diagnostics';
import type { Autoscaling } from '../../kubernetes/pod/autoscaler';
import type { JobProps } from '../../kubernetes/workloads/job';
import { MigrationJob } from '../../kubernetes/workloads/migration-job';
import { ScheduledTask } from '../../kubernetes/workloads/scheduled-task';
import { WebService } from '../../kubernetes/workloads/web-service';
import { Worker, type WorkerProps } from '../../kubernetes/workloads/worker';
import type { WorkloadPort, WorkloadProps } from '../../kubernetes/workloads/props';
import { egressEndpoints, furtherPorts } from './connectivity';
import { databaseVariables } from './reserved-names';
import { metricsPort } from './service-monitoring';
import type { DeployedService } from '../definitions/deployed-services';
import type {
  RunningDefinition,
  ServiceDefinition,
  TaskDefinition,
  WebServiceDefinition,
  WorkerDefinition,
} from '../definitions/service-definition';
import type { ServicesChartProps } from './services-chart-props';

/** Props of the chart, with the definitions of all services and variants. */
export interface WorkloadContext extends ServicesChartProps {
  readonly definitions: readonly ServiceDefinition[];
}

/** Creates a web service. One whose node group does not exist is reported by the checks of services. */
export function createWebService(
  scope: Construct,
  definition: WebServiceDefinition,
  service: DeployedService,
  context: WorkloadContext,
): Construct | undefined {
  const common = workloadProps(service, context);
  if (!common) return undefined;
  const { exposure } = service;
  const { contract, priorityClasses } = context;
  const { livenessPath, name, port, readinessPath } = definition;
  const webService = new WebService(scope, name, {
    ...common,
    autoscaling: autoscaling(service, definition, context),
    livenessPath,
    port,
    ...(priorityClasses && { priorityClass: priorityClasses.serving }),
    readinessPath,
    ...(exposure && { exposure, nodeAddresses: contract.nodeAddresses }),
    ports: workloadPorts(definition, context),
  });
  const { settingLocation } = service;
  withSources(WebService, webService, {
    ...workloadSources(service, context),
    ...replicatedSources(service),
    allowedFrom: computed,
    exposure: service.exposureSources ?? computed,
    livenessPath: settingLocation('livenessPath'),
    nodeAddresses: computed,
    port: settingLocation('port'),
    ports: settingLocation('ports'),
    readinessPath: settingLocation('readinessPath'),
  });
  return webService;
}

/** Creates a worker. */
export function createWorker(
  scope: Construct,
  definition: WorkerDefinition,
  service: DeployedService,
  context: WorkloadContext,
): Construct | undefined {
  const common = workloadProps(service, context);
  if (!common) return undefined;
  const { priorityClasses } = context;
  const { healthPort, livenessPath, name, readinessPath } = definition;
  const worker = new Worker(scope, name, {
    ...common,
    autoscaling: autoscaling(service, definition, context),
    health: { livenessPath, port: healthPort, readinessPath },
    ports: workloadPorts(definition, context),
    ...(priorityClasses && { priorityClass: priorityClasses.background }),
  });
  const { settingLocation } = service;
  withSources(Worker, worker, {
    ...workloadSources(service, context),
    ...replicatedSources(service),
    health: {
      port: settingLocation('healthPort'),
      readinessPath: settingLocation('readinessPath'),
      livenessPath: settingLocation('livenessPath'),
    },
    ports: settingLocation('ports'),
    singleton: computed,
  });
  return worker;
}

/** Creates a scheduled task or a migration. */
export function createTask(
  scope: Construct,
  definition: TaskDefinition,
  service: DeployedService,
  context: WorkloadContext,
): Construct | undefined {
  const common = workloadProps(service, context);
  if (!common) return undefined;
  const { priorityClasses } = context;
  const { activeDeadline, command, name } = definition;
  const props: JobProps = { ...common, command, activeDeadline };
  if (definition.kind === 'migration') {
    const migration = new MigrationJob(scope, name, {
      ...props,
      // A release waits for it, and one that is preempted starts again.
      ...(priorityClasses && { priorityClass: priorityClasses.serving }),
    });
    withSources(MigrationJob, migration, jobSources(service, context));
    return migration;
  }
  const task = new ScheduledTask(scope, name, {
    ...props,
    schedule: definition.schedule,
    ...(priorityClasses && { priorityClass: priorityClasses.background }),
  });
  withSources(ScheduledTask, task, {
    ...jobSources(service, context),
    schedule: service.settingLocation('schedule'),
    ...computedProps('concurrencyPolicy', 'startingDeadline', 'timeZone'),
  });
  return task;
}

/** The further ports of a service. Those of the name `metrics` admit the pods that collect them. */
function workloadPorts(
  definition: ServiceDefinition,
  { monitoring }: WorkloadContext,
): Readonly<Record<string, WorkloadPort>> {
  return Object.fromEntries(
    sortedEntries(furtherPorts(definition)).map(([name, port]) => [
      name,
      name === metricsPort ? { ...port, allowedFrom: monitoring?.scrapers ?? [] } : port,
    ]),
  );
}

function workloadProps(service: DeployedService, context: WorkloadContext): WorkloadProps | undefined {
  const { definition, image, size } = service;
  const { contract, definitions, namespace, targets } = context;
  const { drainTimeout, name, nodeGroup, physicalName, renamedFrom } = definition;
  const placement = contract.nodeGroups[nodeGroup];
  if (!placement) return undefined;
  return {
    ...environmentVariables(definition, context),
    drainTimeout,
    image,
    name,
    namespace,
    placement,
    ...(physicalName !== undefined && { physicalName }),
    ...(renamedFrom !== undefined && { renamedFrom }),
    resources: { cpu: size.cpu, memory: size.memory },
    connectsTo: egressEndpoints(definition, definitions, contract, targets),
  };
}

/**
 * The variables of a service. A client of the database also gets its host names and port, and a client of a platform's target
 * the variables and credentials of the target, except those that the service sets itself.
 */
function environmentVariables(
  definition: ServiceDefinition,
  { contract: { database }, targets = {} }: WorkloadContext,
): Pick<WorkloadProps, 'config' | 'secrets'> {
  const { config, connectsTo, secrets } = definition;
  const connected = connectsTo.flatMap((target) => targets[target] ?? []);
  const toDatabase = [databaseVariables(definition, database)];
  const own = new Set([...Object.keys(config), ...Object.keys(secrets)]);
  const added = <Value>(variables: readonly Readonly<Record<string, Value>>[]): Readonly<Record<string, Value>> =>
    Object.fromEntries(
      variables.flatMap((record) => sortedEntries<string, Value>(record)).filter(([name]) => !own.has(name)),
    );
  return {
    config: { ...config, ...added([...connected.map((target) => target.config ?? {}), ...toDatabase]) },
    secrets: { ...secrets, ...added(connected.map((target) => target.secrets ?? {})) },
  };
}

function autoscaling(
  { size: { maxReplicas, minReplicas } }: DeployedService,
  { scaleOn, targetCpuUtilization }: RunningDefinition,
  { monitoring }: WorkloadContext,
): Autoscaling {
  return {
    maxReplicas: maxReplicas ?? 0,
    minReplicas: minReplicas ?? 0,
    ...(targetCpuUtilization !== undefined && { targetCpuUtilization }),
    ...(scaleOn && { scaleOn }),
    ...(monitoring && { ruleLabels: monitoring.labels }),
  };
}

function workloadSources(service: DeployedService, context: WorkloadContext): Sources<WorkloadProps> {
  const { definition, settingLocation, sizeLocation } = service;
  const nodeGroup = context.nodeGroupsLocation?.at(definition.nodeGroup);
  const entries = (setting: 'config' | 'secrets') =>
    Object.fromEntries(Object.keys(definition[setting]).map((key) => [key, settingLocation(setting, key)]));
  return {
    name: settingLocation('name'),
    physicalName: settingLocation('physicalName'),
    renamedFrom: settingLocation('renamedFrom'),
    image: service.imageLocation ?? computed,
    ...computedProps('files', 'namespace', 'partOf', 'priorityClass', 'writablePaths'),
    resources: {
      cpu: sizeLocation('cpu'),
      memory: sizeLocation('memory'),
      ...computedProps('cpuLimit', 'ephemeralStorage'),
    },
    config: entries('config'),
    secrets: entries('secrets'),
    placement: nodeGroup ? { ...nodeGroup.pick('labels', 'taints'), capacity: computed } : computed,
    drainTimeout: settingLocation('drainTimeout'),
    connectsTo: settingLocation('connectsTo'),
  };
}

function replicatedSources({
  settingLocation,
  sizeLocation,
}: DeployedService): Pick<Sources<WorkerProps>, 'apiAccess' | 'args' | 'autoscaling' | 'startupTimeout'> {
  return {
    ...computedProps('apiAccess', 'args'),
    autoscaling: {
      minReplicas: sizeLocation('minReplicas'),
      maxReplicas: sizeLocation('maxReplicas'),
      scaleOn: settingLocation('scaleOn'),
      targetCpuUtilization: settingLocation('targetCpuUtilization'),
      ...computedProps('metrics', 'ruleLabels', 'scaleDownStabilization', 'targetMemoryUtilization'),
    },
    startupTimeout: computed,
  };
}

function jobSources(service: DeployedService, context: WorkloadContext): Sources<JobProps> {
  const { settingLocation } = service;
  return {
    ...workloadSources(service, context),
    command: settingLocation('command'),
    activeDeadline: settingLocation('activeDeadline'),
    backoffLimit: computed,
  };
}
