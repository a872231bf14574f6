import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkDomain } from './host-name';

/** A private zone as other constructs use it, whether this stack owns it or finds it. */
export interface IPrivateZone {
  readonly zoneId: string;
  readonly name: string;
}

export interface ExistingPrivateZoneProps {
  /** The zone's domain: `lab.internal`. @replaces the zone and every record in it */
  readonly name: string;
  /** The VPC that sees it. @inPlace */
  readonly vpcId: string;
}

export interface PrivateZoneProps extends ExistingPrivateZoneProps {
  /** Whether Terraform refuses to destroy it: every record in it is how something is found. @inPlace @default false */
  readonly deletionProtection?: boolean;
}

/** Names that only the network sees. They are deterministic, so workloads can be given them before anything exists. */
export class PrivateZone extends Construct implements IPrivateZone {
  readonly zoneId: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name, deletionProtection = false, vpcId }: PrivateZoneProps) {
    super(scope, id);
    addFindings(this, checkDomain(name, 'name'));
    this.zoneId = new Route53Zone(this, 'Resource', {
      comment: 'private names',
      // Said only where it holds, so that a zone without it reads as it always did.
      ...(deletionProtection ? { lifecycle: { preventDestroy: true } } : {}),
      name,
      tags: { Name: name },
      vpc: [{ vpcId }],
    }).zoneId;
    this.name = name;
  }

  /** A zone that another stack owns, by its name. */
  static existing(scope: Construct, id: string, { name, vpcId }: ExistingPrivateZoneProps): IPrivateZone {
    return { name, zoneId: new DataAwsRoute53Zone(scope, id, { name, privateZone: true, vpcId }).zoneId };
  }
}
