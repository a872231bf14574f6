import { DataAwsKmsAlias } from '@cdktf/provider-aws/lib/data-aws-kms-alias';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey as KmsKeyResource } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { byCodePoint, sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkDays, days, type Duration } from '../../core/units';
import { type Action, policyDocument, statementId, type Statements } from './iam-policy';
import { requireUniqueName } from '../stack/unique-name';

/** A KMS key as other constructs use it: owned by this stack, or looked up. */
export interface IKmsKey {
  readonly keyArn: string;
}

export interface KmsKeyProps {
  /**
   * Alias without `alias/`, by which other stacks look the key up.
   *
   * @replaces the alias; the key stays
   */
  readonly name: string;
  /**
   * Purpose of the key: `state of Terraform`.
   *
   * @inPlace
   */
  readonly description: string;
  /**
   * The account whose administrators own the key, 12 digits.
   *
   * @inPlace the policy
   */
  readonly account: string;
  /**
   * AWS region.
   *
   * @inPlace the policy; the key is in the region of its stack
   */
  readonly region: string;
  /**
   * AWS services that use the key, by a name of your choice. Roles of the account get access in their own policies,
   * because the account's administrators may delegate it.
   *
   * @default none
   * @inPlace
   */
  readonly grants?: Readonly<Record<string, KmsKeyGrant>>;
  /**
   * Period of automatic rotation, 90d to 2560d. Data that was encrypted with older material stays readable.
   *
   * @default '365d'
   * @inPlace
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
   */
  readonly rotation?: Duration;
  /**
   * Waiting period in which a deleted key can be restored, 7d to 30d.
   *
   * @default '30d'
   * @inPlace
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
   */
  readonly deletionWindow?: Duration;
  /**
   * If true, Terraform refuses to destroy the key. Without the key, all data that it encrypted is lost.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
}

/** Account and region of a key, for the conditions of its grants. */
type KeyLocation = Pick<KmsKeyProps, 'account' | 'region'>;

const encryptAndDecrypt: readonly Action[] = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey*',
  'kms:ReEncrypt*',
];

/** Use of a key by one AWS service, limited to its requests for this account. */
export class KmsKeyGrant {
  private constructor(
    /** Statements of the key policy, by suffixes of their Sids. */
    readonly statements: (location: KeyLocation) => Statements,
  ) {}

  /**
   * Grants CloudWatch Logs the use for log groups whose names match: `/adamant/production/*`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
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
   * Grants the delivery of VPC flow logs and network load balancer logs into encrypted buckets. Application load balancers
   * cannot use a key: their bucket is encrypted by S3.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html
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

  /**
   * Grants CloudWatch alarms the use for an encrypted SNS topic.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
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
   * Grants EC2 Auto Scaling the use for encrypted volumes of its instances. Its service-linked role must exist.
   *
   * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
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

/** Defaults of a key. */
const defaults = { deletionWindow: '30d', rotation: '365d' } as const;

/**
 * KMS key with automatic rotation. Only its account and the services in `grants` may use it.
 *
 * @example
 * new KmsKey(stack, 'flow-logs-key', {
 *   account: '111111111111',
 *   deletionProtection: true,
 *   description: 'VPC flow logs',
 *   grants: { logs: KmsKeyGrant.logGroups('/adamant/lab/*') },
 *   name: 'lab-flow-logs',
 *   region: 'eu-west-1',
 * });
 */
export class KmsKey extends Construct implements IKmsKey {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: KmsKeyProps) {
    super(scope, id);
    addFindings(this, checkKey(props));
    requireUniqueName(this, { kind: 'KMS key', name: props.name });
    const {
      deletionWindow = defaults.deletionWindow,
      description,
      name,
      deletionProtection,
      rotation = defaults.rotation,
    } = props;
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

  /** Looks up a key that another stack owns, by its alias. */
  static existing(scope: Construct, id: string, { name }: Pick<KmsKeyProps, 'name'>): IKmsKey {
    return { keyArn: new DataAwsKmsAlias(scope, id, { name: `alias/${name}` }).targetKeyArn };
  }
}

/** Returns the statements of the key policy, in which `*` is the key itself. */
function keyPolicyStatements({ grants = {}, ...location }: KmsKeyProps): Statements {
  // Without the account's own statement, only AWS Support can restore access to the key.
  const administration: Statements = {
    Administration: { actions: ['kms:*'], principal: { accounts: [location.account] }, resources: ['*'] },
  };
  const serviceStatements = sortedEntries(grants).flatMap(([name, { statements }]) =>
    sortedEntries(statements(location)).map(([suffix, statement]) => [
      `${statementId('use', name)}${suffix}`,
      { ...statement, resources: ['*'] },
    ]),
  );
  return { ...administration, ...(Object.fromEntries(serviceStatements) as Statements) };
}

function checkKey({
  deletionWindow = defaults.deletionWindow,
  name,
  rotation = defaults.rotation,
  grants = {},
}: KmsKeyProps): Finding[] {
  return [
    ...checkAlias(name),
    ...checkGrantNames(grants),
    ...checkDays('kms-key-rotation', 'rotation', rotation, { max: 2560, min: 90, suggested: 365 }),
    ...checkDays('kms-key-deletion-window', 'deletionWindow', deletionWindow, { max: 30, min: 7, suggested: 30 }),
  ];
}

function checkAlias(name: string): Finding[] {
  if (/^(?!aws\/)[A-Za-z0-9/_-]{1,250}$/.test(name)) return [];
  return [
    {
      id: 'kms-key-alias',
      setting: 'name',
      message: `name must be 1 to 250 letters, digits and /_-, not starting with aws/; got '${name}'`,
      hint: `rename it, for example to 'production-state'`,
    },
  ];
}

function checkGrantNames(grants: Readonly<Record<string, KmsKeyGrant>>): Finding[] {
  const ids = Object.keys(grants)
    .sort(byCodePoint)
    .map((name) => statementId('use', name));
  const duplicate = ids.find((sid, index) => ids.indexOf(sid) !== index);
  if (duplicate === undefined) return [];
  return [
    {
      id: 'kms-key-grant-name',
      setting: 'grants',
      message: `grants must have names that differ in letters or digits; got two that become '${duplicate}'`,
      hint: 'rename one of them',
    },
  ];
}
