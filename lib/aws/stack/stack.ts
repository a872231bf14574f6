import { LocalBackend, S3Backend, type TerraformElement, TerraformStack } from 'cdktf';
import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkRegion } from '../../core/regions';
import { logicalId } from './logical-id';
import { emitMovedBlocks } from './moved-blocks';
import { Region } from './region';
import { recordLocation } from './unique-name';
import { checkTags, recordDefaultTags, type Tags } from './tags';

/** Identity of a stack: its environment and name, and the only account and region that it may be applied to. */
export interface StackIdentity {
  /**
   * The environment's name: prefix of the stack's id, and of its state's key.
   *
   * @inPlace, but the state moves: use `terraform init -migrate-state`
   */
  readonly environment: string;
  /**
   * The stack's name, for resources with one lifecycle: `network`, `data`, `cluster`.
   *
   * @inPlace, but the state moves
   */
  readonly name: string;
  /**
   * The only account in which the stack may be planned, 12 digits.
   *
   * @replaces everything: it is another account
   */
  readonly account: string;
  /**
   * AWS region.
   *
   * @replaces everything: it is another region
   */
  readonly region: string;
}

/**
 * State in S3 with S3's native lock.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export interface S3State {
  /**
   * The S3 bucket that holds the state.
   *
   * @inPlace, but the state moves
   */
  readonly stateBucket: string;
  /**
   * Alias, without `alias/`, of the KMS key that encrypts the state. A bucket of `StateBackend` accepts only its own key.
   *
   * @default S3's own key
   * @inPlace from the next write on
   */
  readonly stateKmsKeyAlias?: string;
}

/** State in a local file without a lock, for a stack that one person tries out. */
export interface LocalState {
  /**
   * The file, relative to the stack's folder and outside of the folders that synthesis replaces.
   *
   * @inPlace, but the state moves
   */
  readonly localState: string;
}

/** Settings of all resources of a stack. */
export interface StackOptions {
  /**
   * Tags of all resources, in addition to `environment`, `managed-by` and `stack`. Instances, volumes and network interfaces of
   * node groups have them too.
   *
   * @default none
   * @inPlace; an instance refresh replaces the nodes of node groups
   */
  readonly tags?: Tags;
}

export type StackProps = StackIdentity & StackOptions & (S3State | LocalState);

/**
 * Terraform stack: one state, in one account and region. It rejects credentials of any other account.
 *
 * Addresses in the state are construct paths and nothing else, so they are readable, and change only when the path does.
 *
 * @example
 * new Stack(scope, {
 *   account: '111111111111',
 *   environment: 'dev',
 *   name: 'network',
 *   region: 'eu-west-1',
 *   stateBucket: 'imp-dev-terraform-state',
 * });
 */
export class Stack extends TerraformStack {
  /** The stack's name in its environment: `network`, `data`, `cluster`. */
  readonly name: string;
  private readonly identity: StackIdentity;
  private readonly tags: Tags;

  constructor(scope: Construct, props: StackProps) {
    super(scope, `${props.environment}-${props.name}`);
    this.identity = props;
    this.name = props.name;
    const { environment, name, region, tags = {} } = props;
    this.tags = { ...tags, environment, 'managed-by': 'adamant', 'stack': name };
    recordDefaultTags(this, this.tags);
    recordLocation(this, props.account, region);
    addFindings(this, [...checkRegion(region), ...checkTags(tags)]);
    this.backend(props);
    this.provider('aws', { region });
    emitMovedBlocks(this);
  }

  /** Creates a provider for another region of the same account, with the same account guard and the same tags. */
  otherRegion(region: string): Region {
    addFindings(this, checkRegion(region));
    return new Region(region, this.provider(`aws-${region}`, { alias: region, region }));
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return logicalId(element.node.path.slice(this.node.path.length + 1).split('/'));
  }

  private backend(props: StackProps): void {
    if ('localState' in props) new LocalBackend(this, { path: props.localState });
    else this.s3Backend(props);
    // S3's native lock and write-only arguments need it: one version for all stacks.
    this.addOverride('terraform.required_version', '>= 1.11');
  }

  private s3Backend({
    account,
    environment,
    name,
    region,
    stateBucket,
    stateKmsKeyAlias,
  }: StackIdentity & S3State): void {
    new S3Backend(this, {
      bucket: stateBucket,
      encrypt: true,
      key: `${environment}/${name}.tfstate`,
      // An alias is known before the key exists. Without a key, `encrypt` means S3's own key, even if the bucket has a default.
      ...(stateKmsKeyAlias === undefined
        ? {}
        : { kmsKeyId: `arn:aws:kms:${region}:${account}:alias/${stateKmsKeyAlias}` }),
      region,
    });
    // cdktf 0.21 has no prop for it.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
  }

  private provider(id: string, place: Pick<AwsProviderConfig, 'alias' | 'region'>): AwsProvider {
    const { account } = this.identity;
    return new AwsProvider(this, id, {
      ...place,
      allowedAccountIds: [account],
      defaultTags: [{ tags: this.tags }],
    });
  }
}
