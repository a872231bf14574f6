import { DataAwsWafv2WebAcl } from '@cdktf/provider-aws/lib/data-aws-wafv2-web-acl';
import type { Construct } from 'constructs';

/** A web ACL of AWS WAF (WAFv2) as other constructs use it. */
export interface IWebAcl {
  readonly webAclArn: string;
}

export interface ExistingWebAclProps {
  /**
   * The name among the regional web ACLs of the account.
   *
   * @replaces the association
   */
  readonly name: string;
}

/** Looks up a web ACL by its name. Its rules are managed outside of the program. */
export function existingWebAcl(scope: Construct, id: string, { name }: ExistingWebAclProps): IWebAcl {
  return { webAclArn: new DataAwsWafv2WebAcl(scope, id, { name, scope: 'REGIONAL' }).arn };
}
