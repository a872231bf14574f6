import { Bucket } from '../../../../lib/aws/storage/bucket';
import { BucketGrant, type BucketProps } from '../../../../lib/aws/storage/bucket-props';
import { type Json, only, resources, terraformJson } from '../../../support/terraform';

const key = { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/k' };
const props: BucketProps = {
  account: '111111111111',
  encryption: key,
  name: 'imp-lab-objects',
  deletionProtection: true,
  region: 'eu-west-1',
};
const terraform = (more: Partial<BucketProps> = {}) =>
  terraformJson((stack) => new Bucket(stack, 'bucket', { ...props, ...more }));
const statements = (more: Partial<BucketProps> = {}): Record<string, Json> =>
  Object.fromEntries(
    JSON.parse(only(terraform(more), 'aws_s3_bucket_policy').policy).Statement.map((one: Json) => [one.Sid, one]),
  );

/**
 * True if a request meets all conditions. Negated operators and those with `IfExists` match a missing key.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function matches(
  conditions: Record<string, Record<string, string>>,
  request: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(conditions).every(([operator, tests]) =>
    Object.entries(tests).every(([key, expected]) => {
      const actual = request[key];
      switch (operator) {
        case 'ArnLike':
          return actual !== undefined && new RegExp(`^${expected.replaceAll('*', '.*')}$`).test(actual);
        case 'Null':
          return (actual === undefined) === (expected === 'true');
        case 'StringEquals':
          return actual === expected;
        case 'StringEqualsIfExists':
          return actual === undefined || actual === expected;
        case 'StringNotEquals':
        case 'StringNotEqualsIfExists':
          return actual !== expected;
        default:
          throw new Error(`unknown operator ${operator}`);
      }
    }),
  );
}

describe('bucket', () => {
  it('public access: is blocked before the policy is put', () => {
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

  it('encryption: uses the key, and denies other encryption', () => {
    expect(only(terraform(), 'aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
      {
        apply_server_side_encryption_by_default: { kms_master_key_id: key.keyArn, sse_algorithm: 'aws:kms' },
        bucket_key_enabled: true,
      },
    ]);
    const denial = statements()['DenyOtherEncryption'];
    expect(denial).toMatchObject({ Action: ['s3:PutObject'], Effect: 'Deny', Principal: { AWS: '*' } });
    const header = 's3:x-amz-server-side-encryption';
    expect(matches(denial.Condition, { [header]: 'AES256' })).toBe(true);
    expect(matches(denial.Condition, { [header]: 'aws:kms' })).toBe(false);
    // A request without the header gets the key of the bucket.
    expect(matches(denial.Condition, {})).toBe(false);
    expect(statements({ encryption: 'sse-s3' })['DenyOtherEncryption']).toBeUndefined();
  });

  it('TLS: requires 1.2 or later', () => {
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

  it('lifecycle: expires noncurrent versions and unfinished uploads', () => {
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

  it('deletion protection: without it, the bucket is destroyed with its objects', () => {
    expect(only(terraform(), 'aws_s3_bucket')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(only(terraform({ deletionProtection: false }), 'aws_s3_bucket')).toMatchObject({ force_destroy: true });
  });

  it('grants: services write below their prefix, for this account only', () => {
    const {
      AWSLogDeliveryAclCheck: check,
      AWSLogDeliveryWrite: write,
      UseBalancers,
    } = statements({
      grants: { balancers: BucketGrant.applicationLoadBalancerLogs('alb'), flows: BucketGrant.logDelivery('flows') },
    });
    expect(UseBalancers).toMatchObject({
      Action: ['s3:PutObject'],
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Resource: ['arn:aws:s3:::imp-lab-objects/alb/AWSLogs/111111111111/*'],
    });
    expect(write.Resource).toEqual(['arn:aws:s3:::imp-lab-objects/flows/AWSLogs/111111111111/*']);
    const delivery = { 'aws:SourceAccount': '111111111111', 'aws:SourceArn': 'arn:aws:logs:eu-west-1:111111111111:x' };
    const ownedByBucket = { ...delivery, 's3:x-amz-acl': 'bucket-owner-full-control' };
    expect(matches(write.Condition, ownedByBucket)).toBe(true);
    expect(matches(write.Condition, { ...ownedByBucket, 's3:x-amz-acl': 'public-read' })).toBe(false);
    expect(matches(write.Condition, { ...ownedByBucket, 'aws:SourceAccount': '222222222222' })).toBe(false);
    expect(
      matches(write.Condition, { ...ownedByBucket, 'aws:SourceArn': 'arn:aws:logs:eu-west-1:222222222222:x' }),
    ).toBe(false);
    expect(check.Condition.StringEquals).toEqual({ 'aws:SourceAccount': '111111111111' });
  });

  it('grants: log deliveries with a prefix each are one statement, with the Sid by which AWS knows it', () => {
    const { AWSLogDeliveryAclCheck: check, AWSLogDeliveryWrite: write } = statements({
      grants: { flows: BucketGrant.logDelivery('flows'), transfers: BucketGrant.logDelivery('transfers') },
    });
    expect(write.Resource).toEqual(
      ['flows', 'transfers'].map((prefix) => `arn:aws:s3:::imp-lab-objects/${prefix}/AWSLogs/111111111111/*`),
    );
    expect(check.Resource).toEqual(['arn:aws:s3:::imp-lab-objects']);
  });

  it('access logs: are written to another bucket, after its policy exists', () => {
    expect(only(terraform({ accessLogs: { bucketName: 'logs' } }), 'aws_s3_bucket_logging')).toMatchObject({
      target_bucket: 'logs',
      target_prefix: 'imp-lab-objects/',
    });
    expect(resources(terraform(), 'aws_s3_bucket_logging')).toEqual({});
    const both = terraformJson((stack) => {
      const grants = { buckets: BucketGrant.accessLogs() };
      const accessLogs = new Bucket(stack, 'logs', { ...props, encryption: 'sse-s3', name: 'imp-lab-logs', grants });
      new Bucket(stack, 'bucket', { ...props, accessLogs });
    });
    expect(only(both, 'aws_s3_bucket_logging').depends_on).toEqual(['aws_s3_bucket_policy.logs_policy']);
  });
});
