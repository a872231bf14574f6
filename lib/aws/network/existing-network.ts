import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Construct } from 'constructs';
import type { Cidr } from '../../core/cidr';
import { mapTiers, subnetName, tierSubnetCidr, withoutInvalidSubnets } from './address-plan';
import type { Access, ExistingNetworkProps, INetwork, IRouteTable, ISubnet, NetworkProps, Subnets } from './props';
import { routeTableNames } from './routes';

/** Network of another stack. It is looked up by name, because no stack reads the state of another. */
export class ExistingNetwork extends Construct implements INetwork {
  readonly vpcId: string;
  readonly cidr: Cidr;
  readonly ipv6Cidr: string | undefined;
  readonly isInvalid: boolean;
  private readonly tiers: NetworkProps['tiers'];
  private readonly subnetsByTier: Subnets;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const plan = withoutInvalidSubnets(props);
    const vpc = new DataAwsVpc(this, 'vpc', { tags: { Name: props.name } });
    this.vpcId = vpc.id;
    this.cidr = props.cidr;
    this.ipv6Cidr = props.ipv6 && vpc.ipv6CidrBlock;
    this.isInvalid = plan !== props;
    this.tiers = props.tiers;
    this.subnetsByTier = mapTiers(plan, (tier, zone) => this.lookUpSubnet(plan, tier, zone), props.tiersInUse);
  }

  access(tier: string): Access | undefined {
    return this.tiers[tier]?.access;
  }

  subnets(tier: string): Readonly<Record<string, ISubnet>> {
    return this.subnetsByTier[tier] ?? {};
  }

  private lookUpSubnet(props: NetworkProps, tier: string, zone: string): ISubnet {
    const name = subnetName(props.name, tier, zone);
    const { id } = new DataAwsSubnet(this, `subnet-${tier}-${zone}`, { tags: { Name: name }, vpcId: this.vpcId });
    return { cidr: tierSubnetCidr(props, tier, zone), hasIpv6: props.tiers[tier]?.ipv6 ?? false, id, name };
  }
}

/** Route tables of a network of another stack, by the keys that `Network.routeTables` has. */
export class ExistingRouteTables extends Construct {
  readonly routeTables: Readonly<Record<string, IRouteTable>>;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const { id: vpcId } = new DataAwsVpc(this, 'vpc', { tags: { Name: props.name } });
    this.routeTables = Object.fromEntries(
      routeTableNames(withoutInvalidSubnets(props))
        .filter(({ tier }) => props.tiersInUse.includes(tier))
        .map(({ key, name }) => {
          const table = new DataAwsRouteTable(this, `routes-${key}`, { tags: { Name: name }, vpcId });
          return [key, { routeTableId: table.id }];
        }),
    );
  }
}
