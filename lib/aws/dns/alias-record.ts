import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkInZone } from './host-name';
import type { IPublicZone } from './public-zone';
import type { IPrivateZone } from './private-zone';

/** What an alias can point to. */
export interface IAliasTarget {
  /** The name that AWS gave it. */
  readonly dnsName: string;
  /** AWS's own zone of that name. */
  readonly hostedZoneId: string;
  /** The addresses that it has: an AAAA record to one without IPv6 would answer nothing. */
  readonly addresses: 'ipv4' | 'dualstack';
}

export interface AliasRecordProps {
  /** The host name, in full. @replaces the records: the old name goes before the new one comes */
  readonly host: string;
  /** The zone that it is written in. @replaces the records */
  readonly zone: IPublicZone | IPrivateZone;
  /** Where it leads. @inPlace */
  readonly target: IAliasTarget;
}

/** A name for a load balancer: Route 53 answers with its addresses at once, which a CNAME could not do for a zone's own name. */
export class AliasRecord extends Construct {
  constructor(scope: Construct, id: string, { host, target, zone }: AliasRecordProps) {
    super(scope, id);
    addFindings(this, checkInZone(host, zone.name, 'host'));
    // What AWS answers follows the load balancer, so there is no time to live to wait for.
    const alias = { evaluateTargetHealth: true, name: target.dnsName, zoneId: target.hostedZoneId };
    new Route53Record(this, 'ipv4', { alias, name: host, type: 'A', zoneId: zone.zoneId });
    if (target.addresses === 'dualstack') {
      new Route53Record(this, 'ipv6', { alias, name: host, type: 'AAAA', zoneId: zone.zoneId });
    }
  }

  /**
   * A construct id for a host: `api` for api.staging.imp.example in staging.imp.example, `apex` for the zone itself.
   * It follows from the host alone, so services that share a host share a record, whichever of them comes or goes.
   */
  static constructId(host: string, zone: string): string {
    return host === zone ? 'apex' : host.slice(0, -zone.length - 1).replaceAll('.', '--');
  }
}
