import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkDomain } from './host-name';

/** A public zone as other constructs use it. */
export interface IPublicZone {
  readonly zoneId: string;
  /** Its domain: `staging.imp.example`. */
  readonly name: string;
}

export interface PublicZoneProps {
  /** The zone's domain, without a dot at its end. @replaces every record in it, since another zone is another place */
  readonly name: string;
}

/**
 * The public zone of a domain, found and never made: it works only once its parent names it, which is done once and
 * by hand, and destroying it would take the domain away from everything that is not described here.
 */
export class PublicZone extends Construct implements IPublicZone {
  readonly zoneId: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name }: PublicZoneProps) {
    super(scope, id);
    addFindings(this, checkDomain(name, 'name'));
    this.zoneId = new DataAwsRoute53Zone(this, 'Resource', { name, privateZone: false }).zoneId;
    this.name = name;
  }
}
