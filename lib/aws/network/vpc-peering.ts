import { Route } from '@cdktf/provider-aws/lib/route';
import { VpcPeeringConnection } from '@cdktf/provider-aws/lib/vpc-peering-connection';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { checkNoOverlap } from '../../core/cidr';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { INetwork } from './props';
import type { IRouteTable } from './props';

/** One of two networks, and who of it may know the way to the other. */
export interface PeeringSide {
  /** The network. @replaces the peering and its routes */
  readonly network: INetwork;
  /** The tables that learn the way, by name: `network.routeTables`, or some of them. @replaces a route whose table changes; one more is @inPlace */
  readonly routeTables: Readonly<Record<string, IRouteTable>>;
}

export interface VpcPeeringProps {
  /** Name. @inPlace */
  readonly name: string;
  /** Who asks. @replaces the peering, where the network changes */
  readonly from: PeeringSide;
  /** Who is asked, in the same account and region: it agrees at once. @replaces the peering, where the network changes */
  readonly to: PeeringSide;
}

/**
 * Two networks of one account and region that reach each other by private addresses and names. It opens nothing: security
 * groups still decide who may connect. Peering is not passed on: a third network needs a peering with each.
 */
export class VpcPeering extends Construct {
  constructor(scope: Construct, id: string, props: VpcPeeringProps) {
    super(scope, id);
    addFindings(this, checkPeering(props));
    const { from, name, to } = props;
    const connection = new VpcPeeringConnection(this, 'Resource', {
      // Names of the other network are answered with private addresses.
      accepter: { allowRemoteVpcDnsResolution: true },
      autoAccept: true,
      peerVpcId: to.network.vpcId,
      requester: { allowRemoteVpcDnsResolution: true },
      tags: { Name: name },
      vpcId: from.network.vpcId,
    });
    this.routes('from', from, to, connection.id);
    this.routes('to', to, from, connection.id);
  }

  private routes(side: 'from' | 'to', near: PeeringSide, far: PeeringSide, vpcPeeringConnectionId: string): void {
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
  const lost = (['from', 'to'] as const).filter(
    (side) => Object.keys((side === 'from' ? from : to).routeTables).length === 0,
  );
  return [
    ...checkName('vpc', name),
    ...checkNoOverlap({ 'from.network.cidr': from.network.cidr, 'to.network.cidr': to.network.cidr }),
    ...lost.map((side) => ({
      hint: 'give it the tables of the tiers that take part',
      message: `both sides need a route table, or no answer finds its way, got none`,
      setting: `${side}.routeTables`,
    })),
  ];
}
