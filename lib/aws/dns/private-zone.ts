import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { earlierOwner } from '../../core/owners';
import { checkDomain } from './host-name';

/** A private zone as other constructs use it: owned by this stack, or looked up. */
export interface IPrivateZone {
  readonly zoneId: string;
  readonly name: string;
}

export interface ExistingPrivateZoneProps {
  /**
   * The zone's domain: `lab.internal`.
   *
   * @replaces the zone and every record in it
   */
  readonly name: string;
  /**
   * The VPC in which the zone is visible.
   *
   * @inPlace
   */
  readonly vpcId: string;
}

export interface PrivateZoneProps extends ExistingPrivateZoneProps {
  /**
   * If true, Terraform refuses to destroy the zone: workloads find data services by its records.
   *
   * @default false
   * @inPlace
   */
  readonly deletionProtection?: boolean;
}

/**
 * Private hosted zone. Its names are deterministic, so workloads can be configured with them before the resources exist.
 *
 * @example
 * new PrivateZone(stack, 'private-zone', { deletionProtection: true, name: 'lab.internal', vpcId: network.vpcId });
 */
export class PrivateZone extends Construct implements IPrivateZone {
  readonly zoneId: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name, deletionProtection = false, vpcId }: PrivateZoneProps) {
    super(scope, id);
    addFindings(this, [...checkDomain(name, 'name'), ...this.checkUniqueName(name, vpcId)]);
    this.zoneId = new Route53Zone(this, 'Resource', {
      comment: 'private names',
      // Only if it applies, so that the Terraform of a zone without it is unchanged.
      ...(deletionProtection ? { lifecycle: { preventDestroy: true } } : {}),
      name,
      tags: { Name: name },
      vpc: [{ vpcId }],
    }).zoneId;
    this.name = name;
  }

  /** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
  private checkUniqueName(name: string, vpcId: string): Finding[] {
    const owner = earlierOwner(this, this.node.root, `private zone ${name} ${vpcId}`);
    if (owner === undefined) return [];
    return [
      {
        id: 'private-zone-name',
        setting: 'name',
        message: `name must be unique among the private zones of a VPC; got '${name}' for ${owner} and ${this.node.path}`,
        hint: 'use the first zone for all records, or choose another name',
      },
    ];
  }

  /** Looks up a zone that another stack owns, by its name. */
  static existing(scope: Construct, id: string, { name, vpcId }: ExistingPrivateZoneProps): IPrivateZone {
    return { name, zoneId: new DataAwsRoute53Zone(scope, id, { name, privateZone: true, vpcId }).zoneId };
  }
}
