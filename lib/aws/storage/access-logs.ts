import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Duration } from '../../core/units';
import { Bucket } from './bucket';
import { type IBucket } from './bucket-props';
import { BucketGrant } from './bucket-props';

export interface AccessLogsProps {
  /** The bucket's name, unique among all buckets of AWS. @replaces the bucket; one that is protected refuses */
  readonly name: string;
  /** The account, 12 digits: load balancers of no other may write. @inPlace the policy; the bucket is where its stack is */
  readonly account: string;
  /** AWS region, the load balancers' own. @inPlace the policy; the bucket is where its stack is */
  readonly region: string;
  /** The load balancers that write, by their physical name, and their kind: each is a service of its own. @inPlace */
  readonly loadBalancers: Readonly<Record<string, 'application' | 'network'>>;
  /** How long logs are kept, in whole days. @inPlace */
  readonly retention: Duration;
  /** Where requests to the bucket itself are recorded. @inPlace @default nowhere */
  readonly accessLogs?: IBucket;
  /** Whether Terraform refuses to destroy it. If not, it goes with all logs. @inPlace */
  readonly deletionProtection: boolean;
}

/** A log is written once and never again, so an older version of one is worth a week at most. */
const noncurrentVersionRetention: Duration = '7d';

/**
 * The access logs of load balancers, each below its own name: private, TLS only, and gone when they are old.
 *
 * S3 encrypts with its own keys: application load balancers cannot write to a bucket with a KMS key. Source: "Enable
 * access logs for your Application Load Balancer", requirements of the bucket.
 */
export class AccessLogs extends Construct implements IBucket {
  readonly bucketName: string;
  readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, { retention, loadBalancers, accessLogs, ...props }: AccessLogsProps) {
    super(scope, id);
    const uses = sortedEntries(loadBalancers).map(([name, kind]) => [
      name,
      kind === 'application' ? BucketGrant.applicationLoadBalancerLogs(name) : BucketGrant.logDelivery(name),
    ]);
    const bucket = new Bucket(this, 'bucket', {
      ...props,
      ...(accessLogs === undefined ? {} : { accessLogs: accessLogs }),
      encryption: 's3',
      expiration: retention,
      noncurrentVersionRetention,
      grants: Object.fromEntries(uses) as Readonly<Record<string, BucketGrant>>,
    });
    this.bucketName = bucket.bucketName;
    this.policy = bucket.policy;
  }
}
