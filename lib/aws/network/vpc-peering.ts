import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { checkNoOverlap } from '../../core/cidr';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { INetwork, IRouteTable } from './props';

/** One of the two networks of a peering, with the route tables that get a route to the other. */
export interface PeeringSide {
  /**
   * The network.
   *
   * @replaces the peering and its routes
   */
  readonly network: INetwork;
  /**
   * Route tables that get a route to the other network, by name: `network.routeTables`, or some of them.
   *
   * @replaces a route whose table changes
   * @inPlace if a table is added
   */
  readonly routeTables: Readonly<Record<string, IRouteTable>>;
}

export interface VpcPeeringProps {
  /**
   * Name.
   *
   * @inPlace
   */
  readonly name: string;
  /**
   * The requester.
   *
   * @replaces the peering, if the network changes
   */
  readonly from: PeeringSide;
  /**
   * The accepter, in the same account and region, so that the request is accepted automatically.
   *
   * @replaces the peering, if the network changes
   */
  readonly to: PeeringSide;
}

/**
 * VPC peering of two networks in one account and region, with routes and private DNS answers. It opens no port: security
 * groups decide. Peering is not transitive: a third network needs a peering with each.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html
 *
 * @example
 * const toolsProps = {
 *   cidr: '10.90.0.0/16',
 *   clusterName: 'tools',
 *   name: 'tools',
 *   nat: 'none',
 *   region: 'eu-west-1',
 *   tiers: { private: { access: 'private', slot: 4, width: 4 } },
 *   use: ['private'],
 *   zones: { a: { slot: 0 } },
 * } as const;
 * new VpcPeering(stack, 'peering', {
 *   from: { network, routeTables: network.routeTables },
 *   name: 'lab-tools',
 *   to: {
 *     network: Network.existing(stack, 'tools', toolsProps),
 *     routeTables: Network.existingRouteTables(stack, 'tools-routes', toolsProps),
 *   },
 * });
 */
export class VpcPeering extends Construct {
  constructor(scope: Construct, id: string, props: VpcPeeringProps) {
    super(scope, id);
    addFindings(this, checkPeering(props));
    const { from, name, to } = props;
    const connection = new VpcPeeringConnection(this, 'Resource', {
      // Host names of the other network resolve to private addresses.
      accepter: { allowRemoteVpcDnsResolution: true },
      autoAccept: true,
      peerVpcId: to.network.vpcId,
      requester: { allowRemoteVpcDnsResolution: true },
      tags: { Name: name },
      vpcId: from.network.vpcId,
    });
    this.createRoutes('from', from, to, connection.id);
    this.createRoutes('to', to, from, connection.id);
  }

  private createRoutes(side: 'from' | 'to', near: PeeringSide, far: PeeringSide, vpcPeeringConnectionId: string): void {
    for (const [key, { routeTableId }] of sortedEntries(near.routeTables)) {
      new Route(this, `route-${side}-${key}`, {
        destinationCidrBlock: far.network.cidr,
        routeTableId,
        vpcPeeringConnectionId,
      });
    }
  }
}

function checkPeering({ from, name, to }: VpcPeeringProps): Finding[] {
  return [
    ...checkName('vpc', name),
    ...checkNoOverlap(to.network.cidr, 'to.network', { 'from.network': from.network.cidr }),
    ...checkRouteTables(from, 'from.routeTables'),
    ...checkRouteTables(to, 'to.routeTables'),
  ];
}

function checkRouteTables({ routeTables }: PeeringSide, setting: string): Finding[] {
  if (Object.keys(routeTables).length > 0) return [];
  return [
    {
      id: 'peering-route-tables',
      setting,
      message: `${setting} must have a route table, because traffic needs a route in both directions; got none`,
      hint: 'add the route tables of the tiers that use the peering',
    },
  ];
}
