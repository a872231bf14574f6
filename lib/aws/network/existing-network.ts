import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Construct } from 'constructs';
import type { Cidr } from '../../core/cidr';
import type { INetwork } from './props';
import type { IRouteTable } from './props';
import type { ISubnet } from './props';
import type { ExistingNetworkProps } from './props';
import type { NetworkProps } from './props';
import type { Access } from './props';
import { mapTiers, tierSubnetCidr, subnetName, withoutInvalidSubnets } from './address-plan';
import { type Subnets } from './props';
import { routeTableNames } from './routes';

/** A network that another stack owns. It is looked up by name: no stack reads another one's state. */
export class ExistingNetwork extends Construct implements INetwork {
  readonly vpcId: string;
  readonly cidr: Cidr;
  readonly isInvalid: boolean;
  private readonly tiers: Subnets;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingNetworkProps,
  ) {
    super(scope, id);
    const plan = withoutInvalidSubnets(props);
    this.vpcId = new DataAwsVpc(this, 'vpc', { tags: { Name: props.name } }).id;
    this.cidr = props.cidr;
    this.isInvalid = plan !== props;
    this.tiers = mapTiers(plan, (tier, zone) => this.subnet(plan, tier, zone), props.use);
  }

  access(tier: string): Access | undefined {
    return this.props.tiers[tier]?.access;
  }

  subnets(tier: string): Readonly<Record<string, ISubnet>> {
    return this.tiers[tier] ?? {};
  }

  private subnet(props: NetworkProps, tier: string, zone: string): ISubnet {
    const tags = { Name: subnetName(props.name, tier, zone) };
    return {
      cidr: tierSubnetCidr(props, tier, zone),
      id: new DataAwsSubnet(this, `subnet-${tier}-${zone}`, { tags, vpcId: this.vpcId }).id,
    };
  }
}

/** The route tables of a network that another stack owns, by the keys of their owner. */
export class ExistingRouteTables extends Construct {
  readonly routeTables: Readonly<Record<string, IRouteTable>>;

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    const { id: vpcId } = new DataAwsVpc(this, 'vpc', { tags: { Name: props.name } });
    this.routeTables = Object.fromEntries(
      routeTableNames(withoutInvalidSubnets(props))
        .filter(({ tier }) => props.use.includes(tier))
        .map(({ key, name }) => {
          const table = new DataAwsRouteTable(this, `routes-${key}`, { tags: { Name: name }, vpcId });
          return [key, { routeTableId: table.id }];
        }),
    );
  }
}
