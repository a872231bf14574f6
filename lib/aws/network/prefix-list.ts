import { DataAwsEc2ManagedPrefixList } from '@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list';
import type { Construct } from 'constructs';

/** A managed prefix list as other constructs use it. */
export interface IPrefixList {
  readonly prefixListId: string;
  /** Name in the descriptions of rules. */
  readonly displayName: string;
}

export interface ServiceAddressesProps {
  /**
   * AWS region of the network.
   *
   * @inPlace the rules that use the list
   */
  readonly region: string;
  /**
   * A service with a gateway endpoint.
   *
   * @inPlace the rules that use the list
   */
  readonly service: 's3' | 'dynamodb';
}

/**
 * Looks up the public addresses of an AWS service, a prefix list that AWS manages. A gateway endpoint routes exactly these
 * addresses, so an instance needs no route to the internet to connect to them.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 *
 * @example
 * const s3 = serviceAddresses(stack, 's3-addresses', { region: 'eu-west-1', service: 's3' });
 */
export function serviceAddresses(
  scope: Construct,
  id: string,
  { region, service }: ServiceAddressesProps,
): IPrefixList {
  const list = new DataAwsEc2ManagedPrefixList(scope, id, { name: `com.amazonaws.${region}.${service}` });
  return { displayName: service, prefixListId: list.id };
}
