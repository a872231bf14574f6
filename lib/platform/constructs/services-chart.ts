import type { Construct, IConstruct } from 'constructs';
import { overlap } from '../../core/cidr';
import type { InfrastructureContract } from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import { isWaveChart, WaveChart } from '../../kubernetes/manifests/wave';
import { type DeployedService, withVariants } from '../definitions/deployed-services';
import { isTask } from '../definitions/service-definition';
import { createServiceMonitoring, hasMetrics, type ServicesMonitoring } from './service-monitoring';
import { withoutRejected } from './rejected-service';
import type { ServicesChartProps } from './services-chart-props';
import { createTask, createWebService, createWorker, type WorkloadContext } from './create-workloads';
import { checkReservedNames } from './reserved-names';

/**
 * The workloads of services, with the NetworkPolicies that follow from `connectsTo`.
 *
 * @example
 * const contract = infrastructureContract({ network, nodeGroups: { general: nodeGroup } });
 * new ServicesChart(scope, 'shop', { namespace: 'shop', services: [service], contract });
 */
export class ServicesChart extends WaveChart {
  /** Services of the chart, each followed by its variants. */
  readonly services: readonly DeployedService[];
  /** Names of services that are not created, because their settings have mistakes. */
  readonly rejectedNames: readonly string[];
  /** Node groups that its services may run on, by name. */
  readonly nodeGroups: InfrastructureContract['nodeGroups'];
  /** The database of its services. */
  readonly database: InfrastructureContract['database'];
  /** Targets of `connectsTo` that the platform adds. */
  readonly targets: readonly string[];

  constructor(scope: Construct, id: string, props: ServicesChartProps) {
    const { wave = 'workloads' } = props;
    super(scope, { environment: id, wave });
    const accepted = withoutRejected(this, props.services);
    const all = withVariants(accepted);
    this.rejectedNames = props.services
      .filter((service) => !accepted.includes(service))
      .map(({ definition }) => definition.name);
    addFindings(this, checkPodSubnets(props.contract, accepted));
    this.nodeGroups = props.contract.nodeGroups;
    this.database = props.contract.database;
    this.targets = Object.keys(props.targets ?? {});
    const context = { ...props, definitions: all.map(({ definition }) => definition) };
    this.services = all.filter(({ definition }) => (definition.kind === 'migration') === (wave === 'migrations'));
    for (const service of this.services) {
      const workload = this.createWorkload(service, context);
      // A service without its node group is reported by the checks of services.
      if (!workload) continue;
      addFindings(workload, checkReservedNames(service.definition, props.contract.database, this.targets));
    }
    if (props.monitoring && wave === 'workloads') this.createMonitoring(accepted, props.namespace, props.monitoring);
  }

  /** A monitor for each service with metrics, which is that of its variants too. */
  private createMonitoring(
    services: readonly DeployedService[],
    namespace: string,
    monitoring: ServicesMonitoring,
  ): void {
    for (const service of services.filter(({ definition }) => hasMetrics(definition))) {
      createServiceMonitoring(this, { monitoring, namespace, service });
    }
  }

  private createWorkload(service: DeployedService, context: WorkloadContext): Construct | undefined {
    const { definition } = service;
    if (isTask(definition)) return createTask(this, definition, service, context);
    if (definition.kind === 'worker') return createWorker(this, definition, service, context);
    return createWebService(this, definition, service, context);
  }
}

/** True for a ServicesChart. `instanceof` is true for every chart of cdk8s. */
export function isServicesChart(construct: IConstruct): construct is ServicesChart {
  return isWaveChart(construct) && 'services' in construct;
}

/** A NetworkPolicy that admits a load balancer admits the addresses of nodes, and with them every pod that has one of them. */
function checkPodSubnets(
  { nodeAddresses, podSubnets }: InfrastructureContract,
  services: readonly DeployedService[],
): Finding[] {
  const exposed = services.find(({ exposure }) => exposure !== undefined);
  if (!exposed) return [];
  const ranges = Object.values(podSubnets).map(({ cidr }) => cidr);
  const shared = ranges.find((range) => nodeAddresses.some((nodes) => overlap(range, nodes)));
  if (ranges.length > 0 && shared === undefined) return [];
  return [
    {
      id: 'pod-subnets',
      setting: 'contract.podSubnets',
      message: `podSubnets must be subnets without nodes, because ${exposed.definition.name} is exposed and admits the addresses of nodes; got ${shared ?? 'none'}`,
      hint: "add a tier pods: { access: 'private', kubernetesRole: 'cni', slot: 4, width: 4 } to the network",
    },
  ];
}
