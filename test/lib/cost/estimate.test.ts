import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { estimate, total } from '../../../lib/cost/estimate';
import { costFunctions, freeTypes } from '../../../lib/cost/resource-types';
import { estimateResources, groupResources, monthly, stackJson } from '../../support/cost';

const disk = (ebs: object) => [{ device_name: '/dev/sda1', ebs: { volume_type: 'gp3', ...ebs } }];

describe('cost of node groups', () => {
  it('instances: from the minimum to the maximum size', () => {
    const group = groupResources('general', { max_size: 9, min_size: 3 }, { instance_type: 'm6i.xlarge' });
    // 0.107 an hour for large, twice that for xlarge, 730 hours.
    expect(monthly(group)).toEqual({ 'm6i.xlarge': [468.66, 1405.98] });
  });

  it('volumes: with IOPS and throughput above the included ones', () => {
    const template = (ebs: object) => ({ block_device_mappings: disk(ebs), instance_type: 'm6i.large' });
    const group = (ebs: object) => monthly(groupResources('general', { max_size: 2, min_size: 2 }, template(ebs)));
    expect(group({ volume_size: 100 })).toMatchObject({ 'EBS gp3': [17.6, 17.6] });
    expect(group({ iops: 3000, throughput: 125, volume_size: 100 })).toEqual(group({ volume_size: 100 }));
    expect(group({ iops: 4000, throughput: 225, volume_size: 100 })).toMatchObject({
      'EBS throughput in MiB/s': [8.8, 8.8],
      'EBS IOPS': [11, 11],
    });
  });

  it('detailed monitoring and public addresses: are counted for each instance', () => {
    const template = {
      instance_type: 'm6i.large',
      monitoring: { enabled: true },
      network_interfaces: [{ associate_public_ip_address: 'true' }],
    };
    const group = (more: object) =>
      monthly(groupResources('general', { max_size: 4, min_size: 2 }, { ...template, ...more }));
    // Seven metrics at 0.30; half a cent an hour.
    expect(group({})).toMatchObject({ 'detailed monitoring': [4.2, 8.4], 'public addresses': [7.3, 14.6] });
    const without = group({ monitoring: { enabled: false }, network_interfaces: [{}] });
    expect(Object.keys(without)).toEqual(['m6i.large']);
  });

  it('Spot Instances: cost half, and the On-Demand base and percentage are rounded up', () => {
    const mixed = (distribution: object) => ({
      launch_template: undefined,
      max_size: 10,
      min_size: 4,
      mixed_instances_policy: {
        instances_distribution: distribution,
        launch_template: {
          launch_template_specification: { launch_template_id: '${aws_launch_template.transfer.id}' },
          override: [{ instance_type: 'c6i.large' }, { instance_type: 'c5.large' }],
        },
      },
    });
    const cost = (base: number, share: number) =>
      monthly(
        groupResources(
          'transfer',
          mixed({ on_demand_base_capacity: base, on_demand_percentage_above_base_capacity: share }),
          {
            instance_type: 'c6i.large',
          },
        ),
      );
    // 66.576 on demand, 33.288 on spot. Of 4, 3 + 1; of 10, 3 + 4 of the 7 above.
    expect(cost(3, 50)).toEqual({ 'c6i.large': [266.3, 466.03], 'c6i.large on spot': [0, 99.86] });
    expect(cost(0, 0)).toEqual({ 'c6i.large on spot': [133.15, 332.88] });
    expect(cost(0, 100)).toEqual({ 'c6i.large': [266.3, 665.76] });
  });

  it('volume: a single one', () => {
    expect(monthly({ aws_ebs_volume: { etcd: { size: 20, type: 'gp3' } } })).toEqual({ 'EBS gp3': [1.76, 1.76] });
  });
});

