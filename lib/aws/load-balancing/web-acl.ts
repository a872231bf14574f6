import { DataAwsWafv2WebAcl } from '@cdktf/provider-aws/lib/data-aws-wafv2-web-acl';
import type { Construct } from 'constructs';

/** A web access control list (WAFv2) as other constructs use it. */
export interface IWebAcl {
  readonly webAclArn: string;
}

export interface ExistingWebAclProps {
  /** Its name, among the regional ones of the account. @replaces the association, as another list does */
  readonly name: string;
}

/** The list that whoever answers for the account's security keeps, by its name: its rules change without us. */
export function existingWebAcl(scope: Construct, id: string, { name }: ExistingWebAclProps): IWebAcl {
  return { webAclArn: new DataAwsWafv2WebAcl(scope, id, { name, scope: 'REGIONAL' }).arn };
}
