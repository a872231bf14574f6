import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { DatabasePassword } from './password';
import type { IKmsKey } from '../iam/kms-key';

/** PostgreSQL's port. */
export const databasePort = 5432;

/** What every instance has, whatever its role. */
export function commonSettings(): Partial<DbInstanceConfig> {
  return {
    allowMajorVersionUpgrade: false,
    applyImmediately: false,
    autoMinorVersionUpgrade: false,
    backupWindow: '02:00-03:00',
    caCertIdentifier: 'rds-ca-rsa2048-g1',
    copyTagsToSnapshot: true,
    // Whoever was granted `rds_iam` logs in with a token of a quarter of an hour instead of a password; nobody else notices.
    iamDatabaseAuthenticationEnabled: true,
    maintenanceWindow: 'sun:03:30-sun:04:30',
    port: databasePort,
    publiclyAccessible: false,
    storageEncrypted: true,
  };
}

/** Who makes the password: Terraform, which passes it on, or RDS. */
export function masterPassword(
  password: DatabasePassword | undefined,
  key: IKmsKey | undefined,
): Partial<DbInstanceConfig> {
  if (password) return { passwordWo: password.value, passwordWoVersion: password.version };
  return { manageMasterUserPassword: true, ...(key ? { masterUserSecretKmsKeyId: key.keyArn } : {}) };
}
