import { type IConstruct } from 'constructs';
import { TerraformStack } from 'cdktf';
import { logicalId } from '../stack/logical-id';

/** Addresses of the resources that a plan changes or destroys when a replica gets `promoted`. It creates none. */
export interface PromotionChanges {
  /** Address of the instance of the primary. */
  readonly primary: string;
  readonly changed: readonly string[];
  readonly destroyed: readonly string[];
}

/**
 * Returns the addresses of a promotion's plan: the instance and both host names change, and the replica is neither among the
 * readers nor has it a lag any more. The resources of a promoted replica are computed, because they do not exist.
 *
 * @param replica the construct of the replica, a child of its database
 * @param key the key of the replica
 */
export function promotionChanges(
  replica: IConstruct,
  { key, otherRegion }: { readonly key: string; readonly otherRegion: boolean },
): PromotionChanges {
  const stack = TerraformStack.of(replica).node.path;
  const address = (type: string, path: string): string =>
    `${type}.${logicalId(path.slice(stack.length + 1).split('/'))}`;
  const { path } = replica.node;
  const database = replica.node.scope?.node.path ?? '';
  return {
    primary: address('aws_db_instance', `${database}/primary`),
    changed: [
      address('aws_db_instance', path),
      address('aws_route53_record', `${database}/name`),
      address('aws_route53_record', `${database}/replica-name/primary`),
    ],
    destroyed: [
      address('aws_cloudwatch_metric_alarm', `${path}/alarms/lag`),
      // A replica in another region is not among the readers.
      ...(otherRegion ? [] : [address('aws_route53_record', `${database}/replica-name/${key}`)]),
    ],
  };
}
