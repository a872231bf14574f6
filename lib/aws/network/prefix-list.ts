import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import type { Construct } from 'constructs';

/** A list of ranges that somebody else keeps, as other constructs use it. */
export interface IPrefixList {
  readonly prefixListId: string;
  /** What it stands for in the descriptions of rules. */
  readonly displayName: string;
}

export interface ServiceAddressesProps {
  /** AWS region, that of the network. @inPlace the rules that use them */
  readonly region: string;
  /** A service that has a gateway endpoint. @inPlace the rules that use them */
  readonly service: 's3' | 'dynamodb';
}

/**
 * The public addresses of an AWS service, as AWS keeps them. A gateway endpoint routes just these, so what may ask them
 * needs no way to the internet. Source: "AWS-managed prefix lists".
 */
export function serviceAddresses(
  scope: Construct,
  id: string,
  { region, service }: ServiceAddressesProps,
): IPrefixList {
  const list = new DataAwsEc2ManagedPrefixList(scope, id, { name: `com.amazonaws.${region}.${service}` });
  return { displayName: service, prefixListId: list.id };
}
