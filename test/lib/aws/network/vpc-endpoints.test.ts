import fc from 'fast-check';
import type { NetworkProps } from '../../../../lib/aws/network/props';
import { InterfaceEndpoints, requiredAwsApis } from '../../../../lib/aws/network/vpc-endpoints';
import { addressed, type Json, network, only, resources, terraformJson } from '../../../support/terraform';

const terraform = (props: Partial<NetworkProps> = {}): Json => terraformJson((stack) => network(stack, props));

describe('gateway endpoints', () => {
  it('S3 and DynamoDB: are in every route table of every NAT mode', () => {
    fc.assert(
      fc.property(fc.constantFrom<NetworkProps['nat']>('none', 'single', 'per-zone', 'regional'), (nat) => {
        const written = terraform({ nat });
        const tables = Object.keys(resources(written, 'aws_route_table')).map(
          (name) => `\${aws_route_table.${name}.id}`,
        );
        const associations = Object.values<Json>(resources(written, 'aws_vpc_endpoint_route_table_association'));
        for (const service of ['s3', 'dynamodb']) {
          const endpoint = resources(written, 'aws_vpc_endpoint')[`network_endpoint-${service}`];
          expect([endpoint.service_name, endpoint.vpc_endpoint_type]).toEqual([
            `com.amazonaws.eu-west-1.${service}`,
            'Gateway',
          ]);
          const own = associations.filter((association) =>
            association.vpc_endpoint_id.includes(`endpoint-${service}.`),
          );
          expect(own.map((association) => association.route_table_id).sort()).toEqual([...tables].sort());
        }
      }),
    );
  });
});

describe('interface endpoints', () => {
  const endpoints = (services: Readonly<Record<string, string>>) =>
    terraformJson((stack) => {
      const props = { name: 'lab', network: network(stack), region: 'eu-west-1', services, tier: 'private' };
      new InterfaceEndpoints(stack, 'endpoints', props);
    });

  it('endpoint: has an address in each zone, private DNS, and ingress from the network on 443 only', () => {
    const written = endpoints({ 'ecr-api': 'ecr.api' });
    expect(resources(written, 'aws_vpc_endpoint')['endpoints_ecr-api']).toEqual({
      private_dns_enabled: true,
      security_group_ids: ['${aws_security_group.endpoints_security-group.id}'],
      service_name: 'com.amazonaws.eu-west-1.ecr.api',
      subnet_ids: ['a', 'b', 'c'].map((zone) => `\${aws_subnet.network_subnet-private-${zone}.id}`),
      tags: { Name: 'lab-ecr-api' },
      vpc_endpoint_type: 'Interface',
      vpc_id: '${aws_vpc.network_vpc.id}',
    });
    expect(only(written, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
      cidr_ipv4: '10.10.0.0/16',
      from_port: 443,
      ip_protocol: 'tcp',
      to_port: 443,
    });
    expect(resources(written, 'aws_vpc_security_group_egress_rule')).toEqual({});
  });

  it('required APIs: are the twelve that a node needs to start, pull images and be managed', () => {
    const names = Object.values<Json>(resources(endpoints(requiredAwsApis), 'aws_vpc_endpoint'))
      .filter((endpoint) => endpoint.vpc_endpoint_type === 'Interface')
      .map((endpoint) => endpoint.service_name.replace('com.amazonaws.eu-west-1.', ''));
    expect(names.sort()).toEqual([
      ...['autoscaling', 'ec2', 'ec2messages', 'ecr.api', 'ecr.dkr', 'elasticloadbalancing', 'kms', 'logs'],
      ...['secretsmanager', 'ssm', 'ssmmessages', 'sts'],
    ]);
  });

  it('services: adding one changes no other endpoint', () => {
    const before = addressed(endpoints({ kms: 'kms', sts: 'sts' }));
    expect(addressed(endpoints({ ec2: 'ec2', kms: 'kms', sts: 'sts' }))).toMatchObject(before);
  });
});
