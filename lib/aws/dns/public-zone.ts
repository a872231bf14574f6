import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkDomain } from './host-name';

/** A public zone as other constructs use it. */
export interface IPublicZone {
  readonly zoneId: string;
  /** The zone's domain: `staging.imp.example`. */
  readonly name: string;
}

export interface PublicZoneProps {
  /**
   * The zone's domain, without a dot at its end.
   *
   * @replaces every record in it, because they move to another zone
   */
  readonly name: string;
}

/**
 * Public hosted zone of a domain, which is looked up and never created: a zone is in use only once its parent zone delegates
 * to it, and destroying it would break every name in it, including those that this program does not manage.
 *
 * @example
 * new PublicZone(stack, 'public-zone', { name: 'lab.imp.example' });
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
