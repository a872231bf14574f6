import {
  aboveFree,
  type CostFunction,
  type CostItem,
  type InstanceCount,
  perGb,
  type PricingContext,
} from './cost-item';
import { assumptions, hours, instancePrice, type Prices } from './prices';
import { blocksIn, type Body, isTrue, numberIn, referencedBlock, textIn } from '../review/terraform-body';

/**
 * IOPS and MiB/s that a gp3 volume includes.
 *
 * @see https://aws.amazon.com/ebs/pricing/
 */
const included = { operations: 3000, throughput: 125 } as const;

/** Metrics of an instance that detailed monitoring adds. They are billed as custom metrics. */
const metricsPerInstance = 7;

/** The cost of a group's instances and volumes, from its minimum to its maximum, without those that a refresh adds. */
export const groupCost: CostFunction = (body, { prices, resources }) => {
  const count = { min: numberIn(body, 'min_size'), max: numberIn(body, 'max_size') };
  const template = launchTemplate(body, resources);
  return [
    ...instanceItems(body, template, count, prices),
    ...blocksIn(template, 'block_device_mappings').flatMap((device) =>
      blocksIn(device, 'ebs').flatMap((volume) => volumeItems(volume, 'volume_size', count, prices)),
    ),
    ...blocksIn(template, 'monitoring')
      .filter((monitoring) => isTrue(monitoring, 'enabled'))
      .map(() => ({ ...count, each: metricsPerInstance * prices.month.metric, kind: 'detailed monitoring' })),
    ...blocksIn(template, 'network_interfaces')
      .filter((networkInterface) => isTrue(networkInterface, 'associate_public_ip_address'))
      .map(() => ({ ...count, each: prices.hour.publicAddress * hours, kind: 'public addresses' })),
  ];
};

/** The cost of a single volume. */
export const volumeCost: CostFunction = (body, { prices }) => volumeItems(body, 'size', { min: 1, max: 1 }, prices);

function launchTemplate(body: Body, resources: PricingContext['resources']): Body {
  const ids = [
    ...blocksIn(body, 'launch_template').map((template) => textIn(template, 'id')),
    ...blocksIn(body, 'mixed_instances_policy')
      .flatMap((policy) => blocksIn(policy, 'launch_template'))
      .flatMap((template) => blocksIn(template, 'launch_template_specification'))
      .map((template) => textIn(template, 'launch_template_id')),
  ];
  return resources('aws_launch_template')[referencedBlock('aws_launch_template', ids[0] ?? '') ?? ''] ?? {};
}

/** Returns On-Demand and Spot Instances. All are estimated with the preferred instance type. */
function instanceItems(body: Body, template: Body, { min, max }: InstanceCount, prices: Prices): CostItem[] {
  const policy = blocksIn(body, 'mixed_instances_policy')[0];
  if (!policy) {
    const type = textIn(template, 'instance_type');
    return [{ each: instancePrice(prices, type) * hours, kind: instanceName(type), min, max }];
  }
  const preferred = blocksIn(policy, 'launch_template').flatMap((launch) => blocksIn(launch, 'override'))[0];
  const type = textIn(preferred ?? template, 'instance_type') || textIn(template, 'instance_type');
  const distribution = blocksIn(policy, 'instances_distribution')[0] ?? {};
  const onDemand = { min: onDemandCount(distribution, min), max: onDemandCount(distribution, max) };
  const each = instancePrice(prices, type) * hours;
  const onSpot = { min: min - onDemand.min, max: max - onDemand.max };
  return [
    ...aboveFree(instanceName(type), onDemand, each),
    ...aboveFree(`${instanceName(type)} on spot`, onSpot, each * assumptions.spot),
  ];
}

/** Returns the number of On-Demand Instances: the base, and a percentage of the others, which AWS rounds up. */
function onDemandCount(distribution: Body, count: number): number {
  const base = Math.min(numberIn(distribution, 'on_demand_base_capacity', 0), count);
  const percentage = numberIn(distribution, 'on_demand_percentage_above_base_capacity', 100);
  return base + Math.ceil(((count - base) * percentage) / 100);
}

function instanceName(type: string): string {
  return type === '' ? 'unknown instance type' : type;
}

function volumeItems(volume: Body, sizeArgument: string, { min, max }: InstanceCount, prices: Prices): CostItem[] {
  const size = numberIn(volume, sizeArgument);
  const operations = Math.max(numberIn(volume, 'iops', included.operations) - included.operations, 0);
  const throughput = Math.max(numberIn(volume, 'throughput', included.throughput) - included.throughput, 0);
  // Prices of other volume types are unknown.
  const type = ['type', 'volume_type'].map((argument) => textIn(volume, argument)).join('') || 'gp2';
  const each = type === 'gp3' ? prices.storage.volume : Number.NaN;
  const total = (quantity: number) => ({ min: quantity * min, max: quantity * max });
  return [
    perGb(`EBS ${type}`, size * min, each, size * max),
    ...aboveFree('EBS IOPS', total(operations), prices.operations.volume),
    ...aboveFree('EBS throughput in MiB/s', total(throughput), prices.throughput.volume),
  ];
}
