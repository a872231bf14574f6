import { TerraformOutput } from 'cdktf';
import { KmsKey, KmsKeyGrant, type KmsKeyProps } from '../../../../lib/aws/iam/kms-key';
import { only, terraformJson } from '../../../support/terraform';

const props: KmsKeyProps = {
  account: '111111111111',
  description: 'logs',
  name: 'lab-logs',
  deletionProtection: true,
  region: 'eu-west-1',
};
const terraform = (more: Partial<KmsKeyProps> = {}) =>
  terraformJson((stack) => new KmsKey(stack, 'key', { ...props, ...more }));
const policyStatements = (more: Partial<KmsKeyProps> = {}) =>
  JSON.parse(only(terraform(more), 'aws_kms_key').policy).Statement;

describe('KMS key', () => {
  it('defaults: rotation each year, deletion window of a month, deletion protection', () => {
    expect(only(terraform(), 'aws_kms_key')).toMatchObject({
      deletion_window_in_days: 30,
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
      rotation_period_in_days: 365,
    });
  });

  it('alias: is the name by which other stacks look the key up', () => {
    expect(only(terraform(), 'aws_kms_alias')).toEqual({
      name: 'alias/lab-logs',
      target_key_id: '${aws_kms_key.key.key_id}',
    });
    const other = terraformJson((stack) => {
      const { keyArn } = KmsKey.existing(stack, 'key', { name: 'lab-logs' });
      new TerraformOutput(stack, 'arn', { value: keyArn });
    });
    expect(other.data.aws_kms_alias.key.name).toBe('alias/lab-logs');
    expect(other.output.arn.value).toBe('${data.aws_kms_alias.key.target_key_arn}');
  });

  it('policy: without grants, only the account administers the key', () => {
    expect(policyStatements()).toEqual([
      {
        Action: ['kms:*'],
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::111111111111:root'] },
        Resource: ['*'],
        Sid: 'Administration',
      },
    ]);
  });

  it('grant of log groups: is limited to their names', () => {
    expect(policyStatements({ grants: { 'flow-logs': KmsKeyGrant.logGroups('/adamant/lab/*') } })[1]).toEqual({
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111111111111:log-group:/adamant/lab/*',
        },
      },
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Resource: ['*'],
      Sid: 'UseFlowLogs',
    });
  });

  it('grants: have a condition with the account, except for its service-linked role of Auto Scaling', () => {
    const grants = {
      alarms: KmsKeyGrant.alarms(),
      delivery: KmsKeyGrant.logDelivery(),
      groups: KmsKeyGrant.logGroups('/adamant/*'),
      machines: KmsKeyGrant.autoScaling(),
    };
    const services = policyStatements({ grants }).filter(
      (statement: { Principal: object }) => 'Service' in statement.Principal,
    );
    expect(services).toHaveLength(3);
    for (const { Condition } of services) expect(JSON.stringify(Condition)).toContain('111111111111');
    expect(policyStatements({ grants }).find(({ Sid }: { Sid: string }) => Sid === 'UseMachinesGrant')).toMatchObject({
      Action: ['kms:CreateGrant'],
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    });
  });
});
