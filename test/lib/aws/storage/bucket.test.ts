import { Bucket } from '../../../../lib/aws/storage/bucket';
import { type BucketProps } from '../../../../lib/aws/storage/bucket-props';
import { BucketGrant } from '../../../../lib/aws/storage/bucket-props';
import { findingsOf, type Json, only, resources, terraformOf } from '../../../support/terraform';

const key = { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/k' };
const props: BucketProps = {
  account: '111111111111',
  encryption: key,
  name: 'imp-lab-objects',
  deletionProtection: true,
  region: 'eu-west-1',
};
const terraform = (more: Partial<BucketProps> = {}) =>
  terraformOf((stack) => new Bucket(stack, 'bucket', { ...props, ...more }));
const found = (more: Partial<BucketProps>) => findingsOf((stack) => new Bucket(stack, 'bucket', { ...props, ...more }));
const statements = (more: Partial<BucketProps> = {}): Record<string, Json> =>
  Object.fromEntries(
    JSON.parse(only(terraform(more), 'aws_s3_bucket_policy').policy).Statement.map((one: Json) => [one.Sid, one]),
  );

/**
 * Whether a request meets all conditions. Negated operators and those with `IfExists` hold where the key is missing.
 * Source: "IAM JSON policy elements: Condition operators", IAM.
 */
function holds(conditions: Record<string, Record<string, string>>, request: Readonly<Record<string, string>>): boolean {
  return Object.entries(conditions).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) => {
      const got = request[key];
      switch (operator) {
        case 'ArnLike':
          return got !== undefined && new RegExp(`^${wanted.replaceAll('*', '.*')}$`).test(got);
        case 'Null':
          return (got === undefined) === (wanted === 'true');
        case 'StringEquals':
          return got === wanted;
        case 'StringEqualsIfExists':
          return got === undefined || got === wanted;
        case 'StringNotEquals':
        case 'StringNotEqualsIfExists':
          return got !== wanted;
        default:
          throw new Error(`nothing is known of ${operator}`);
      }
    }),
  );
}

