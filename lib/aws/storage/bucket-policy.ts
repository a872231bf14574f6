import { entriesOf } from '../../core/canonical';
import type { BucketProps } from './bucket';
import { policyDocument, sidOf, type Statement, type Statements } from '../iam/iam-policy';

/** What the policy of a bucket is made of. */
export type BucketPlace = Pick<BucketProps, 'account' | 'name' | 'region'>;

/** One service's use of a bucket, narrowed to what it writes for this account. */
export class BucketUse {
  private constructor(
    /** The use's statements, by suffixes of their names. */
    readonly statements: (place: BucketPlace) => Statements,
  ) {}

  /**
   * Access and connection logs of application load balancers. Their bucket is encrypted by S3: they cannot use a key.
   * Source: "Access logs for your Application Load Balancer", the policy for all regions.
   *
   * @param prefix where they are written, the same as the load balancer's, without slashes at its ends
   */
  static applicationLoadBalancerLogs(prefix: string): BucketUse {
    return new BucketUse(({ account, name, region }) => ({
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
  static logDelivery(prefix: string): BucketUse {
    return new BucketUse(({ account, name, region }) => {
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
  static accessLogs(): BucketUse {
    return new BucketUse(({ account, name }) => ({
      '': {
        actions: ['s3:PutObject'],
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
        principal: { service: 'logging.s3.amazonaws.com' },
        resources: [`arn:aws:s3:::${name}/*`],
      },
    }));
  }
}

/** What nobody may do, and what services may. People and roles of the account are allowed by policies of their own. */
export function bucketPolicy({ encryption, usedBy = {}, ...place }: BucketProps): string {
  const uses = entriesOf(usedBy).flatMap(([name, { statements }]) =>
    entriesOf(statements(place)).map(([suffix, statement]): [string, Statement] => [
      `${sidOf('use', name)}${suffix}`,
      statement,
    ]),
  );
  return policyDocument({
    ...refusals(place.name),
    ...(encryption === 's3' ? {} : { DenyOtherEncryption: otherEncryption(place.name) }),
    ...Object.fromEntries(uses),
  });
}

function refusals(name: string): Statements {
  const everything = { actions: ['s3:*'], resources: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`] } as const;
  return {
    DenyOldTls: {
      ...everything,
      conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
      effect: 'deny',
      principal: 'anyone',
    },
    DenyPlainText: {
      ...everything,
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      effect: 'deny',
      principal: 'anyone',
    },
  };
}

/** Who does not say how to encrypt gets the bucket's key; who says something else is refused. */
function otherEncryption(name: string): Statement {
  return {
    actions: ['s3:PutObject'],
    // Negated operators hold where the header is missing, so the first condition asks whether it is there at all.
    conditions: {
      Null: { 's3:x-amz-server-side-encryption': 'false' },
      StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
    },
    effect: 'deny',
    principal: 'anyone',
    resources: [`arn:aws:s3:::${name}/*`],
  };
}
