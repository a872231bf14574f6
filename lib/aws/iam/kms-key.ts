import { DataAwsKmsAlias } from '@cdktf/provider-aws/lib/data-aws-kms-alias';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey as KmsKeyResource } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import { days, type Duration, isAmount } from '../../core/units';
import { type Action, policyDocument, statementId, type Statements } from './iam-policy';

/** A KMS key as other constructs use it, whether this stack owns it or finds it. */
export interface IKmsKey {
  readonly keyArn: string;
}

export interface KmsKeyProps {
  /** The alias without `alias/`, by which other stacks find it. @replaces the alias; the key stays */
  readonly name: string;
  /** What it encrypts: `state of Terraform`. @inPlace */
  readonly description: string;
  /** The account whose administrators own it, 12 digits. @inPlace the policy */
  readonly account: string;
  /** AWS region. @inPlace the policy; the key is where its stack is */
  readonly region: string;
  /**
   * AWS services that use it in their own name, by a name of yours. What a role of the account may do with the key is
   * said in that role's policy, since the account's administrators may hand out its use. @inPlace @default none
   */
  readonly grants?: Readonly<Record<string, KmsKeyGrant>>;
  /** How often its material is renewed, 90d to 2560d. What older material encrypted stays readable. @inPlace @default '365d' */
  readonly rotation?: Duration;
  /** How long it can be brought back after it was destroyed, 7d to 30d. @inPlace @default '30d' */
  readonly deletionWindow?: Duration;
  /** Whether Terraform refuses to destroy it: without it, all that it encrypted is lost. @inPlace */
  readonly deletionProtection: boolean;
}

/** Where a key is: what the conditions on its users are made of. */
export type KeyLocation = Pick<KmsKeyProps, 'account' | 'region'>;

const encryptAndDecrypt: readonly Action[] = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey*',
  'kms:ReEncrypt*',
];

/** One service's use of a key, narrowed to what it does for this account. */
export class KmsKeyGrant {
  private constructor(
    /** The use's statements, by suffixes of their names. */
    readonly statements: (place: KeyLocation) => Statements,
  ) {}

  /**
   * CloudWatch Logs, for log groups whose names match: `/adamant/production/*`.
   * Source: "Encrypt log data in CloudWatch Logs using AWS KMS", step 2.
   */
  static logGroups(pattern: string): KmsKeyGrant {
    return new KmsKeyGrant(({ account, region }) => ({
      '': {
        actions: encryptAndDecrypt,
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:${pattern}` },
        },
        principal: { service: `logs.${region}.amazonaws.com` },
      },
    }));
  }

  /**
   * The delivery of logs into encrypted buckets: of VPC flows and of network load balancers.
   * Application load balancers cannot: their bucket is encrypted by S3. Source: "Publish flow logs to Amazon S3".
   */
  static logDelivery(): KmsKeyGrant {
    return new KmsKeyGrant(({ account, region }) => ({
      '': {
        actions: encryptAndDecrypt,
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:aws:logs:${region}:${account}:*` },
          StringEquals: { 'aws:SourceAccount': account },
        },
        principal: { service: 'delivery.logs.amazonaws.com' },
      },
    }));
  }

  /** CloudWatch alarms, into an encrypted SNS topic. Source: "Amazon SNS key management", compatibility with event sources. */
  static alarms(): KmsKeyGrant {
    return new KmsKeyGrant(({ account, region }) => ({
      '': {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
          StringEquals: { 'aws:SourceAccount': account },
        },
        principal: { service: 'cloudwatch.amazonaws.com' },
      },
    }));
  }

  /**
   * EC2 Auto Scaling, for the encrypted volumes of the machines that it starts. Its service-linked role must exist.
   * Source: "Required AWS KMS key policy for use with encrypted volumes", EC2 Auto Scaling.
   */
  static autoScaling(): KmsKeyGrant {
    return new KmsKeyGrant(({ account }) => {
      const role = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
      const principal = { roles: [`arn:aws:iam::${account}:role/${role}`] };
      return {
        '': { actions: encryptAndDecrypt, principal },
        'Grant': {
          actions: ['kms:CreateGrant'],
          conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          principal,
        },
      };
    });
  }
}

/** A key that is renewed by itself, and that only this account and the services named here may use. */
export class KmsKey extends Construct implements IKmsKey {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: KmsKeyProps) {
    super(scope, id);
    addFindings(this, checkKey(props));
    const { deletionWindow = '30d', description, name, deletionProtection, rotation = '365d' } = props;
    const key = new KmsKeyResource(this, 'Resource', {
      deletionWindowInDays: days(deletionWindow),
      description,
      enableKeyRotation: true,
      lifecycle: { preventDestroy: deletionProtection },
      policy: policyDocument(keyPolicyStatements(props)),
      rotationPeriodInDays: days(rotation),
      tags: { Name: name },
    });
    new KmsAlias(this, 'alias', { name: `alias/${name}`, targetKeyId: key.keyId });
    this.keyArn = key.arn;
  }

  /** A key that another stack owns, by its alias. */
  static existing(scope: Construct, id: string, { name }: Pick<KmsKeyProps, 'name'>): IKmsKey {
    return { keyArn: new DataAwsKmsAlias(scope, id, { name: `alias/${name}` }).targetKeyArn };
  }
}

/** In a key's policy `*` is the key itself. */
function keyPolicyStatements({ grants = {}, ...place }: KmsKeyProps): Statements {
  // Without the account's own statement a lost policy could only be repaired by AWS's support.
  const administration: Statements = {
    Administration: { actions: ['kms:*'], principal: { accounts: [place.account] }, resources: ['*'] },
  };
  const uses = sortedEntries(grants).flatMap(([name, { statements }]) =>
    sortedEntries(statements(place)).map(([suffix, statement]) => [
      `${statementId('use', name)}${suffix}`,
      { ...statement, resources: ['*'] },
    ]),
  );
  return { ...administration, ...(Object.fromEntries(uses) as Statements) };
}

function checkKey({ deletionWindow = '30d', name, rotation = '365d', grants = {} }: KmsKeyProps): Finding[] {
  const found: Finding[] = [];
  if (!/^(?!aws\/)[A-Za-z0-9/_-]{1,250}$/.test(name)) {
    found.push({
      hint: `write it as 'production-state'`,
      message: `a key's name is 1 to 250 letters, digits and /_-, not starting with aws/, got '${name}'`,
      setting: 'name',
    });
  }
  const taken = sortedEntries(grants).map(([use]) => statementId('use', use));
  const twice = taken.find((sid, index) => taken.indexOf(sid) !== index);
  if (twice !== undefined) {
    found.push({
      hint: 'rename one of them',
      message: `uses of a key must differ in more than punctuation, got two that become '${twice}'`,
      setting: 'usedBy',
    });
  }
  return [
    ...found,
    ...checkDays('rotation', rotation, 'key material is renewed', 90, 2560),
    ...checkDays('deletionWindow', deletionWindow, 'a destroyed key can be brought back', 7, 30),
  ];
}

function checkDays(setting: string, value: Duration, what: string, min: number, max: number): Finding[] {
  if (isAmount(value, ['d']) && Number.isInteger(days(value)) && days(value) >= min && days(value) <= max) return [];
  const verb = setting === 'rotation' ? 'every' : 'for';
  return [
    {
      hint: `write it as '${max === 30 ? 30 : 365}d'`,
      message: `${what} ${verb} ${min}d to ${max}d, got ${value}`,
      setting,
    },
  ];
}
