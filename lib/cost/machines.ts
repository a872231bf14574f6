import { type Costing, aboveFree, type Item, perGb, type PricingContext } from './cost-item';
import { assumptions, hours, machinePrice, type Prices } from './prices';
import { blocksIn, type Body, isTrue, numberIn, referencedBlock, textIn } from '../review/terraform-body';

/** What gp3 does for nothing beside its size. Source: "Amazon EBS pricing". */
const included = { operations: 3000, throughput: 125 } as const;

/** Metrics of a machine that detailed monitoring adds. Source: "Amazon EC2 metrics", billed as custom metrics. */
const metricsOfMachine = 7;

/** How many machines there are at the least and at the most. */
interface Count {
  readonly min: number;
  readonly max: number;
}

/** The machines of a group with their disks, from its minimum to its maximum. A roll's machines are not counted twice. */
export const groupCost: Costing = (body, { prices, resources }) => {
  const count = { min: numberIn(body, 'min_size'), max: numberIn(body, 'max_size') };
  const template = launchTemplate(body, resources);
  return [
    ...machines(body, template, count, prices),
    ...blocksIn(template, 'block_device_mappings').flatMap((device) =>
      blocksIn(device, 'ebs').flatMap((disk) => diskItems(disk, 'volume_size', count, prices)),
    ),
    ...blocksIn(template, 'monitoring')
      .filter((monitoring) => isTrue(monitoring, 'enabled'))
      .map(() => ({ ...count, each: metricsOfMachine * prices.month.metric, kind: 'detailed monitoring' })),
    ...blocksIn(template, 'network_interfaces')
      .filter((face) => isTrue(face, 'associate_public_ip_address'))
      .map(() => ({ ...count, each: prices.hour.publicAddress * hours, kind: 'public addresses' })),
  ];
};

/** A disk on its own. */
export const volumeCost: Costing = (body, { prices }) => diskItems(body, 'size', { min: 1, max: 1 }, prices);

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

/** Machines on demand are of the type that is preferred, and so, for an estimate, are those on spot. */
function machines(body: Body, template: Body, { min, max }: Count, prices: Prices): Item[] {
  const policy = blocksIn(body, 'mixed_instances_policy')[0];
  if (!policy) {
    const type = textIn(template, 'instance_type');
    return [{ each: machinePrice(prices, type) * hours, kind: instanceName(type), min, max }];
  }
  const preferred = blocksIn(policy, 'launch_template').flatMap((launch) => blocksIn(launch, 'override'))[0];
  const type = textIn(preferred ?? template, 'instance_type') || textIn(template, 'instance_type');
  const distribution = blocksIn(policy, 'instances_distribution')[0] ?? {};
  const onDemand = { min: onDemandCount(distribution, min), max: onDemandCount(distribution, max) };
  const each = machinePrice(prices, type) * hours;
  const onSpot = { min: min - onDemand.min, max: max - onDemand.max };
  return [
    ...aboveFree(instanceName(type), onDemand, each),
    ...aboveFree(`${instanceName(type)} on spot`, onSpot, each * assumptions.spot),
  ];
}

/** Of so many machines, those on demand: the floor, and a share of the others that AWS rounds up. */
function onDemandCount(distribution: Body, count: number): number {
  const floor = Math.min(numberIn(distribution, 'on_demand_base_capacity', 0), count);
  const share = numberIn(distribution, 'on_demand_percentage_above_base_capacity', 100);
  return floor + Math.ceil(((count - floor) * share) / 100);
}

function instanceName(type: string): string {
  return type === '' ? 'machines of a type that is not written here' : type;
}

function diskItems(disk: Body, sizeArgument: string, { min, max }: Count, prices: Prices): Item[] {
  const size = numberIn(disk, sizeArgument);
  const operations = Math.max(numberIn(disk, 'iops', included.operations) - included.operations, 0);
  const throughput = Math.max(numberIn(disk, 'throughput', included.throughput) - included.throughput, 0);
  // Other kinds of volume have prices of their own, which are not here.
  const type = ['type', 'volume_type'].map((argument) => textIn(disk, argument)).join('') || 'gp2';
  const each = type === 'gp3' ? prices.storage.volume : Number.NaN;
  const ofEach = (quantity: number) => ({ min: quantity * min, max: quantity * max });
  return [
    perGb(`disks ${type}`, size * min, each, size * max),
    ...aboveFree('disk operations a second', ofEach(operations), prices.operations.volume),
    ...aboveFree('disk MiB a second', ofEach(throughput), prices.throughput.volume),
  ];
}
