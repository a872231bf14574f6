import { TerraformStack } from 'cdktf';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import type { Duration } from '../../core/units';
import { Bucket } from '../storage/bucket';
import { type IBucket } from '../storage/bucket-props';
import { bootstrapScript } from './bootstrap-script';
import { KmsKey } from '../iam/kms-key';
import { type Action, policyDocument, type Statements } from '../iam/iam-policy';
import { StackFile } from '../stack/stack-file';

/** What a role does with states: `apply` writes them and takes their locks, `review` plans without a lock. */
export interface StateAccess {
  /** `review` may only read: it plans with `-lock=false`. @inPlace */
  readonly to: 'apply' | 'review';
  /** The environment whose states they are. @inPlace */
  readonly environment: string;
  /** Its stacks, or all. @inPlace @default all of the environment's */
  readonly stacks?: readonly string[];
}

export interface StateBackendProps {
  /** The bucket's name; the key's alias is the same. @replaces the bucket, and every state in it is lost: copy them first */
  readonly name: string;
  /** The account, 12 digits. @inPlace the key's policy; the bucket is where its stack is */
  readonly account: string;
  /** AWS region. @inPlace the key's policy; the bucket is where its stack is */
  readonly region: string;
  /** How long an earlier version of a state can be brought back, in whole days. @inPlace @default '365d' */
  readonly noncurrentVersionRetention?: Duration;
  /** Policies for roles that run Terraform, by a name of yours; attach them to the roles. @inPlace @default none */
  readonly access?: Readonly<Record<string, StateAccess>>;
  /** Where a record of every request is written. @inPlace @default nowhere */
  readonly accessLogs?: IBucket;
  /** Whether Terraform refuses to destroy the states and their key. @inPlace @default true: without them nothing is known of what exists */
  readonly deletionProtection?: boolean;
}

/** Earlier versions of a state that are kept however old they are: a stack that nobody touched for years can be repaired as well. */
const keptForGood = 20;

/** Where stacks keep their state, the one that makes it too: `first-apply.sh` beside its Terraform says how it comes there. */
export class StateBackend extends Construct {
  /** ARNs of the policies by the name of their access, to be attached to roles. */
  readonly policyArns: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StateBackendProps,
  ) {
    super(scope, id);
    addFindings(this, checkBackend(props));
    const key = this.key();
    const bucket = this.bucket(key);
    this.policyArns = this.policies(bucket, key);
    this.firstApply();
  }

  private key(): KmsKey {
    const { account, name, deletionProtection = true, region } = this.props;
    return new KmsKey(this, 'key', { account, description: 'states of Terraform', name, deletionProtection, region });
  }

  private bucket(key: KmsKey): Bucket {
    const {
      accessLogs,
      account,
      noncurrentVersionRetention = '365d',
      name,
      deletionProtection = true,
      region,
    } = this.props;
    return new Bucket(this, 'bucket', {
      ...(accessLogs && { accessLogs }),
      account,
      encryption: key,
      newerNoncurrentVersions: keptForGood,
      noncurrentVersionRetention,
      name,
      deletionProtection,
      region,
    });
  }

  private policies(bucket: Bucket, key: KmsKey): Readonly<Record<string, string>> {
    const { access = {}, name } = this.props;
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

  private firstApply(): void {
    const content = bootstrapScript(TerraformStack.of(this).node.id);
    new StackFile(this, 'first-apply', { content, path: 'first-apply.sh' });
  }
}

/**
 * Exactly what Terraform's S3 backend does. Source: "Permissions required", S3 backend: states are read and written, and
 * never deleted; a lock is an object `<key>.tflock` that is written and deleted.
 */
function stateStatements({ environment, stacks, to }: StateAccess, bucket: Bucket, { keyArn }: KmsKey): Statements {
  const states = (stacks ?? ['*']).map((stack) => `${bucket.bucketArn}/${environment}/${stack}.tfstate`);
  const locks = states.map((state) => `${state}.tflock`);
  const use: readonly Action[] = to === 'apply' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
  return {
    // Without it S3 answers "forbidden" where it should say "not there yet". It shows names of states, not what is in them.
    ListStates: { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
    ReadStates: { actions: ['s3:GetObject'], resources: states },
    UseKey: { actions: use, resources: [keyArn] },
    ...(to === 'apply' && {
      Lock: { actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], resources: locks },
      WriteStates: { actions: ['s3:PutObject'], resources: states },
    }),
  };
}

function checkBackend({ access = {} }: StateBackendProps): Finding[] {
  return sortedEntries(access).flatMap(([user, { environment, stacks = [] }]) => [
    ...checkName('environment', environment, `access.${user}.environment`),
    ...stacks
      .filter((stack) => !/^[a-z][a-z0-9-]*$/.test(stack))
      .map((stack) => ({
        hint: `name it as its folder is, for example 'network', or leave stacks out for all`,
        message: `a stack's name is lower-case letters, digits and hyphens, got '${stack}'`,
        setting: `access.${user}.stacks`,
      })),
  ]);
}
