import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcEndpointRouteTableAssociation } from '@cdktf/provider-aws/lib/vpc-endpoint-route-table-association';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings, type Finding, forwardSources } from '../../core/diagnostics';
import { formatPath, type SettingPath } from '../../core/settings-location';
import type { INetwork, IRouteTable, NetworkProps } from './props';
import { type ISecurityGroup, SecurityGroup, type SecurityGroupProps } from './security-group';
import { SecurityGroupRule } from './security-group-rule';

/**
 * Services with gateway endpoints, which cost nothing.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
const gatewayServices: readonly string[] = ['dynamodb', 's3'];

/**
 * Creates gateway endpoints for S3 and DynamoDB in every route table, so that ECR's image layers, which are in S3, need no
 * NAT. Associations are separate resources, so that a new tier or zone changes none of the others.
 */
export function createGatewayEndpoints(
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
 * Services that nodes and pods use without NAT. Each costs about $8 a month in each zone, so each has a user: Secrets Manager
 * decrypts by itself, and Auto Scaling registers targets.
 */
export const requiredAwsApis = {
  // Nodes complete their lifecycle hooks.
  'autoscaling': 'autoscaling',
  // The VPC CNI adds network interfaces, the EBS CSI driver attaches volumes, and the cloud controller manager finds nodes.
  'ec2': 'ec2',
  // Nodes pull images. Their layers are in S3, which has a gateway endpoint.
  'ecr-api': 'ecr.api',
  'ecr-docker': 'ecr.dkr',
  // external-secrets reads the entries of Secrets.
  'secrets': 'secretsmanager',
  // Operators open sessions on nodes.
  'ssm': 'ssm',
  'ssm-messages': 'ssmmessages',
  // Pods assume roles.
  'sts': 'sts',
} as const;

/** An AWS service that some zones do not have. */
export interface ZonalService {
  /**
   * Part of the service's name after the region: `codeartifact.api`.
   *
   * @replaces the endpoint
   */
  readonly service: string;
  /**
   * Letters of the zones that have it. `aws ec2 describe-vpc-endpoint-services` lists them. In other zones, its address is one of
   * these.
   *
   * @inPlace
   */
  readonly zones: readonly string[];
}

export interface InterfaceEndpointsProps {
  /**
   * Prefix of the names.
   *
   * @replaces the security group; endpoints stay
   */
  readonly name: string;
  /**
   * AWS region.
   *
   * @replaces the endpoints
   */
  readonly region: string;
  /**
   * The network whose instances may connect.
   *
   * @replaces the endpoints and their security group
   */
  readonly network: INetwork;
  /**
   * The tier whose subnets contain the endpoints' addresses, one in each zone.
   *
   * @inPlace
   */
  readonly tier: string;
  /**
   * AWS services by a name of your choice, such as `requiredAwsApis`: `{ 'ecr-api': 'ecr.api' }`. About $8 a month for each
   * service in each zone. One that some zones of the network do not have names its zones:
   * `{ codeartifact: { service: 'codeartifact.api', zones: ['a', 'b'] } }`.
   *
   * @replaces an endpoint whose service changes
   * @inPlace if a service is added
   */
  readonly services: Readonly<Record<string, string | ZonalService>>;
}

/**
 * Interface endpoints: AWS services at private addresses of the network, under their usual names.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 *
 * @example
 * new InterfaceEndpoints(stack, 'endpoints', {
 *   name: 'shop',
 *   network,
 *   region: 'eu-west-1',
 *   services: { 'ecr-api': 'ecr.api', 'ecr-docker': 'ecr.dkr' },
 *   tier: 'endpoints',
 * });
 */
export class InterfaceEndpoints extends Construct {
  /** Security group of the endpoints: the whole network may connect on 443. */
  readonly securityGroup: ISecurityGroup;

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    addFindings(this, checkEndpoints(props));
    this.securityGroup = this.createSecurityGroup(props);
    for (const [key, service] of sortedEntries<string, string | ZonalService>(props.services))
      this.createEndpoint(key, service, props);
  }

  /** Returns the props of the security group, for stacks that look it up. */
  static securityGroupProps({ name, network }: Pick<InterfaceEndpointsProps, 'name' | 'network'>): SecurityGroupProps {
    return { displayName: 'endpoints', name: `${name}-endpoints`, vpcId: network.vpcId };
  }

  private createSecurityGroup(props: InterfaceEndpointsProps): ISecurityGroup {
    const group = new SecurityGroup(this, 'security-group', InterfaceEndpoints.securityGroupProps(props));
    forwardSources(this, group, { name: 'name' });
    const rule = new SecurityGroupRule(this, 'https', {
      from: props.network.cidr,
      port: 443,
      description: 'AWS services',
      to: group,
    });
    forwardSources(this, rule, { from: 'network' });
    return group;
  }

  private createEndpoint(
    key: string,
    service: string | ZonalService,
    { name, network, region, tier }: InterfaceEndpointsProps,
  ): void {
    const subnets = sortedEntries(network.subnets(tier)).filter(
      ([zone]) => typeof service === 'string' || service.zones.includes(zone),
    );
    new VpcEndpoint(this, key, {
      // Requires DNS support and host names, which every `Network` has.
      privateDnsEnabled: true,
      securityGroupIds: [this.securityGroup.groupId],
      serviceName: serviceName(region, nameOf(service)),
      subnetIds: subnets.map(([, { id }]) => id),
      tags: { Name: `${name}-${key}` },
      vpcEndpointType: 'Interface',
      vpcId: network.vpcId,
    });
  }
}

