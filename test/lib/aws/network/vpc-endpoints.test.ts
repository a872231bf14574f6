import fc from 'fast-check';
import { InstanceRole } from '../../../../lib/aws/compute/instance-role';
import type { NetworkProps } from '../../../../lib/aws/network/props';
import {
  InterfaceEndpoints,
  type InterfaceEndpointsProps,
  requiredAwsApis,
} from '../../../../lib/aws/network/vpc-endpoints';
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
  const endpoints = (services: InterfaceEndpointsProps['services']) =>
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

  it('required APIs: are those that the role of the nodes permits, and those of cluster components', () => {
    const ofRole = terraformJson((stack) => {
      const [account, region] = ['111111111111', 'eu-west-1'];
      new InstanceRole(stack, 'role', { account, autoScalingGroups: ['lab-*'], name: 'lab-node', region });
    });
    const actions = Object.values<Json>(resources(ofRole, 'aws_iam_role_policy')).flatMap(({ policy }) =>
      JSON.parse(policy).Statement.flatMap(({ Action }: Json) => Action),
    );
    const used = new Set(actions.map((action: string) => action.split(':')[0]));
    const components = { 'EBS CSI driver': 'ec2', 'external-secrets': 'secretsmanager', 'roles of pods': 'sts' };
    const names = Object.values(requiredAwsApis).map((service) => service.split('.')[0]);
    expect(new Set(names)).toEqual(new Set([...used, ...Object.values(components)]));
  });

  it('service of some zones: has addresses in these only', () => {
    const written = endpoints({ artifacts: { service: 'codeartifact.api', zones: ['a', 'c'] } });
    expect(resources(written, 'aws_vpc_endpoint')['endpoints_artifacts']).toMatchObject({
      service_name: 'com.amazonaws.eu-west-1.codeartifact.api',
      subnet_ids: ['a', 'c'].map((zone) => `\${aws_subnet.network_subnet-private-${zone}.id}`),
    });
  });

  it('services: adding one changes no other endpoint', () => {
    const before = addressed(endpoints({ kms: 'kms', sts: 'sts' }));
    expect(addressed(endpoints({ ec2: 'ec2', kms: 'kms', sts: 'sts' }))).toMatchObject(before);
  });
});
