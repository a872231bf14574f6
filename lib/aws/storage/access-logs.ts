import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { forwardSources } from '../../core/diagnostics';
import type { Duration } from '../../core/units';
import { Bucket } from './bucket';
import { BucketGrant, type IBucket } from './bucket-props';

export interface AccessLogsProps {
  /**
   * The bucket's name, unique among all buckets of AWS.
   *
   * @replaces the bucket; deletion protection refuses it
   */
  readonly name: string;
  /**
   * The account, 12 digits. Load balancers of no other account may write.
   *
   * @inPlace the policy; the bucket is in the account of its stack
   */
  readonly account: string;
  /**
   * AWS region of the load balancers.
   *
   * @inPlace the policy; the bucket is in the region of its stack
   */
  readonly region: string;
  /**
   * Load balancers that write, by their physical name, with their kind: each kind is another service of AWS.
   *
   * @inPlace
   */
  readonly loadBalancers: Readonly<Record<string, 'application' | 'network'>>;
  /**
   * Retention of the logs, in whole days.
   *
   * @inPlace
   */
  readonly retention: Duration;
  /**
   * Bucket for the server access logs of this bucket.
   *
   * @default no server access logs
   * @inPlace
   */
  readonly accessLogs?: IBucket;
  /**
   * If true, Terraform refuses to destroy the bucket. If false, it is destroyed with all logs.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
}

/** A log object is written once, so older versions are rare and need no long retention. */
const noncurrentVersionRetention: Duration = '7d';

/**
 * Bucket for access logs of load balancers, each below its own name: private, TLS only, with a retention. S3 encrypts with
 * its own keys, because application load balancers cannot write to a bucket with a KMS key.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 *
 * @example
 * new AccessLogs(stack, 'access-logs', {
 *   account: '111111111111',
 *   deletionProtection: true,
 *   loadBalancers: { 'lab-public': 'application' },
 *   name: 'imp-lab-access-logs',
 *   region: 'eu-west-1',
 *   retention: '90d',
 * });
 */
export class AccessLogs extends Construct implements IBucket {
  readonly bucketName: string;
  readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, { retention, loadBalancers, ...props }: AccessLogsProps) {
    super(scope, id);
    const grants = sortedEntries(loadBalancers).map(([name, kind]): [string, BucketGrant] => [
      name,
      kind === 'application' ? BucketGrant.applicationLoadBalancerLogs(name) : BucketGrant.logDelivery(name),
    ]);
    const bucket = new Bucket(this, 'bucket', {
      ...props,
      encryption: 'sse-s3',
      expiration: retention,
      grants: Object.fromEntries(grants),
      noncurrentVersionRetention,
    });
    forwardSources(this, bucket, {
      account: 'account',
      accessLogs: 'accessLogs',
      deletionProtection: 'deletionProtection',
      expiration: 'retention',
      grants: 'loadBalancers',
      name: 'name',
      region: 'region',
    });
    this.bucketName = bucket.bucketName;
    this.policy = bucket.policy;
  }
}