function serviceName(region: string, service: string): string {
  return `com.amazonaws.${region}.${service}`;
}

function nameOf(service: string | ZonalService): string {
  return typeof service === 'string' ? service : service.service;
}

function checkEndpoints({ network, services, tier }: InterfaceEndpointsProps): Finding[] {
  const owners = new Map<string, string>();
  const findings = sortedEntries<string, string | ZonalService>(services).flatMap(([key, service]) => {
    const name = nameOf(service);
    const owner = owners.get(name);
    owners.set(name, owner ?? key);
    return checkService(name, typeof service === 'string' ? ['services', key] : ['services', key, 'service'], owner);
  });
  // A network with an invalid plan has no subnets, and reports the plan itself.
  if (network.isInvalid) return findings;
  const zones = Object.keys(network.subnets(tier));
  if (zones.length > 0) {
    const zonal = sortedEntries<string, string | ZonalService>(services).flatMap(([key, service]) =>
      typeof service === 'string' ? [] : checkZones(key, service.zones, zones),
    );
    return [...findings, ...zonal];
  }
  return [
    {
      id: 'endpoint-tier',
      setting: 'tier',
      message: `tier must be a tier with subnets; got '${tier}'`,
      hint: 'name a tier of the network, and of its use if it is looked up',
    },
    ...findings,
  ];
}

/** AWS rejects two subnets of one zone, and an endpoint without any has no address. */
function checkZones(key: string, zones: readonly string[], known: readonly string[]): Finding[] {
  const unknown = zones.find((zone) => !known.includes(zone));
  const isUnique = new Set(zones).size === zones.length;
  if (zones.length > 0 && unknown === undefined && isUnique) return [];
  const got = zones.length === 0 ? 'none' : zones.join(', ');
  return [
    {
      id: 'endpoint-zones',
      setting: ['services', key, 'zones'],
      message: `zones must be zones of the network, each once (${known.join(', ')}); got ${got}`,
      hint: 'list the zones that aws ec2 describe-vpc-endpoint-services shows for the service',
    },
  ];
}

function checkService(service: string, setting: SettingPath, owner: string | undefined): Finding[] {
  const name = formatPath(setting);
  if (gatewayServices.includes(service)) {
    return [
      {
        id: 'endpoint-gateway-service',
        setting,
        message: `${name} must be a service without a gateway endpoint; got '${service}'`,
        hint: 'remove it: the gateway endpoint of the network costs nothing',
      },
    ];
  }
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(service) || service.startsWith('com.amazonaws')) {
    return [
      {
        id: 'endpoint-service-name',
        setting,
        message: `${name} must be the part of the service name after the region; got '${service}'`,
        hint: `write it as 'ecr.api'`,
      },
    ];
  }
  if (owner === undefined) return [];
  return [
    {
      id: 'endpoint-conflict',
      setting,
      message: `${name} must be a service without another endpoint; got '${service}', which services.${owner} has`,
      hint: 'remove one of them',
    },
  ];
}
