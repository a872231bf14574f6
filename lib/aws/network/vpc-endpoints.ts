import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcEndpointRouteTableAssociation } from '@cdktf/provider-aws/lib/vpc-endpoint-route-table-association';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import type { INetwork } from './props';
import type { IRouteTable } from './props';
import type { NetworkProps } from './props';
import { type ISecurityGroup, SecurityGroup, type SecurityGroupProps } from './security-group';
import { SecurityGroupRule } from './security-group-rule';

/** The services that AWS reaches through route tables, at no cost. Source: "Gateway endpoints", AWS PrivateLink. */
const gatewayServices = ['dynamodb', 's3'] as const;

/**
 * S3 and DynamoDB without NAT, from every subnet: image layers of ECR are in S3. One resource a table, so that a tier or
 * zone that is added later changes none of the others.
 */
export function gatewayEndpoints(
  network: Construct,
  { name, region }: Pick<NetworkProps, 'name' | 'region'>,
  tables: Readonly<Record<string, IRouteTable>>,
  vpcId: string,
): void {
  for (const service of gatewayServices) {
    const endpoint = new VpcEndpoint(network, `endpoint-${service}`, {
      serviceName: serviceName(region, service),
      tags: { Name: `${name}-${service}` },
      vpcEndpointType: 'Gateway',
      vpcId,
    });
    for (const [key, { routeTableId }] of sortedEntries(tables)) {
      new VpcEndpointRouteTableAssociation(network, `endpoint-${service}-of-${key}`, {
        routeTableId,
        vpcEndpointId: endpoint.id,
      });
    }
  }
}

/**
 * What machines need where there is no NAT: to start and pull images (ec2, ecr), to be managed (ssm), to say that they are
 * ready (autoscaling), to attach (elasticloadbalancing), to log, to take roles (sts) and to read secrets (kms, secretsmanager).
 */
export const requiredAwsApis = {
  'autoscaling': 'autoscaling',
  'ec2': 'ec2',
  'ec2-messages': 'ec2messages',
  'ecr-api': 'ecr.api',
  'ecr-docker': 'ecr.dkr',
  'kms': 'kms',
  'load-balancing': 'elasticloadbalancing',
  'logs': 'logs',
  'secrets': 'secretsmanager',
  'ssm': 'ssm',
  'ssm-messages': 'ssmmessages',
  'sts': 'sts',
} as const;

export interface InterfaceEndpointsProps {
  /** Prefix of names. @replaces the security group; endpoints stay */
  readonly name: string;
  /** AWS region. @replaces the endpoints */
  readonly region: string;
  /** The network whose machines may ask. @replaces the endpoints and their security group */
  readonly network: INetwork;
  /** The tier in whose subnets they have addresses, one a zone. @inPlace */
  readonly tier: string;
  /**
   * AWS services by a name of yours, such as `privateOperation`: `{ 'ecr-api': 'ecr.api' }`. About $8 a month for each of
   * them in each zone. @replaces an endpoint whose service changes; one more is @inPlace
   */
  readonly services: Readonly<Record<string, string>>;
}

/** AWS services at private addresses of the network, under their usual names. */
export class InterfaceEndpoints extends Construct {
  /** What guards them: it lets the whole network in, on 443. */
  readonly securityGroup: ISecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: InterfaceEndpointsProps,
  ) {
    super(scope, id);
    addFindings(this, checkEndpoints(props));
    this.securityGroup = this.openToTheNetwork();
    for (const [key, service] of sortedEntries(props.services)) this.endpoint(key, service);
  }

  /** The security group, for stacks that look it up. */
  static securityGroupProps({ name, network }: Pick<InterfaceEndpointsProps, 'name' | 'network'>): SecurityGroupProps {
    return { displayName: 'endpoints', name: `${name}-endpoints`, vpcId: network.vpcId };
  }

  private openToTheNetwork(): ISecurityGroup {
    const group = new SecurityGroup(this, 'security-group', InterfaceEndpoints.securityGroupProps(this.props));
    new SecurityGroupRule(this, 'https', {
      from: this.props.network.cidr,
      port: 443,
      description: 'AWS services',
      to: group,
    });
    return group;
  }

  private endpoint(key: string, service: string): void {
    const { name, network, region, tier } = this.props;
    new VpcEndpoint(this, key, {
      // Needs DNS support and host names, which our networks always have.
      privateDnsEnabled: true,
      securityGroupIds: [this.securityGroup.groupId],
      serviceName: serviceName(region, service),
      subnetIds: sortedEntries(network.subnets(tier)).map(([, { id }]) => id),
      tags: { Name: `${name}-${key}` },
      vpcEndpointType: 'Interface',
      vpcId: network.vpcId,
    });
  }
}

function serviceName(region: string, service: string): string {
  return `com.amazonaws.${region}.${service}`;
}

function checkEndpoints({ network, services, tier }: InterfaceEndpointsProps): Finding[] {
  const found: Finding[] = [];
  // A network whose plan is wrong has no subnets, and has said so itself.
  if (!network.isInvalid && Object.keys(network.subnets(tier)).length === 0) {
    found.push({
      hint: 'name a tier of the network that is in use',
      message: `endpoints need a tier with subnets, got '${tier}'`,
      setting: 'tier',
    });
  }
  const owners = new Map<string, string>();
  for (const [key, service] of sortedEntries(services)) {
    const [owner, setting] = [owners.get(service), `services.${key}`];
    owners.set(service, owner ?? key);
    if ((gatewayServices as readonly string[]).includes(service)) {
      found.push({
        hint: 'leave it out',
        message: `'${service}' is reached by its gateway endpoint, which is free`,
        setting,
      });
    } else if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(service) || service.startsWith('com.amazonaws')) {
      const rule = `a service is what follows the region in its endpoint's name, got '${service}'`;
      found.push({ hint: `write it as 'ecr.api'`, message: rule, setting });
    } else if (owner !== undefined) {
      const rule = `'${service}' has an endpoint in services.${owner}, and its name can mean one only`;
      found.push({ hint: 'leave one of them out', message: rule, setting });
    }
  }
  return found;
}
