import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IKmsKey } from '../iam/kms-key';

export interface DatabasePasswordProps {
  /**
   * The name of the secret.
   *
   * @replaces the secret
   */
  readonly name: string;
  /**
   * The version of the password. Add one for a new password.
   *
   * @replaces the version of the secret; the same apply changes the password of the database
   */
  readonly version: number;
  /**
   * The KMS key of the secret.
   *
   * @default Secrets Manager's own key
   * @inPlace
   */
  readonly key?: IKmsKey;
  /**
   * Makes Terraform reject the destruction of the secret, and AWS keep a deleted one for 30 days.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
}

/**
 * A password that Terraform generates and never stores: it is in no state, plan, output or log.
 *
 * An ephemeral value differs in every run. If secret and database both took the generated value, an apply that failed between
 * them would leave them with different passwords. So the generated value is written to the secret only, and the database gets
 * the value of the secret. Its write-only version is derived from the id of the secret's version, so the database follows every
 * new version: one that was raised, and one that was created again after a deletion.
 *
 * @example
 * new DatabasePassword(stack, 'password', { name: 'lab-master-password', deletionProtection: true, version: 1 });
 */
export class DatabasePassword extends Construct {
  /** The expression of the password. Terraform accepts it in write-only arguments only. */
  readonly value: string;
  /** A number that differs for every version of the secret. */
  readonly version: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabasePasswordProps,
  ) {
    super(scope, id);
    const generated = this.addEphemeral('aws_secretsmanager_random_password', {
      // Letters and digits need no escape in a connection URI, and RDS accepts all of them. 62^40 is 238 bits.
      exclude_punctuation: true,
      password_length: 40,
    });
    const stored = this.createSecret(`\${${generated}.random_password}`);
    const read = this.addEphemeral('aws_secretsmanager_secret_version', {
      secret_id: stored.secretId,
      // Unknown while a new version is planned, so that the value is read after it is written.
      version_id: stored.versionId,
    });
    this.value = `\${${read}.secret_string}`;
    // The argument is a 32-bit integer, and the id of a version is a string.
    this.version = Token.asNumber(Fn.parseint(Fn.substr(Fn.sha256(stored.versionId), 0, 7), 16));
  }

  private createSecret(value: string): SecretsmanagerSecretVersion {
    const { key, name, deletionProtection, version } = this.props;
    const secret = new SecretsmanagerSecret(this, 'secret', {
      description: 'password of the master user',
      ...(key ? { kmsKeyId: key.keyArn } : {}),
      lifecycle: { preventDestroy: deletionProtection },
      name,
      // The name is not available during the recovery window, which would block a secret that is created again.
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      tags: { Name: name },
    });
    return new SecretsmanagerSecretVersion(this, 'Resource', {
      secretId: secret.id,
      secretStringWo: value,
      secretStringWoVersion: version,
    });
  }

  /** Adds an ephemeral block, which cdktf 0.21 does not support, at the address of the construct. */
  private addEphemeral(type: string, block: object): string {
    const stack = TerraformStack.of(this);
    const id = this.node.path.slice(stack.node.path.length + 1).replaceAll('/', '_');
    stack.addOverride(`ephemeral.${type}.${id}`, block);
    return `ephemeral.${type}.${id}`;
  }
}
