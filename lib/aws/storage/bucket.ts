import type { ITerraformDependable } from 'cdktf';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { days, type Duration, isAmount } from '../../core/units';
import { bucketPolicy } from './bucket-policy';
import { type BucketProps, type IBucket } from './bucket-props';

/** An upload that was begun and never finished costs as much as an object and is shown nowhere. */
const abandonedAfterDays = 7;

/** A bucket that nobody but its account reads, over TLS only, encrypted, with every version kept for a while. */
export class Bucket extends Construct implements IBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly policy: ITerraformDependable;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BucketProps,
  ) {
    super(scope, id);
    addFindings(this, checkBucket(props));
    const { name, deletionProtection } = props;
    const bucket = new S3Bucket(this, 'Resource', {
      bucket: name,
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
      tags: { Name: name },
    });
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.policy = this.closeToThePublic();
    this.encrypt();
    this.noncurrentVersionRetention();
    this.recordAccess();
  }

  /** The four blocks default to open, and lists of access (ACLs) are off. A policy put at the same time collides, so it comes after. */
  private closeToThePublic(): ITerraformDependable {
    const { bucketName: bucket } = this;
    const block = new S3BucketPublicAccessBlock(this, 'public-access-block', {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      bucket,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const ownership = new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    return new S3BucketPolicy(this, 'policy', {
      bucket,
      dependsOn: [block, ownership],
      policy: bucketPolicy(this.props),
    });
  }

  private encrypt(): void {
    const { encryption } = this.props;
    const by =
      encryption === 's3' ? { sseAlgorithm: 'AES256' } : { kmsMasterKeyId: encryption.keyArn, sseAlgorithm: 'aws:kms' };
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.bucketName,
      // A key of the bucket's own, made from ours, asks KMS once for many objects instead of once for each.
      rule: [{ applyServerSideEncryptionByDefault: by, bucketKeyEnabled: encryption !== 's3' }],
    });
  }

  private noncurrentVersionRetention(): void {
    const { bucketName: bucket } = this;
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      dependsOn: [versioning],
      rule: [lifecycleRule(this.props)],
    });
  }

  private recordAccess(): void {
    const { accessLogs, name } = this.props;
    if (!accessLogs) return;
    new S3BucketLoggingA(this, 'access-logs', {
      bucket: this.bucketName,
      ...(accessLogs.policy && { dependsOn: [accessLogs.policy] }),
      targetBucket: accessLogs.bucketName,
      targetPrefix: `${name}/`,
    });
  }
}

/** One rule for all objects: their order is part of the configuration, so one cannot be in the wrong place. */
function lifecycleRule({
  expiration,
  newerNoncurrentVersions,
  noncurrentVersionRetention = '90d',
}: BucketProps): S3BucketLifecycleConfigurationRule {
  return {
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: abandonedAfterDays }],
    // With days, S3 takes away lone delete markers by itself, and refuses to be told.
    expiration: [expiration === undefined ? { expiredObjectDeleteMarker: true } : { days: days(expiration) }],
    filter: [{ prefix: '' }],
    id: 'all',
    noncurrentVersionExpiration: [
      {
        noncurrentDays: days(noncurrentVersionRetention),
        ...(newerNoncurrentVersions === undefined ? {} : { newerNoncurrentVersions: newerNoncurrentVersions }),
      },
    ],
    status: 'Enabled',
  };
}

function checkBucket({
  expiration,
  newerNoncurrentVersions,
  noncurrentVersionRetention = '90d',
  name,
}: BucketProps): Finding[] {
  const found = checkName('s3-bucket', name);
  if (found.length === 0 && name.includes('.')) {
    found.push({
      hint: `write it as '${name.replaceAll('.', '-')}'`,
      message: `a bucket's name has no dots, since TLS does not know such a host, got '${name}'`,
      setting: 'name',
    });
  }
  if (
    newerNoncurrentVersions !== undefined &&
    !(Number.isInteger(newerNoncurrentVersions) && newerNoncurrentVersions >= 1 && newerNoncurrentVersions <= 100)
  ) {
    found.push({
      hint: 'write a number from 1 to 100, or leave it out',
      message: `from 1 to 100 replaced versions are kept however old they are, got ${newerNoncurrentVersions}`,
      setting: 'newerNoncurrentVersions',
    });
  }
  return [
    ...found,
    ...checkDays('noncurrentVersionRetention', noncurrentVersionRetention),
    ...(expiration === undefined ? [] : checkDays('expiration', expiration)),
  ];
}

function checkDays(setting: string, value: Duration): Finding[] {
  if (isAmount(value, ['d']) && Number.isInteger(days(value))) return [];
  return [{ hint: `write it as '90d'`, message: `S3 counts whole days from 1d, got ${value}`, setting }];
}