describe('a bucket', () => {
  it('is closed to the public in all four ways, before its policy is put', () => {
    expect(only(terraform(), 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only(terraform(), 'aws_s3_bucket_ownership_controls').rule).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    });
    expect(only(terraform(), 'aws_s3_bucket_policy').depends_on).toContain(
      'aws_s3_bucket_public_access_block.bucket_public-access-block',
    );
  });

  it('is encrypted with its key, and refuses what says otherwise', () => {
    expect(only(terraform(), 'aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
      {
        apply_server_side_encryption_by_default: { kms_master_key_id: key.keyArn, sse_algorithm: 'aws:kms' },
        bucket_key_enabled: true,
      },
    ]);
    const refusal = statements()['DenyOtherEncryption'];
    expect(refusal).toMatchObject({ Action: ['s3:PutObject'], Effect: 'Deny', Principal: { AWS: '*' } });
    const header = 's3:x-amz-server-side-encryption';
    expect(holds(refusal.Condition, { [header]: 'AES256' })).toBe(true);
    expect(holds(refusal.Condition, { [header]: 'aws:kms' })).toBe(false);
    // Who does not say how gets the key of the bucket.
    expect(holds(refusal.Condition, {})).toBe(false);
    expect(statements({ encryption: 's3' })['DenyOtherEncryption']).toBeUndefined();
  });

  it('is spoken to by TLS 1.2 and later only', () => {
    const everything = { Action: ['s3:*'], Effect: 'Deny', Principal: { AWS: '*' } };
    const Resource = ['arn:aws:s3:::imp-lab-objects', 'arn:aws:s3:::imp-lab-objects/*'];
    expect(statements()['DenyPlainText']).toMatchObject({
      ...everything,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      Resource,
    });
    expect(statements()['DenyOldTls']).toMatchObject({
      ...everything,
      Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
      Resource,
    });
  });

  it('keeps versions for a while, and no upload that was never finished', () => {
    expect(only(terraform(), 'aws_s3_bucket_versioning').versioning_configuration).toEqual({ status: 'Enabled' });
    expect(only(terraform(), 'aws_s3_bucket_lifecycle_configuration').rule).toEqual([
      {
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        expiration: [{ expired_object_delete_marker: true }],
        filter: [{ prefix: '' }],
        id: 'all',
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        status: 'Enabled',
      },
    ]);
    expect(only(terraform({ expiration: '30d' }), 'aws_s3_bucket_lifecycle_configuration').rule[0].expiration).toEqual([
      { days: 30 },
    ]);
  });

  it('is destroyed with what is in it only where it is not protected', () => {
    expect(only(terraform(), 'aws_s3_bucket')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(only(terraform({ deletionProtection: false }), 'aws_s3_bucket')).toMatchObject({ force_destroy: true });
  });

  it('lets services write below their own prefix, for this account only', () => {
    const { UseBalancers, UseFlows, UseFlowsCheck } = statements({
      grants: { balancers: BucketGrant.applicationLoadBalancerLogs('alb'), flows: BucketGrant.logDelivery('flows') },
    });
    expect(UseBalancers).toMatchObject({
      Action: ['s3:PutObject'],
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Resource: ['arn:aws:s3:::imp-lab-objects/alb/AWSLogs/111111111111/*'],
    });
    expect(UseFlows.Resource).toEqual(['arn:aws:s3:::imp-lab-objects/flows/AWSLogs/111111111111/*']);
    const delivery = { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': 'arn:aws:logs:eu-west-1:111111111111:x' };
    const owned = { ...delivery, 's3:x-amz-acl': 'bucket-owner-full-control' };
    expect(holds(UseFlows.Condition, owned)).toBe(true);
    // Where access control lists are off, none may be sent.
    expect(holds(UseFlows.Condition, delivery)).toBe(true);
    expect(holds(UseFlows.Condition, { ...owned, 's3:x-amz-acl': 'public-read' })).toBe(false);
    expect(holds(UseFlows.Condition, { ...owned, 'aws:SourceAccount': '222222222222' })).toBe(false);
    expect(holds(UseFlows.Condition, { ...owned, 'aws:SourceArn': 'arn:aws:logs:eu-west-1:222222222222:x' })).toBe(
      false,
    );
    expect(UseFlowsCheck.Condition.StringEquals).toEqual({ 'aws:SourceAccount': '111111111111' });
  });

  it('records its requests in another bucket where it is told to', () => {
    expect(only(terraform({ accessLogs: { bucketName: 'logs' } }), 'aws_s3_bucket_logging')).toMatchObject({
      target_bucket: 'logs',
      target_prefix: 'imp-lab-objects/',
    });
    expect(resources(terraform(), 'aws_s3_bucket_logging')).toEqual({});
    const both = terraformOf((stack) => {
      const grants = { buckets: BucketGrant.accessLogs() };
      const accessLogs = new Bucket(stack, 'logs', { ...props, encryption: 's3', name: 'imp-lab-logs', grants });
      new Bucket(stack, 'bucket', { ...props, accessLogs });
    });
    expect(only(both, 'aws_s3_bucket_logging').depends_on).toEqual(['aws_s3_bucket_policy.logs_policy']);
  });
});

describe('a bucket that cannot be', () => {
  it('has a name with dots or capitals', () => {
    expect(found({ name: 'imp.lab' })).toEqual([
      [
        'name',
        "a bucket's name has no dots, since TLS does not know such a host, got 'imp.lab'",
        "write it as 'imp-lab'",
      ],
    ]);
    expect(found({ name: 'Imp' })).toHaveLength(1);
    expect(found({})).toEqual([]);
  });

  it('counts in hours, or keeps more versions than S3 can', () => {
    expect(found({ expiration: '12h', newerNoncurrentVersions: 101, noncurrentVersionRetention: '1.5d' })).toEqual([
      [
        'newerNoncurrentVersions',
        'from 1 to 100 replaced versions are kept however old they are, got 101',
        'write a number from 1 to 100, or leave it out',
      ],
      ['noncurrentVersionRetention', 'S3 counts whole days from 1d, got 1.5d', "write it as '90d'"],
      ['expiration', 'S3 counts whole days from 1d, got 12h', "write it as '90d'"],
    ]);
    expect(found({ expiration: '12d', newerNoncurrentVersions: 100, noncurrentVersionRetention: '1d' })).toEqual([]);
  });
});