describe('cost of databases', () => {
  const primary = {
    allocated_storage: 500,
    backup_retention_period: 35,
    engine: 'postgres',
    instance_class: 'db.m6g.2xlarge',
    max_allocated_storage: 1000,
    multi_az: true,
    storage_type: 'gp3',
  };
  const cost = (body: object) => monthly({ aws_db_instance: { primary: { ...primary, ...body } } });

  it('database: is doubled by a standby, with backups above the free ones', () => {
    expect(cost({})).toEqual({
      // 35 days of 2 %: 70 % of the storage.
      'database backups': [33.25, 66.5],
      'database storage gp3': [127, 254],
      'db.m6g.2xlarge': [1027.84, 1027.84],
    });
    expect(cost({ backup_retention_period: 0, max_allocated_storage: undefined, multi_az: false })).toEqual({
      'database storage gp3': [63.5, 63.5],
      'db.m6g.2xlarge': [513.92, 513.92],
    });
  });

  it('database storage: IOPS and throughput above the included ones', () => {
    expect(cost({ iops: 13_000, multi_az: false, storage_throughput: 600 })).toMatchObject({
      'database throughput in MiB/s': [8.8, 8.8],
      'database IOPS': [22, 22],
    });
  });

  it('database secret: is that of a managed password', () => {
    expect(cost({ manage_master_user_password: true })).toMatchObject({ secrets: [0.4, 0.4] });
  });

  it('database engine: a replica is priced as PostgreSQL, another engine is not priced', () => {
    expect(cost({ engine: undefined })).toEqual(cost({}));
    const { notPriced } = estimateResources({ aws_db_instance: { primary: { ...primary, engine: 'oracle-se2' } } });
    expect(notPriced).toEqual(['aws_db_instance.primary: no price for db.m6g.2xlarge for oracle-se2']);
  });
});

describe('cost of networks', () => {
  it('NAT gateways and addresses: by the hour', () => {
    expect(monthly({ aws_nat_gateway: { a: { subnet_id: 'subnet' } } })).toEqual({ 'NAT gateways': [35.04, 35.04] });
    expect(monthly({ aws_eip: { a: { domain: 'vpc' } } })).toEqual({ 'public addresses': [3.65, 3.65] });
  });

  it('regional NAT gateway: one gateway and address in each zone', () => {
    const subnets = { a: 'eu-west-1a', b: 'eu-west-1b', c: 'eu-west-1b' };
    const zones = Object.entries(subnets).map(([name, zone]) => [name, { availability_zone: zone }]);
    const regional = { aws_nat_gateway: { all: { availability_mode: 'regional' } } };
    expect(monthly({ ...regional, aws_subnet: Object.fromEntries(zones) })).toEqual({
      'NAT gateways': [70.08, 70.08],
      'public addresses': [7.3, 7.3],
    });
    expect(monthly(regional)).toMatchObject({ 'NAT gateways': [35.04, 35.04] });
  });

  it('VPC endpoints: interface endpoints by zone, gateway endpoints free', () => {
    const endpoint = (type: string, subnets: string[]) =>
      monthly({ aws_vpc_endpoint: { one: { subnet_ids: subnets, vpc_endpoint_type: type } } });
    expect(endpoint('Interface', ['a', 'b', 'c'])).toEqual({ 'interface endpoints by zone': [24.09, 24.09] });
    expect(endpoint('Gateway', [])).toEqual({});
  });

  it('load balancers: one capacity unit, and public addresses by zone', () => {
    const balancer = (body: object) => monthly({ aws_lb: { public: body } });
    expect(balancer({ load_balancer_type: 'application', subnets: ['a', 'b', 'c'] })).toEqual({
      'application load balancers': [18.4, 18.4],
      'load balancer units': [5.84, 5.84],
      'public addresses': [10.95, 10.95],
    });
    expect(balancer({ internal: true, load_balancer_type: 'network', subnets: ['a', 'b', 'c'] })).toEqual({
      'load balancer units': [4.38, 4.38],
      'network load balancers': [18.4, 18.4],
    });
    const mapped = [{ subnet_id: 'a' }, { allocation_id: 'eip', subnet_id: 'b' }];
    expect(balancer({ load_balancer_type: 'network', subnet_mapping: mapped })).toMatchObject({
      'public addresses': [3.65, 3.65],
    });
  });
});

