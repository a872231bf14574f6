import { TerraformOutput } from 'cdktf';
import { KmsKey, type KmsKeyProps, KmsKeyGrant } from '../../../../lib/aws/iam/kms-key';
import { findingsOf, only, terraformOf } from '../../../support/terraform';

const props: KmsKeyProps = {
  account: '111111111111',
  description: 'logs',
  name: 'lab-logs',
  deletionProtection: true,
  region: 'eu-west-1',
};
const terraform = (more: Partial<KmsKeyProps> = {}) =>
  terraformOf((stack) => new KmsKey(stack, 'key', { ...props, ...more }));
const policyOf = (more: Partial<KmsKeyProps> = {}) => JSON.parse(only(terraform(more), 'aws_kms_key').policy).Statement;
const found = (more: Partial<KmsKeyProps>) => findingsOf((stack) => new KmsKey(stack, 'key', { ...props, ...more }));

describe('a key', () => {
  it('is renewed each year, can be brought back for a month, and refuses to be destroyed', () => {
    expect(only(terraform(), 'aws_kms_key')).toMatchObject({
      deletion_window_in_days: 30,
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
      rotation_period_in_days: 365,
    });
  });

  it('has an alias by which other stacks find it', () => {
    expect(only(terraform(), 'aws_kms_alias')).toEqual({
      name: 'alias/lab-logs',
      target_key_id: '${aws_kms_key.key.key_id}',
    });
    const other = terraformOf((stack) => {
      const { keyArn } = KmsKey.existing(stack, 'key', { name: 'lab-logs' });
      new TerraformOutput(stack, 'arn', { value: keyArn });
    });
    expect(other.data.aws_kms_alias.key.name).toBe('alias/lab-logs');
    expect(other.output.arn.value).toBe('${data.aws_kms_alias.key.target_key_arn}');
  });

  it('is handed out by its account and by nobody else', () => {
    expect(policyOf()).toEqual([
      {
        Action: ['kms:*'],
        Effect: 'Allow',
        Principal: { AWS: ['arn:aws:iam::111111111111:root'] },
        Resource: ['*'],
        Sid: 'Administration',
      },
    ]);
  });

  it('encrypts logs of the named groups only', () => {
    expect(policyOf({ grants: { 'flow-logs': KmsKeyGrant.logGroups('/adamant/lab/*') } })[1]).toEqual({
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

  it('is used by no service without a condition that says for whom, but by the account’s own Auto Scaling', () => {
    const grants = {
      alarms: KmsKeyGrant.alarms(),
      delivery: KmsKeyGrant.logDelivery(),
      groups: KmsKeyGrant.logGroups('/adamant/*'),
      machines: KmsKeyGrant.autoScaling(),
    };
    const services = policyOf({ grants }).filter(
      (statement: { Principal: object }) => 'Service' in statement.Principal,
    );
    expect(services).toHaveLength(3);
    for (const { Condition } of services) expect(JSON.stringify(Condition)).toContain('111111111111');
    expect(policyOf({ grants }).find(({ Sid }: { Sid: string }) => Sid === 'UseMachinesGrant')).toMatchObject({
      Action: ['kms:CreateGrant'],
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    });
  });
});

describe('a key that cannot be', () => {
  it('has a name that KMS keeps for itself', () => {
    expect(found({ name: 'aws/logs' })).toEqual([
      [
        'name',
        "a key's name is 1 to 250 letters, digits and /_-, not starting with aws/, got 'aws/logs'",
        "write it as 'production-state'",
      ],
    ]);
    expect(found({ name: 'lab/logs' })).toEqual([]);
  });

  it('is renewed too often, or gone too soon', () => {
    expect(found({ deletionWindow: '3d', rotation: '30d' })).toEqual([
      ['rotation', 'key material is renewed every 90d to 2560d, got 30d', "write it as '365d'"],
      ['deletionWindow', 'a destroyed key can be brought back for 7d to 30d, got 3d', "write it as '30d'"],
    ]);
    expect(found({ deletionWindow: '7d', rotation: '90d' })).toEqual([]);
  });

  it('has two uses of one name', () => {
    const use = KmsKeyGrant.alarms();
    expect(found({ grants: { 'flow-logs': use, 'flow_logs': use } })).toEqual([
      [
        'usedBy',
        "uses of a key must differ in more than punctuation, got two that become 'UseFlowLogs'",
        'rename one of them',
      ],
    ]);
    expect(found({ grants: { 'flow-logs': use, 'other-logs': use } })).toEqual([]);
  });
});
