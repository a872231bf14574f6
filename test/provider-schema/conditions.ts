import type { Json } from '../support/terraform';

/** Returns true if a condition of a replacement fact holds for a change of arguments. */
type Condition = (before: Json, after: Json) => boolean;

const isNetwork = ({ load_balancer_type: type }: Json) => type === 'network';
const listed = (values: Json): string[] => values ?? [];

/** Mappings that are missing or different after the change. */
const altered = (before: Json, after: Json) => {
  const kept = new Set(listed(after.subnet_mapping).map((mapping) => JSON.stringify(mapping)));
  return listed(before.subnet_mapping).filter((mapping) => !kept.has(JSON.stringify(mapping)));
};

/** The source of a security group rule changes its kind. */
const otherSource: Condition = (before, after) => sourceKind(before) !== sourceKind(after);

const sources = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'];

function sourceKind(rule: Json): string | undefined {
  return sources.find((source) => rule[source] !== undefined);
}

const ruleConditions = Object.fromEntries(
  ['aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'].flatMap((type) => [
    [
      `${type}.cidr_ipv4: source kind changes (for example cidr_ipv4 to prefix_list_id): both the old and the new attribute`,
      otherSource,
    ],
    ...sources.slice(1).map((source) => [`${type}.${source}: source kind changes`, otherSource]),
  ]),
) as Record<string, Condition>;

/** Implementations of `conditionalForceNew`, by `<type>.<path>: <when>`. A test requires one for each condition. */
export const conditions: Readonly<Record<string, Condition>> = {
  ...ruleConditions,
  'aws_ecr_repository.encryption_configuration: removed while encryption_type is KMS (no diff when AES256)': (
    before,
    after,
  ) => before.encryption_configuration?.[0]?.encryption_type === 'KMS' && after.encryption_configuration === undefined,
  'aws_lb.security_groups: network type: going from none to some, or from some to none': (before, after) =>
    isNetwork(after) && (listed(before.security_groups).length === 0) !== (listed(after.security_groups).length === 0),
  'aws_lb.subnet_mapping: application type: an existing mapping is altered; pure additions or pure removals are in place':
    (before, after) => !isNetwork(after) && altered(before, after).length > 0 && altered(after, before).length > 0,
  'aws_lb.subnet_mapping: network type: any change that drops or alters an existing mapping; only pure additions are in place':
    (before, after) => isNetwork(after) && altered(before, after).length > 0,
  'aws_lb.subnets: network type: new set is the same size or smaller; only growth is in place': (before, after) =>
    isNetwork(after) && listed(after.subnets).length <= listed(before.subnets).length,
  'aws_s3_bucket.object_lock_configuration: a block with object_lock_enabled is added': (before, after) =>
    before.object_lock_configuration === undefined &&
    after.object_lock_configuration?.object_lock_enabled !== undefined,
  'aws_vpc.cidr_block: changed on an existing VPC and ipv4_netmask_length is not set; with ipv4_netmask_length set the diff is cleared instead':
    (_, after) => after.ipv4_netmask_length === undefined,
  'aws_vpc.instance_tenancy: any change except dedicated -> default (that one is in-place)': (before, after) =>
    !(before.instance_tenancy === 'dedicated' && after.instance_tenancy === 'default'),
};
