import { TerraformStack } from 'cdktf';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings, type Finding, forwardSources } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import type { Duration } from '../../core/units';
import { Bucket, checkBucketName } from '../storage/bucket';
import { type IBucket } from '../storage/bucket-props';
import { bootstrapScript } from './bootstrap-script';
import { KmsKey } from '../iam/kms-key';
import { type Action, policyDocument, type Statements } from '../iam/iam-policy';
import { StackFile } from '../stack/stack-file';

/** Access of a role to states: `apply` writes states and takes locks, `plan` reads states without a lock. */
export interface StateAccess {
  /**
   * `plan` may only read states: Terraform plans with `-lock=false`.
   *
   * @inPlace
   */
  readonly to: 'apply' | 'plan';
  /**
   * The environment of the states.
   *
   * @inPlace
   */
  readonly environment: string;
  /**
   * Stacks of the environment.
   *
   * @default all of the environment's
   * @inPlace
   */
  readonly stacks?: readonly string[];
}

export interface StateBackendProps {
  /**
   * Name of the bucket, and alias of the key.
   *
   * @replaces the bucket, and every state in it is lost: copy them first
   */
  readonly name: string;
  /**
   * The account, 12 digits.
   *
   * @inPlace the key's policy; the bucket is in the account of its stack
   */
  readonly account: string;
  /**
   * AWS region.
   *
   * @inPlace the key's policy; the bucket is in the region of its stack
   */
  readonly region: string;
  /**
   * Retention of earlier versions of a state, in whole days.
   *
   * @default '365d'
   * @inPlace
   */
  readonly noncurrentVersionRetention?: Duration;
  /**
   * Policies for roles that run Terraform, by a name of your choice. Attach them to the roles.
   *
   * @default none
   * @inPlace
   */
  readonly access?: Readonly<Record<string, StateAccess>>;
  /**
   * Bucket for the server access logs.
   *
   * @default no access logs
   * @inPlace
   */
  readonly accessLogs?: IBucket;
  /**
   * If true, Terraform refuses to destroy the states and their key. Without them, nothing is known of existing resources.
   *
   * @default true
   * @inPlace
   */
  readonly deletionProtection?: boolean;
}

/** Defaults of a state backend. */
const defaults = { deletionProtection: true, noncurrentVersionRetention: '365d' } as const;

/** Versions of a state that are kept after the retention, so that a stack without changes for years can be restored too. */
const newerNoncurrentVersions = 20;

/**
 * S3 bucket and KMS key for the states of all stacks, including its own: run `bootstrap.sh` in the stack's folder once.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 *
 * @example
 * new StateBackend(stack, 'state', {
 *   access: { deploy: { environment: 'dev', to: 'apply' } },
 *   account: '111111111111',
 *   name: 'imp-dev-terraform-state',
 *   region: 'eu-west-1',
 * });
 */
export class StateBackend extends Construct {
  /** ARNs of the policies by the name of their access, to be attached to roles. */
  readonly policyArns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: StateBackendProps) {
    super(scope, id);
    addFindings(this, checkAccess(props));
    const key = this.createKey(props);
    const bucket = this.createBucket(props, key);
    this.policyArns = this.createPolicies(props, bucket, key);
    new StackFile(this, 'bootstrap', {
      content: bootstrapScript(TerraformStack.of(this).node.id),
      path: 'bootstrap.sh',
    });
  }

  private createKey({
    account,
    deletionProtection = defaults.deletionProtection,
    name,
    region,
  }: StateBackendProps): KmsKey {
    const key = new KmsKey(this, 'key', {
      account,
      deletionProtection,
      description: 'states of Terraform',
      // The bucket reports an invalid name; as an alias, it must not be reported a second time.
      name: checkBucketName(name).length === 0 ? name : 'invalid',
      region,
    });
    forwardSources(this, key, {
      account: 'account',
      deletionProtection: 'deletionProtection',
      name: 'name',
      region: 'region',
    });
    return key;
  }

  private createBucket(
    {
      accessLogs,
      account,
      deletionProtection = defaults.deletionProtection,
      name,
      noncurrentVersionRetention = defaults.noncurrentVersionRetention,
      region,
    }: StateBackendProps,
    encryption: KmsKey,
  ): Bucket {
    const bucket = new Bucket(this, 'bucket', {
      ...(accessLogs && { accessLogs }),
      account,
      deletionProtection,
      encryption,
      name,
      newerNoncurrentVersions,
      noncurrentVersionRetention,
      region,
    });
    forwardSources(this, bucket, {
      accessLogs: 'accessLogs',
      account: 'account',
      deletionProtection: 'deletionProtection',
      name: 'name',
      noncurrentVersionRetention: 'noncurrentVersionRetention',
      region: 'region',
    });
    return bucket;
  }

  private createPolicies(
    { access = {}, name }: StateBackendProps,
    bucket: Bucket,
    key: KmsKey,
  ): Readonly<Record<string, string>> {
    return Object.fromEntries(
      sortedEntries(access).map(([user, granted]) => {
        const policy = new IamPolicy(this, `access-${user}`, {
          name: physicalName('iam-role', name, user),
          policy: policyDocument(stateStatements(granted, bucket, key)),
          tags: { Name: physicalName('iam-role', name, user) },
        });
        return [user, policy.arn];
      }),
    );
  }
}

/**
 * Returns the permissions that Terraform's S3 backend needs: it reads and writes states, and never deletes them; a lock is an
 * object `<key>.tflock` that it writes and deletes.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
function stateStatements({ environment, stacks, to }: StateAccess, bucket: Bucket, { keyArn }: KmsKey): Statements {
  const states = (stacks ?? ['*']).map((stack) => `${bucket.bucketArn}/${environment}/${stack}.tfstate`);
  const locks = states.map((state) => `${state}.tflock`);
  const keyActions: readonly Action[] = to === 'apply' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
  return {
    // Without it, S3 answers "forbidden" for a state that does not exist. It reveals names of states, not their content.
    ListStates: { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
    ReadStates: { actions: ['s3:GetObject'], resources: states },
    UseKey: { actions: keyActions, resources: [keyArn] },
    ...(to === 'apply' && {
      Lock: { actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], resources: locks },
      WriteStates: { actions: ['s3:PutObject'], resources: states },
    }),
  };
}

function checkAccess({ access = {} }: StateBackendProps): Finding[] {
  return sortedEntries(access).flatMap(([user, { environment, stacks = [] }]) => [
    ...checkName('environment', environment, `access.${user}.environment`),
    ...stacks.flatMap((stack, index) => checkStackName(stack, `access.${user}.stacks.${index}`)),
  ]);
}

function checkStackName(stack: string, setting: string): Finding[] {
  if (/^[a-z][a-z0-9-]*$/.test(stack)) return [];
  return [
    {
      id: 'state-stack-name',
      setting,
      message: `stacks must be names of lower-case letters, digits and hyphens; got '${stack}'`,
      hint: `write the name of the stack's folder, for example 'network', or remove stacks to allow all`,
    },
  ];
}
