import {
  aboveFree,
  type CostFunction,
  type CostItem,
  fixed,
  hourly,
  type InstanceCount,
  perGb,
  type PricingContext,
} from './cost-item';
import { databaseCost } from './databases';
import { groupCost, volumeCost } from './instances';
import { assumptions } from './prices';
import { blocksIn, type Body, isTrue, listIn, numberIn, referencedBlock, textIn } from '../review/terraform-body';

/** Returns the cost function of a resource with a fixed monthly price. */
const monthly =
  (kind: string, price: 'key' | 'secret' | 'zone'): CostFunction =>
  (_, { prices }) => [fixed(kind, 1, prices.month[price])];

/** The cost of an alarm, which AWS bills for each of its metrics. */
const alarmCost: CostFunction = (body, { prices }) => {
  const metrics = blocksIn(body, 'metric_query').filter((query) => blocksIn(query, 'metric').length > 0).length;
  return [fixed('alarms', Math.max(metrics, 1), prices.month.alarm)];
};

const loadBalancerCost: CostFunction = (body, { prices: { hour } }) => {
  const type = textIn(body, 'load_balancer_type') || 'application';
  if (type !== 'application' && type !== 'network') return [hourly(`${type} load balancers`, 1, Number.NaN)];
  // One address in each zone; allocated addresses are resources of their own.
  const subnets = [
    ...listIn(body, 'subnets'),
    ...blocksIn(body, 'subnet_mapping').filter((mapping) => textIn(mapping, 'allocation_id') === ''),
  ];
  const addresses = isTrue(body, 'internal') ? 0 : subnets.length;
  return [
    hourly(`${type} load balancers`, 1, hour[`${type}LoadBalancer`]),
    hourly('load balancer units', assumptions.loadBalancerUnits, hour[`${type}LoadBalancerUnit`]),
    ...addressItems(addresses, hour.publicAddress),
  ];
};

const endpointCost: CostFunction = (body, { prices: { hour } }) => {
  const type = textIn(body, 'vpc_endpoint_type') || 'Gateway';
  if (type === 'Gateway') return [];
  const zones = Math.max(listIn(body, 'subnet_ids').length, 1);
  return [hourly('interface endpoints by zone', zones, type === 'Interface' ? hour.interfaceEndpoint : Number.NaN)];
};

/** The cost of a NAT gateway. A regional one is billed in each zone with instances, and has an address in each. */
const natCost: CostFunction = (body, { prices: { hour }, resources }) => {
  if (textIn(body, 'availability_mode') !== 'regional') return [hourly('NAT gateways', 1, hour.natGateway)];
  const zones = new Set(Object.values(resources('aws_subnet')).map((subnet) => textIn(subnet, 'availability_zone')));
  const count = Math.max(zones.size, 1);
  return [hourly('NAT gateways', count, hour.natGateway), ...addressItems(count, hour.publicAddress)];
};

function addressItems(count: number, price: number): CostItem[] {
  return count === 0 ? [] : [hourly('public addresses', count, price)];
}

/** The cost of a log group: of its flow logs, or of the assumed logs of any other group. */
const logCost: CostFunction = (body, context) => {
  const { name, prices, resources } = context;
  const flow = Object.values(resources('aws_flow_log')).find(
    (log) => referencedBlock('aws_cloudwatch_log_group', textIn(log, 'log_destination')) === name,
  );
  const { max, min } = flow ? flowLogSize(flow, context) : { max: assumptions.logs, min: assumptions.logs };
  const days = numberIn(body, 'retention_in_days', 0);
  // 0 means that logs never expire.
  const months = days === 0 ? assumptions.endlessLogs : days / 30;
  return [
    perGb('log ingestion', min, prices.logsIn, max),
    perGb('log storage', min * months, prices.storage.logs, max * months),
  ];
};

/** The cost of flow logs to a bucket. Those to a log group are costs of the group. */
const flowLogCost: CostFunction = (body, context) => {
  if (textIn(body, 'log_destination_type') !== 's3') return [];
  const { max, min } = flowLogSize(body, context);
  return [perGb('flow logs to a bucket', min, context.prices.logsToBucket, max)];
};

/** Returns the GB of a network's flow logs in a month, which grow with the instances of the environment. */
function flowLogSize(flow: Body, { instances }: PricingContext): InstanceCount {
  const each = assumptions.flowLogs[numberIn(flow, 'max_aggregation_interval', 600) === 60 ? 60 : 600];
  return { min: instances.min * each, max: instances.max * each };
}

const webAclCost: CostFunction = (body, { prices: { month } }) => [
  fixed('web ACLs', 1, month.webAcl),
  ...aboveFree(
    'web ACL rules',
    { min: blocksIn(body, 'rule').length, max: blocksIn(body, 'rule').length },
    month.webAclRule,
  ),
];

/** Cost functions by resource type. Types without a cost are in `freeTypes`. */
export const costFunctions: Readonly<Record<string, CostFunction>> = {
  aws_autoscaling_group: groupCost,
  aws_cloudwatch_log_group: logCost,
  aws_cloudwatch_metric_alarm: alarmCost,
  aws_db_instance: databaseCost,
  aws_ebs_volume: volumeCost,
  aws_ecr_repository: (_, { prices }) => [perGb('images', assumptions.images, prices.storage.images)],
  aws_eip: (_, { prices }) => addressItems(1, prices.hour.publicAddress),
  aws_flow_log: flowLogCost,
  aws_kms_key: monthly('keys', 'key'),
  aws_kms_replica_key: monthly('keys', 'key'),
  aws_lb: loadBalancerCost,
  aws_nat_gateway: natCost,
  aws_route53_zone: monthly('DNS zones', 'zone'),
  aws_s3_bucket: (_, { prices }) => [perGb('buckets', assumptions.bucket, prices.storage.bucket)],
  aws_secretsmanager_secret: monthly('secrets', 'secret'),
  aws_vpc_endpoint: endpointCost,
  aws_wafv2_web_acl: webAclCost,
};

/** Resource types without a cost of their own. */
export const freeTypes: ReadonlySet<string> = new Set([
  'aws_acm_certificate',
  'aws_acm_certificate_validation',
  'aws_autoscaling_lifecycle_hook',
  'aws_autoscaling_policy',
  'aws_autoscaling_schedule',
  'aws_autoscaling_traffic_source_attachment',
  // EventBridge charges nothing for events of AWS services.
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_event_target',
  'aws_db_parameter_group',
  'aws_db_subnet_group',
  'aws_default_network_acl',
  'aws_default_route_table',
  'aws_default_security_group',
  'aws_ecr_lifecycle_policy',
  'aws_ecr_repository_policy',
  'aws_egress_only_internet_gateway',
  'aws_iam_instance_profile',
  'aws_iam_policy',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_internet_gateway',
  'aws_kms_alias',
  'aws_launch_template',
  'aws_lb_listener',
  'aws_lb_listener_certificate',
  'aws_lb_listener_rule',
  'aws_lb_target_group',
  'aws_network_acl',
  'aws_network_acl_association',
  'aws_network_acl_rule',
  'aws_route',
  'aws_route53_record',
  'aws_route_table',
  'aws_route_table_association',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_logging',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_secretsmanager_secret_version',
  'aws_security_group',
  'aws_subnet',
  'aws_volume_attachment',
  'aws_vpc',
  'aws_vpc_dhcp_options',
  'aws_vpc_dhcp_options_association',
  'aws_vpc_endpoint_route_table_association',
  'aws_vpc_peering_connection',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_wafv2_web_acl_association',
]);
