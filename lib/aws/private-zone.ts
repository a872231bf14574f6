import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';

/** A private zone as other constructs use it, whether this stack owns it or finds it. */
export interface IPrivateZone {
  readonly zoneId: string;
  readonly name: string;
}

export interface PrivateZoneProps {
  /** The zone's domain: `lab.internal`. @replaces the zone and every record in it */
  readonly name: string;
  /** The VPC that sees it. @inPlace */
  readonly vpcId: string;
}

/** Names that only the network sees. They are deterministic, so workloads can be given them before anything exists. */
export class PrivateZone extends Construct implements IPrivateZone {
  readonly zoneId: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name, vpcId }: PrivateZoneProps) {
    super(scope, id);
    this.zoneId = new Route53Zone(this, 'Resource', {
      comment: 'private names',
      name,
      tags: { Name: name },
      vpc: [{ vpcId }],
    }).zoneId;
    this.name = name;
  }

  /** A zone that another stack owns, by its name. */
  static existing(scope: Construct, id: string, { name, vpcId }: PrivateZoneProps): IPrivateZone {
    return { name, zoneId: new DataAwsRoute53Zone(scope, id, { name, privateZone: true, vpcId }).zoneId };
  }
}
