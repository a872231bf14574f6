import type { ITerraformDependable } from 'cdktf';
import type { Duration } from '../../core/units';
import type { Statements } from '../iam/iam-policy';
import type { IKmsKey } from '../iam/kms-key';

/** A bucket as other constructs use it. */
export interface IBucket {
  readonly bucketName: string;
  /**
   * The bucket policy that allows services to write: AWS rejects a log configuration before it exists.
   *
   * @default the policy exists already
   */
  readonly policy?: ITerraformDependable;
}

export interface BucketProps {
  /**
   * Name, unique among all buckets of AWS: include the organization and the environment.
   *
   * @replaces the bucket and every object in it
   */
  readonly name: string;
  /**
   * The account that owns the bucket, 12 digits. Services may write for no other account.
   *
   * @inPlace the policy; the bucket is in the account of its stack
   */
  readonly account: string;
  /**
   * AWS region.
   *
   * @inPlace the policy; the bucket is in the region of its stack
   */
  readonly region: string;
  /**
   * Encryption by a KMS key, or by S3 for services that cannot use a key: access logs of an application load balancer or
   * of another bucket.
   *
   * @inPlace for new objects; existing objects keep their encryption
   */
  readonly encryption: IKmsKey | 'sse-s3';
  /**
   * AWS services that write to the bucket, by a name of your choice.
   *
   * @default none
   * @inPlace
   */
  readonly grants?: Readonly<Record<string, BucketGrant>>;
  /**
   * Retention of replaced and deleted versions, in whole days.
   *
   * @default '90d'
   * @inPlace
   */
  readonly noncurrentVersionRetention?: Duration;
  /**
   * Number of replaced versions of an object that are kept after the retention, 1 to 100.
   *
   * @default none
   * @inPlace
   */
  readonly newerNoncurrentVersions?: number;
  /**
   * Age at which objects are deleted, in whole days.
   *
   * @default never
   * @inPlace
   */
  readonly expiration?: Duration;
  /**
   * Bucket for the server access logs, below this bucket's name.
   *
   * @default no access logs
   * @inPlace
   */
  readonly accessLogs?: IBucket;
  /**
   * If true, Terraform refuses to destroy the bucket. If false, it is destroyed with its objects.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
}

/** Account, name and region of a bucket, for the statements of its policy. */
type BucketLocation = Pick<BucketProps, 'account' | 'name' | 'region'>;

/** Use of a bucket by one AWS service, limited to its writes for this account. */
export class BucketGrant {
  private constructor(
    /** Statements of the bucket policy by their Sids. The given one contains the name of the grant. */
    readonly statements: (location: BucketLocation, sid: string) => Statements,
  ) {}

  /**
   * Grants application load balancers the delivery of access and connection logs. Their bucket is encrypted by S3, because
   * they cannot use a key.
   *
   * @param prefix the load balancer's prefix, without slashes at its ends
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
   */
  static applicationLoadBalancerLogs(prefix: string): BucketGrant {
    return new BucketGrant(({ account, name, region }, sid) => ({
      [sid]: {
        actions: ['s3:PutObject'],
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
        },
        principal: { service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        resources: [`arn:aws:s3:::${name}/${prefix}/AWSLogs/${account}/*`],
      },
    }));
  }

  /**
   * Grants the delivery of VPC flow logs and of network load balancer access logs. Sids and conditions are those of AWS: a policy
   * without its statements is changed by AWS when a flow log is created, which the next plan would undo. The condition on
   * `s3:x-amz-acl` is one of them, also for a bucket without ACLs, as this one is: the service sends that header, and S3 accepts an
   * ACL that gives the bucket's owner full control, and no other.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
   * @param prefix the log's prefix, without slashes at its ends
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
   */
  static logDelivery(prefix: string): BucketGrant {
    return new BucketGrant(({ account, name, region }) => {
      const sourceAccount = { 'aws:SourceAccount': account };
      const sourceArn = { 'aws:SourceArn': `arn:aws:logs:${region}:${account}:*` };
      const principal = { service: 'delivery.logs.amazonaws.com' };
      return {
        AWSLogDeliveryWrite: {
          actions: ['s3:PutObject'],
          conditions: {
            ArnLike: sourceArn,
            StringEquals: { ...sourceAccount, 's3:x-amz-acl': 'bucket-owner-full-control' },
          },
          principal,
          resources: [`arn:aws:s3:::${name}/${prefix}/AWSLogs/${account}/*`],
        },
        // The service reads the bucket's ACL before it writes.
        AWSLogDeliveryAclCheck: {
          actions: ['s3:GetBucketAcl', 's3:ListBucket'],
          conditions: { ArnLike: sourceArn, StringEquals: sourceAccount },
          principal,
          resources: [`arn:aws:s3:::${name}`],
        },
      };
    });
  }

  /**
   * Grants the delivery of server access logs of other buckets in the account.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
   */
  static accessLogs(): BucketGrant {
    return new BucketGrant(({ account, name }, sid) => ({
      [sid]: {
        actions: ['s3:PutObject'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
        principal: { service: 'logging.s3.amazonaws.com' },
        resources: [`arn:aws:s3:::${name}/*`],
      },
    }));
  }
}
