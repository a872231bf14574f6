import type { ITerraformDependable } from 'cdktf';
import type { IKmsKey } from '../iam/kms-key';
import type { Duration } from '../../core/units';
import type { Statements } from '../iam/iam-policy';

/** A bucket as other constructs use it. */
export interface IBucket {
  readonly bucketName: string;
  /** What says which services may write to it: AWS refuses to be told to write before. @default it has been said */
  readonly policy?: ITerraformDependable;
}

export interface BucketProps {
  /** Name, unique among all buckets of AWS: put the organization and the environment into it. @replaces the bucket and every object in it */
  readonly name: string;
  /** The account that owns it, 12 digits: no other's services may write to it. @inPlace the policy; the bucket is where its stack is */
  readonly account: string;
  /** AWS region. @inPlace the policy; the bucket is where its stack is */
  readonly region: string;
  /**
   * Who encrypts: a key of ours, or S3 with its own (for what cannot use a key: the access logs of an application load
   * balancer or of another bucket). @inPlace for objects written from then on; the others keep theirs
   */
  readonly encryption: IKmsKey | 's3';
  /** AWS services that write to it, by a name of yours. @inPlace @default none */
  readonly grants?: Readonly<Record<string, BucketGrant>>;
  /** How long a version that was replaced or deleted can be brought back, in whole days. @inPlace @default '90d' */
  readonly noncurrentVersionRetention?: Duration;
  /** How many replaced versions of an object are kept however old they are, 1 to 100. @inPlace @default none */
  readonly newerNoncurrentVersions?: number;
  /** When objects are deleted, in whole days after they were written. @inPlace @default never */
  readonly expiration?: Duration;
  /** Where a record of every request is written, below this bucket's name. @inPlace @default nowhere */
  readonly accessLogs?: IBucket;
  /** Whether Terraform refuses to destroy it. If not, it is destroyed with all that is in it. @inPlace */
  readonly deletionProtection: boolean;
}

/** What the policy of a bucket is made of. */
export type BucketLocation = Pick<BucketProps, 'account' | 'name' | 'region'>;

/** One service's use of a bucket, narrowed to what it writes for this account. */
export class BucketGrant {
  private constructor(
    /** The use's statements, by suffixes of their names. */
    readonly statements: (place: BucketLocation) => Statements,
  ) {}

  /**
   * Access and connection logs of application load balancers. Their bucket is encrypted by S3: they cannot use a key.
   * Source: "Access logs for your Application Load Balancer", the policy for all regions.
   *
   * @param prefix where they are written, the same as the load balancer's, without slashes at its ends
   */
  static applicationLoadBalancerLogs(prefix: string): BucketGrant {
    return new BucketGrant(({ account, name, region }) => ({
      '': {
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
   * VPC flow logs, and access logs of network load balancers.
   * Source: "Amazon S3 bucket permissions for flow logs"; "Access logs for your Network Load Balancer".
   *
   * @param prefix where they are written, the same as the log's, without slashes at its ends
   */
  static logDelivery(prefix: string): BucketGrant {
    return new BucketGrant(({ account, name, region }) => {
      const source = { 'aws:SourceAccount': account };
      const arn = { 'aws:SourceArn': `arn:aws:logs:${region}:${account}:*` };
      const principal = { service: 'delivery.logs.amazonaws.com' };
      return {
        '': {
          actions: ['s3:PutObject'],
          conditions: {
            ArnLike: arn,
            StringEquals: source,
            // Access control lists are off in our buckets, and who knows may send none: no list gives nothing away.
            StringEqualsIfExists: { 's3:x-amz-acl': 'bucket-owner-full-control' },
          },
          principal,
          resources: [`arn:aws:s3:::${name}/${prefix}/AWSLogs/${account}/*`],
        },
        // It asks whether it may before it writes.
        'Check': {
          actions: ['s3:GetBucketAcl', 's3:ListBucket'],
          conditions: { ArnLike: arn, StringEquals: source },
          principal,
          resources: [`arn:aws:s3:::${name}`],
        },
      };
    });
  }

  /** Records of requests to other buckets of the account. Source: "Permissions for log delivery", S3. */
  static accessLogs(): BucketGrant {
    return new BucketGrant(({ account, name }) => ({
      '': {
        actions: ['s3:PutObject'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
        principal: { service: 'logging.s3.amazonaws.com' },
        resources: [`arn:aws:s3:::${name}/*`],
      },
    }));
  }
}
