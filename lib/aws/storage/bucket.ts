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
import { earlierOwner } from '../../core/owners';
import { checkName } from '../../core/naming';
import { checkDays, days, type Duration } from '../../core/units';
import { bucketPolicy } from './bucket-policy';
import { type BucketProps, type IBucket } from './bucket-props';

/** Days after which an unfinished upload is removed: it costs as much as an object, and no list of objects shows it. */
const abandonedUploadDays = 7;

/** The default of `noncurrentVersionRetention`. */
const defaultRetention: Duration = '90d';

/** Bounds of a lifecycle rule's days. */
const retentionDays = { max: 36_500, min: 1, suggested: 90 } as const;

/**
 * Private S3 bucket: no public access, TLS only, encrypted, and versioned with a retention.
 *
 * @example
 * new Bucket(stack, 'objects', {
 *   account: '111111111111',
 *   deletionProtection: true,
 *   encryption: key,
 *   name: 'imp-lab-objects',
 *   region: 'eu-west-1',
 * });
 */
export class Bucket extends Construct implements IBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly policy: ITerraformDependable;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    addFindings(this, [...checkBucket(props), ...checkUniqueName(this, props)]);
    const { name, deletionProtection } = props;
    const bucket = new S3Bucket(this, 'Resource', {
      bucket: name,
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
      tags: { Name: name },
    });
    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.policy = this.createPolicy(props);
    this.createEncryption(props);
    this.createVersioning(props);
    this.createAccessLogs(props);
  }

  /** The four public access blocks are off by default. A policy that is put at the same time fails, so it comes after them. */
  private createPolicy(props: BucketProps): ITerraformDependable {
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
      policy: bucketPolicy(props),
    });
  }

  private createEncryption({ encryption }: BucketProps): void {
    const algorithm =
      encryption === 'sse-s3'
        ? { sseAlgorithm: 'AES256' }
        : { kmsMasterKeyId: encryption.keyArn, sseAlgorithm: 'aws:kms' };
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.bucketName,
      // A bucket key needs one request to KMS for many objects instead of one for each.
      rule: [{ applyServerSideEncryptionByDefault: algorithm, bucketKeyEnabled: encryption !== 'sse-s3' }],
    });
  }

  private createVersioning(props: BucketProps): void {
    const { bucketName: bucket } = this;
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket,
      dependsOn: [versioning],
      rule: [lifecycleRule(props)],
    });
  }

  private createAccessLogs({ accessLogs, name }: BucketProps): void {
    if (!accessLogs) return;
    new S3BucketLoggingA(this, 'access-logs', {
      bucket: this.bucketName,
      ...(accessLogs.policy && { dependsOn: [accessLogs.policy] }),
      targetBucket: accessLogs.bucketName,
      targetPrefix: `${name}/`,
    });
  }
}

/** One rule for all objects: the order of several rules would be part of the configuration. */
function lifecycleRule({
  expiration,
  newerNoncurrentVersions,
  noncurrentVersionRetention = defaultRetention,
}: BucketProps): S3BucketLifecycleConfigurationRule {
  return {
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: abandonedUploadDays }],
    // With days, S3 removes expired delete markers without the setting, and rejects it.
    expiration: [expiration === undefined ? { expiredObjectDeleteMarker: true } : { days: days(expiration) }],
    filter: [{ prefix: '' }],
    id: 'all',
    noncurrentVersionExpiration: [
      {
        noncurrentDays: days(noncurrentVersionRetention),
        ...(newerNoncurrentVersions === undefined ? {} : { newerNoncurrentVersions }),
      },
    ],
    status: 'Enabled',
  };
}

function checkBucket({
  expiration,
  newerNoncurrentVersions,
  noncurrentVersionRetention = defaultRetention,
  name,
}: BucketProps): Finding[] {
  return [
    ...checkBucketName(name),
    ...(newerNoncurrentVersions === undefined ? [] : checkNoncurrentVersions(newerNoncurrentVersions)),
    ...checkDays('bucket-retention', 'noncurrentVersionRetention', noncurrentVersionRetention, retentionDays),
    ...(expiration === undefined ? [] : checkDays('bucket-retention', 'expiration', expiration, retentionDays)),
  ];
}

/** Checks that no other bucket of the program has the name. It is unique among all buckets of AWS. */
function checkUniqueName(bucket: Bucket, { name }: BucketProps): Finding[] {
  const owner = earlierOwner(bucket, bucket.node.root, `bucket ${name}`);
  if (owner === undefined) return [];
  return [
    {
      id: 'bucket-name',
      setting: 'name',
      message: `name must be unique among all buckets; got '${name}', the name of ${owner}`,
      hint: 'include the organization, the environment and the use of the bucket',
    },
  ];
}

/**
 * Beginnings and ends of names that S3 reserves.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const reservedAffixes = [
  /^xn--/,
  /^sthree-/,
  /^amzn-s3-demo-/,
  /-s3alias$/,
  /--ol-s3$/,
  /--x-s3$/,
  /--table-s3$/,
  /-an$/,
  /\.mrap$/,
] as const;

/** Checks a bucket's name: S3 accepts dots, but its TLS certificate does not cover such a host. */
export function checkBucketName(name: string): Finding[] {
  const found = checkName('s3-bucket', name);
  if (found.length > 0) return found;
  const reserved = reservedAffixes.find((affix) => affix.test(name));
  if (reserved) {
    return [
      {
        id: 'bucket-name-reserved',
        setting: 'name',
        message: `name must not begin or end as the names that S3 reserves; got '${name}', which has ${reserved.exec(name)?.[0]}`,
        hint: 'choose another name',
      },
    ];
  }
  if (!name.includes('.')) return [];
  return [
    {
      id: 'bucket-name-dots',
      setting: 'name',
      message: `name must have no dots; got '${name}'`,
      hint: `rename it, for example to '${name.replaceAll('.', '-')}'`,
    },
  ];
}

function checkNoncurrentVersions(count: number): Finding[] {
  if (Number.isInteger(count) && count >= 1 && count <= 100) return [];
  return [
    {
      id: 'bucket-noncurrent-versions',
      setting: 'newerNoncurrentVersions',
      message: `newerNoncurrentVersions must be a whole number from 1 to 100; got ${count}`,
      hint: 'choose a number in this range, or remove the setting',
    },
  ];
}
