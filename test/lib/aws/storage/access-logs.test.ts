import { AccessLogs, type AccessLogsProps } from '../../../../lib/aws/storage/access-logs';
import { ApplicationLoadBalancer } from '../../../../lib/aws/load-balancing/application-load-balancer';
import { Network } from '../../../../lib/aws/network/network';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { type Json, networkProps, only, terraformJson } from '../../../support/terraform';

const account = '111111111111';

function describeLogs(props: Partial<AccessLogsProps> = {}) {
  return (stack: Stack): AccessLogs =>
    new AccessLogs(stack, 'access-logs', {
      account,
      retention: '90d',
      loadBalancers: { 'lab-api': 'network', 'lab-public': 'application' },
      name: 'imp-lab-access-logs',
      deletionProtection: true,
      region: 'eu-west-1',
      ...props,
    });
}

const terraform = terraformJson((stack) => void describeLogs()(stack));
const policy: Json = JSON.parse(only(terraform, 'aws_s3_bucket_policy').policy);
const permissions = policy.Statement.filter(({ Effect }: Json) => Effect === 'Allow');

describe('access logs', () => {
  it('grants: each load balancer writes by the service of its kind, below its name and the account', () => {
    const writes = permissions.filter(({ Action }: Json) => Action.includes('s3:PutObject'));
    expect(writes.map(({ Action, Principal, Resource }: Json) => [Principal, Action, Resource])).toEqual([
      [
        { Service: 'delivery.logs.amazonaws.com' },
        ['s3:PutObject'],
        [`arn:aws:s3:::imp-lab-access-logs/lab-api/AWSLogs/${account}/*`],
      ],
      [
        { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        ['s3:PutObject'],
        [`arn:aws:s3:::imp-lab-access-logs/lab-public/AWSLogs/${account}/*`],
      ],
    ]);
  });

  it('bucket: requires TLS and blocks public access', () => {
    const denied = policy.Statement.find(({ Sid }: Json) => Sid === 'DenyPlainText');
    expect(denied).toMatchObject({
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      Effect: 'Deny',
      Principal: { AWS: '*' },
    });
    expect(only(terraform, 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it('encryption: is by S3, because application load balancers cannot use a key', () => {
    const [rule] = only(terraform, 'aws_s3_bucket_server_side_encryption_configuration').rule;
    expect(rule.apply_server_side_encryption_by_default).toEqual({ sse_algorithm: 'AES256' });
  });

  it('retention: expires objects', () => {
    expect(only(terraform, 'aws_s3_bucket_lifecycle_configuration').rule).toMatchObject([
      { expiration: [{ days: 90 }], noncurrent_version_expiration: [{ noncurrent_days: 7 }], status: 'Enabled' },
    ]);
  });

  it('deletion protection: without it, the bucket is destroyed with its logs', () => {
    expect(only(terraform, 'aws_s3_bucket')).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    const lab = terraformJson((stack) => void describeLogs({ deletionProtection: false })(stack));
    expect(only(lab, 'aws_s3_bucket').force_destroy).toBe(true);
  });

  it('load balancer: depends on the policy of the bucket', () => {
    const terraformWithLoadBalancer = terraformJson((stack) => {
      new ApplicationLoadBalancer(stack, 'load-balancer', {
        accessLogs: describeLogs()(stack),
        certificateDomain: 'lab.imp.example',
        deletionProtection: true,
        name: 'lab-public',
        network: Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['public'] }),
        tier: 'public',
      });
    });
    expect(only(terraformWithLoadBalancer, 'aws_lb')).toMatchObject({
      access_logs: { bucket: '${aws_s3_bucket.access-logs_bucket.bucket}', enabled: true, prefix: 'lab-public' },
      depends_on: ['aws_s3_bucket_policy.access-logs_bucket_policy'],
    });
  });
});
