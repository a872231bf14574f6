import { S3Backend, type TerraformElement, TerraformStack } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';

export interface StackProps {
  /** The environment's name: prefix of the stack's id and key of its state. @replaces nothing, but moves the state: use `terraform init -migrate-state` */
  readonly environment: string;
  /** What lives and dies together: `network`, `data`, `cluster`. @replaces nothing, but moves the state */
  readonly name: string;
  /** The only account in which the stack may be planned, 12 digits. @replaces everything: it is another account */
  readonly account: string;
  /** AWS region. @replaces everything: it is another region */
  readonly region: string;
  /** The S3 bucket that holds the state. @replaces nothing, but moves the state */
  readonly stateBucket: string;
}

/**
 * One state. It is locked by S3 itself, and refuses credentials of any account but its own.
 *
 * Addresses in the state are the construct's path and nothing else, so they can be read, and change only when the path does.
 */
export class Stack extends TerraformStack {
  /** What lives and dies together: `network`, `data`, `cluster`. */
  readonly name: string;

  constructor(scope: Construct, props: StackProps) {
    super(scope, `${props.environment}-${props.name}`);
    this.name = props.name;
    this.backend(props);
    this.provider(props);
  }

  /** `network/subnet-public-a` becomes `network_subnet-public-a`; a part named Resource is its parent. */
  protected override allocateLogicalId(element: TerraformElement): string {
    const parts = element.node.path.slice(this.node.path.length + 1).split('/');
    const own = parts.filter((part) => part !== 'Resource');
    // Constructs that are not ours may use an underscore in an id; theirs keep cdktf's hashed form, so that no two paths meet.
    return own.length > 0 && own.every((part) => /^[A-Za-z][A-Za-z0-9-]*$/.test(part))
      ? own.join('_')
      : super.allocateLogicalId(element);
  }

  private backend({ environment, name, region, stateBucket }: StackProps): void {
    new S3Backend(this, { bucket: stateBucket, encrypt: true, key: `${environment}/${name}.tfstate`, region });
    // cdktf 0.21 does not know the argument yet. Native locking is why Terraform 1.11 is the least.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
    this.addOverride('terraform.required_version', '>= 1.11');
  }

  private provider({ environment, name, account, region }: StackProps): void {
    new AwsProvider(this, 'aws', {
      allowedAccountIds: [account],
      defaultTags: [{ tags: { 'environment': environment, 'managed-by': 'adamant', 'stack': name } }],
      region,
    });
  }
}