describe('cost of other resources', () => {
  it.each([
    ['aws_cloudwatch_metric_alarm', { alarms: [0.1, 0.1] }],
    ['aws_ecr_repository', { images: [0.5, 0.5] }],
    ['aws_kms_key', { keys: [1, 1] }],
    ['aws_route53_zone', { 'DNS zones': [0.5, 0.5] }],
    ['aws_s3_bucket', { buckets: [0.23, 0.23] }],
    ['aws_secretsmanager_secret', { secrets: [0.4, 0.4] }],
  ])('is known of one %s', (type, expected) => {
    expect(monthly({ [type]: { one: {} } })).toEqual(expected);
  });

  it('web ACL: by rule', () => {
    expect(monthly({ aws_wafv2_web_acl: { one: {} } })).toEqual({ 'web ACLs': [5, 5] });
    expect(monthly({ aws_wafv2_web_acl: { one: { rule: [{}, {}] } } })).toEqual({
      'web ACL rules': [2, 2],
      'web ACLs': [5, 5],
    });
  });

  it('logs: ingestion and retention', () => {
    const group = (retention?: number) =>
      monthly({ aws_cloudwatch_log_group: { one: retention === undefined ? {} : { retention_in_days: retention } } });
    expect(group(30)).toEqual({ 'log storage': [0.15, 0.15], 'log ingestion': [2.85, 2.85] });
    expect(group(60)).toMatchObject({ 'log storage': [0.3, 0.3] });
    expect(group()).toMatchObject({ 'log storage': [1.8, 1.8] });
    expect(group(0)).toEqual(group());
  });

  it('flow logs: more for a shorter aggregation interval, and for more instances', () => {
    const flow = (seconds: number) =>
      monthly({
        ...groupResources('general', { max_size: 4, min_size: 2 }, { instance_type: 'm6i.large' }),
        aws_cloudwatch_log_group: { flow: { retention_in_days: 30 } },
        aws_flow_log: {
          all: { log_destination: '${aws_cloudwatch_log_group.flow.arn}', max_aggregation_interval: seconds },
        },
      });
    expect(flow(600)).toMatchObject({ 'log storage': [0.6, 1.2], 'log ingestion': [11.4, 22.8] });
    expect(flow(60)).toMatchObject({ 'log ingestion': [34.2, 68.4] });
  });

  it('flow logs to a bucket: half the price of a log group, by the instances of all stacks', () => {
    const stack = (resource: object) => JSON.stringify({ provider: { aws: [{ region: 'eu-west-1' }] }, resource });
    const flow = { all: { log_destination_type: 's3', max_aggregation_interval: 600 } };
    const group = groupResources('general', { max_size: 4, min_size: 2 }, { instance_type: 'm6i.large' });
    const { network } = estimate(
      new Map([
        ['cluster/main.tf.json', stack(group)],
        ['network/main.tf.json', stack({ aws_flow_log: flow })],
      ]),
    );
    expect(network?.items).toEqual([{ each: 0.32, kind: 'flow logs to a bucket', max: 40, min: 20, unit: 'GB' }]);
  });

  it('IAM and security groups: free', () => {
    expect(monthly({ aws_iam_role: { one: {} }, aws_security_group: { one: {} } })).toEqual({});
  });
});

