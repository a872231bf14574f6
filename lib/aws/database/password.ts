import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { IKmsKey } from '../iam/kms-key';

export interface DatabasePasswordProps {
  /** The secret's name. @replaces the secret */
  readonly name: string;
  /** Raise it by one for a new password. @replaces the secret's version; the database's password changes in the same apply */
  readonly version: number;
  /** What encrypts the secret. @inPlace @default Secrets Manager's own key */
  readonly key?: IKmsKey;
  /** Whether Terraform refuses to destroy the secret, and AWS keeps a destroyed one for 30 days. @inPlace */
  readonly deletionProtection: boolean;
}

/**
 * A password that Terraform passes on without keeping it: it is in no state, plan, output or log.
 *
 * An ephemeral value is another one at every run. If secret and database each took it from the generator, an apply that ended
 * between the two would leave them with different passwords for good. So there is one way round only: the generator fills the
 * secret, and the database is told what the secret holds. What makes the database take a new password is the id of the
 * secret's version, so that it follows however the version came about: raised, or written anew after somebody deleted it.
 */
export class DatabasePassword extends Construct {
  /** For a write-only argument, and for nothing else: Terraform refuses it anywhere else. */
  readonly value: string;
  /** Another number for every version of the secret. */
  readonly version: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabasePasswordProps,
  ) {
    super(scope, id);
    const generated = this.ephemeral('aws_secretsmanager_random_password', {
      // Letters and digits: no character that RDS refuses or that a connection URI would have to escape. 62^40 is 238 bits.
      exclude_punctuation: true,
      password_length: 40,
    });
    const stored = this.stored(`\${${generated}.random_password}`);
    const read = this.ephemeral('aws_secretsmanager_secret_version', {
      secret_id: stored.secretId,
      // Unknown while a new version is planned, so that nothing is read before it is written.
      version_id: stored.versionId,
    });
    this.value = `\${${read}.secret_string}`;
    // The argument is a whole number of 32 bits, and the id of a version is any text.
    this.version = Token.asNumber(Fn.parseint(Fn.substr(Fn.sha256(stored.versionId), 0, 7), 16));
  }

  private stored(value: string): SecretsmanagerSecretVersion {
    const { key, name, deletionProtection, version } = this.props;
    const secret = new SecretsmanagerSecret(this, 'secret', {
      description: 'password of the master user',
      ...(key ? { kmsKeyId: key.keyArn } : {}),
      lifecycle: { preventDestroy: deletionProtection },
      name,
      // A name stays taken as long: what is made again tomorrow must not wait for it.
      recoveryWindowInDays: deletionProtection ? 30 : 0,
      tags: { Name: name },
    });
    return new SecretsmanagerSecretVersion(this, 'Resource', {
      secretId: secret.id,
      secretStringWo: value,
      secretStringWoVersion: version,
    });
  }

  /** cdktf 0.21 knows no ephemeral blocks. Theirs is the construct's own address: it is no resource's yet, whatever the type. */
  private ephemeral(type: string, block: object): string {
    const stack = TerraformStack.of(this);
    const id = this.node.path.slice(stack.node.path.length + 1).replaceAll('/', '_');
    stack.addOverride(`ephemeral.${type}.${id}`, block);
    return `ephemeral.${type}.${id}`;
  }
}
