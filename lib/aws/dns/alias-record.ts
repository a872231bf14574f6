import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { earlierOwner } from '../../core/owners';
import { checkInZone } from './host-name';
import type { IPrivateZone } from './private-zone';
import type { IPublicZone } from './public-zone';

/** Target of an alias record: a load balancer. */
export interface IAliasTarget {
  /** The DNS name that AWS assigned. */
  readonly dnsName: string;
  /** AWS's hosted zone of that name. */
  readonly hostedZoneId: string;
  /** Address families of the target: an AAAA record for a target without IPv6 would have no answer. */
  readonly addresses: 'ipv4' | 'dualstack';
}

export interface AliasRecordProps {
  /**
   * The fully qualified host name.
   *
   * @replaces the records: the old name is removed before the new one exists
   */
  readonly host: string;
  /**
   * The zone of the records.
   *
   * @replaces the records
   */
  readonly zone: IPublicZone | IPrivateZone;
  /**
   * Target of the records.
   *
   * @inPlace
   */
  readonly target: IAliasTarget;
}

/**
 * DNS name of a load balancer. An alias record answers with its addresses, and is possible for the zone's own name, where a
 * CNAME is not.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 *
 * @example
 * new AliasRecord(stack, 'api', { host: 'api.lab.internal', target: loadBalancer, zone });
 */
export class AliasRecord extends Construct {
  constructor(scope: Construct, id: string, { host, target, zone }: AliasRecordProps) {
    super(scope, id);
    addFindings(this, [...checkInZone(host, zone.name, 'host'), ...this.checkUniqueHost(host, zone)]);
    // Route 53 sets the TTL of an alias.
    const alias = { evaluateTargetHealth: true, name: target.dnsName, zoneId: target.hostedZoneId };
    new Route53Record(this, 'ipv4', { alias, name: host, type: 'A', zoneId: zone.zoneId });
    if (target.addresses === 'dualstack') {
      new Route53Record(this, 'ipv6', { alias, name: host, type: 'AAAA', zoneId: zone.zoneId });
    }
  }

  /** A record exists once: the second would overwrite the first, or be rejected. */
  private checkUniqueHost(host: string, zone: IPublicZone | IPrivateZone): Finding[] {
    const owner = earlierOwner(this, zone, `alias record ${host}`);
    if (owner === undefined) return [];
    return [
      {
        id: 'alias-record-host',
        setting: 'host',
        message: `host must be unique in its zone; got '${host}' for ${owner} and ${this.node.path}`,
        hint: 'use the first record for both, or choose another host',
      },
    ];
  }

  /**
   * Returns a construct id for a host: `api` for api.staging.imp.example in staging.imp.example, `apex` for the zone itself.
   * It follows from the host alone, so services that share a host share a record, independent of which service is removed.
   */
  static constructId(host: string, zone: string): string {
    return host === zone ? 'apex' : host.slice(0, -zone.length - 1).replaceAll('.', '--');
  }
}
