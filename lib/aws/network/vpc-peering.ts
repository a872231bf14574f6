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
  readonly requester: PeeringSide;
  /**
   * The accepter, in the same account and region, so that the request is accepted automatically.
   *
   * @replaces the peering, if the network changes
   */
  readonly accepter: PeeringSide;
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
 *   tiersInUse: ['private'],
 *   zones: { a: { slot: 0 } },
 * } as const;
 * new VpcPeering(stack, 'peering', {
 *   accepter: {
 *     network: Network.existing(stack, 'tools', toolsProps),
 *     routeTables: Network.existingRouteTables(stack, 'tools-routes', toolsProps),
 *   },
 *   name: 'lab-tools',
 *   requester: { network, routeTables: network.routeTables },
 * });
 */
export class VpcPeering extends Construct {
  constructor(scope: Construct, id: string, props: VpcPeeringProps) {
    super(scope, id);
    addFindings(this, checkPeering(props));
    const { accepter, name, requester } = props;
    const connection = new VpcPeeringConnection(this, 'Resource', {
      // Host names of the other network resolve to private addresses.
      accepter: { allowRemoteVpcDnsResolution: true },
      autoAccept: true,
      peerVpcId: accepter.network.vpcId,
      requester: { allowRemoteVpcDnsResolution: true },
      tags: { Name: name },
      vpcId: requester.network.vpcId,
    });
    this.createRoutes('from', requester, accepter, connection.id);
    this.createRoutes('to', accepter, requester, connection.id);
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

function checkPeering({ accepter, name, requester }: VpcPeeringProps): Finding[] {
  return [
    ...checkName('vpc', name),
    ...checkNoOverlap(accepter.network.cidr, 'accepter.network', { 'requester.network': requester.network.cidr }),
    ...checkRouteTables(requester, 'requester.routeTables'),
    ...checkRouteTables(accepter, 'accepter.routeTables'),
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
