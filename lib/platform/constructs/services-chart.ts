import type { Construct, IConstruct } from 'constructs';
import { isWaveChart, WaveChart } from '../../kubernetes/manifests/wave';
import { type DeployedService, withVariants } from '../definitions/deployed-services';
import { isTask } from '../definitions/service-definition';
import { withoutRejected } from './rejected-service';
import type { ServicesChartProps } from './services-chart-props';
import { createTask, createWebService, createWorker } from './create-workloads';

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
  /** Names of the node groups that its services may run on. */
  readonly nodeGroups: readonly string[];
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
    this.nodeGroups = Object.keys(props.contract.nodeGroups);
    this.targets = Object.keys(props.targets ?? {});
    const context = { ...props, definitions: all.map(({ definition }) => definition) };
    this.services = all.filter(({ definition }) => (definition.kind === 'migration') === (wave === 'migrations'));
    for (const service of this.services) {
      const { definition } = service;
      if (isTask(definition)) createTask(this, definition, service, context);
      else if (definition.kind === 'worker') createWorker(this, definition, service, context);
      else createWebService(this, definition, service, context);
    }
  }
}

/** True for a ServicesChart. `instanceof` is true for every chart of cdk8s. */
export function isServicesChart(construct: IConstruct): construct is ServicesChart {
  return isWaveChart(construct) && 'services' in construct;
}
