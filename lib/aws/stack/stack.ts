import { LocalBackend, S3Backend, type TerraformElement, TerraformStack } from 'cdktf';
import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { logicalId } from './logical-id';
import { emitMovedBlocks } from './moved-blocks';
import { Region } from './region';

export interface StackIdentity {
  /** The environment's name: prefix of the stack's id and key of its state. @inPlace, but the state moves: use `terraform init -migrate-state` */
  readonly environment: string;
  /** What lives and dies together: `network`, `data`, `cluster`. @inPlace, but the state moves */
  readonly name: string;
  /** The only account in which the stack may be planned, 12 digits. @replaces everything: it is another account */
  readonly account: string;
  /** AWS region. @replaces everything: it is another region */
  readonly region: string;
}

/** A state in S3, locked by S3 itself. */
export interface S3State {
  /** The S3 bucket that holds the state. @inPlace, but the state moves */
  readonly stateBucket: string;
  /**
   * The alias, without `alias/`, of the key that encrypts the state. Without it the state is encrypted by S3's own key, and
   * a bucket of `StateBackend`, which takes nothing but its key, refuses it. @inPlace from the next write on @default S3's own
   */
  readonly stateKey?: string;
}

/** A state in a file, for what one person tries out alone: nothing locks it. */
export interface LocalState {
  /** The file, relative to the stack's folder and outside of what synthesis replaces. @inPlace, but the state moves */
  readonly localState: string;
}

export type StackProps = StackIdentity & (S3State | LocalState);

/**
 * One state. It refuses credentials of any account but its own.
 *
 * Addresses in the state are the construct's path and nothing else, so they can be read, and change only when the path does.
 */
export class Stack extends TerraformStack {
  /** What lives and dies together: `network`, `data`, `cluster`. */
  readonly name: string;

  constructor(
    scope: Construct,
    private readonly props: StackProps,
  ) {
    super(scope, `${props.environment}-${props.name}`);
    this.name = props.name;
    this.backend(props);
    this.provider('aws', { region: props.region });
    emitMovedBlocks(this);
  }

  /** Another region of the same account: what stands there is refused in any other account as well, and tagged like the rest. */
  otherRegion(region: string): Region {
    return new Region(region, this.provider(`aws-${region}`, { alias: region, region }));
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return logicalId(element.node.path.slice(this.node.path.length + 1).split('/'));
  }

  private backend(props: StackProps): void {
    if ('localState' in props) new LocalBackend(this, { path: props.localState });
    else this.s3Backend(props);
    // What S3's own locks need, and write-only arguments: one version for all stacks.
    this.addOverride('terraform.required_version', '>= 1.11');
  }

  private s3Backend({ account, environment, name, region, stateBucket, stateKey }: StackIdentity & S3State): void {
    new S3Backend(this, {
      bucket: stateBucket,
      encrypt: true,
      key: `${environment}/${name}.tfstate`,
      // An alias is known before the key exists. Without a key, `encrypt` asks for S3's own, whatever the bucket's default.
      ...(stateKey === undefined ? {} : { kmsKeyId: `arn:aws:kms:${region}:${account}:alias/${stateKey}` }),
      region,
    });
    // cdktf 0.21 does not know the argument yet.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
  }

  private provider(id: string, place: Pick<AwsProviderConfig, 'alias' | 'region'>): AwsProvider {
    const { account, environment, name } = this.props;
    return new AwsProvider(this, id, {
      ...place,
      allowedAccountIds: [account],
      defaultTags: [{ tags: { 'environment': environment, 'managed-by': 'adamant', 'stack': name } }],
    });
  }
}