describe('resources without a price', () => {
  it.each([
    ['a type of machine that is not in the table', 'm9z.large', 'no price for m9z.large'],
    ['a size that the family does not have', 'm6i.nano', 'no price for m6i.nano'],
    ['a name of JavaScript', 'constructor.large', 'no price for constructor.large'],
  ])('not priced: %s', (_, type, reason) => {
    const { items, notPriced } = estimateResources(
      groupResources('general', { max_size: 3, min_size: 1 }, { instance_type: type }),
    );
    expect([items, notPriced]).toEqual([[], [`aws_autoscaling_group.general: ${reason}`]]);
  });

  it('not priced: a group without its launch template', () => {
    const { notPriced } = estimateResources({ aws_autoscaling_group: { general: { max_size: 3, min_size: 1 } } });
    expect(notPriced).toEqual(['aws_autoscaling_group.general: no price for unknown instance type']);
  });

  it('not priced: a value that is known after apply', () => {
    const template = { block_device_mappings: disk({ volume_size: '${var.size}' }), instance_type: 'm6i.large' };
    const { items, notPriced } = estimateResources(groupResources('general', { max_size: 1, min_size: 1 }, template));
    expect(notPriced).toEqual(['aws_autoscaling_group.general: no price for EBS gp3']);
    expect(items.map(({ kind }) => kind)).toEqual(['m6i.large']);
  });

  it.each([
    ['a disk of another kind', { aws_ebs_volume: { x: { size: 10, type: 'io2' } } }, 'no price for EBS io2'],
    [
      'a load balancer of another kind',
      { aws_lb: { x: { load_balancer_type: 'gateway' } } },
      'no price for gateway load balancers',
    ],
    ['an unknown type', { aws_lambda_function: { x: {} } }, 'no price for this resource type'],
    [
      'what is repeated',
      { aws_eip: { x: { for_each: '${local.zones}' } } },
      '`count` and `for_each` are not supported',
    ],
  ])('not priced: %s', (_, resources, reason) => {
    const { items, notPriced } = estimateResources(resources);
    expect(items).toEqual([]);
    expect(notPriced).toEqual([`${Object.keys(resources)[0]}.x: ${reason}`]);
  });

  it('not priced: a region without prices', () => {
    const resources = { aws_eip: { x: {} }, aws_subnet: { x: {} } };
    expect(estimateResources(resources, 'mx-central-1').notPriced).toEqual([
      'aws_eip.x: no prices for the region mx-central-1',
    ]);
  });

  it('not priced: the provider of another region', () => {
    const stack = JSON.stringify({
      provider: { aws: [{ region: 'eu-west-1' }, { alias: 'far', region: 'mx-central-1' }] },
      resource: { aws_kms_key: { far: { provider: 'aws.far' }, near: {} } },
    });
    const { data } = estimate(new Map([['data/main.tf.json', stack]]));
    expect(data?.items).toHaveLength(1);
    expect(data?.notPriced).toEqual(['aws_kms_key.far: no prices for the region mx-central-1']);
  });
});

describe('estimate', () => {
  it('estimate: adds up the stacks and ignores other files', () => {
    const files = new Map([
      ['data/main.tf.json', stackJson({ aws_kms_key: { one: {} } })],
      ['data/runbooks/promote.md', '# not Terraform'],
      ['network/main.tf.json', stackJson({ aws_route53_zone: { one: {} } })],
    ]);
    expect(Object.keys(estimate(files))).toEqual(['data', 'network']);
    expect(total(estimate(files))).toEqual({ min: 1.5, max: 1.5 });
  });

  it('resource types: every type of lib/aws has a cost function or is free', () => {
    const folder = 'lib/aws';
    const types = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/provider-aws\/lib\/([\w-]+)'/g)])
      .map(([, module = '']) => `aws_${module.replaceAll('-', '_')}`)
      .filter((type) => !type.startsWith('aws_data_aws_') && type !== 'aws_provider');
    expect(types.length).toBeGreaterThan(50);
    // A type that is missing here goes into lib/cost/resource-types.ts: with its costing, or among those that are free.
    expect([...new Set(types)].filter((type) => !(type in costFunctions) && !freeTypes.has(type))).toEqual([]);
  });
});
