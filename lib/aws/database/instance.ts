import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { DatabasePassword } from './password';
import type { IKmsKey } from '../iam/kms-key';

/** The port of PostgreSQL. */
export const databasePort = 5432;

/** Returns the arguments that primary and replicas share. */
export function commonSettings(allowMajorVersionUpgrade: boolean): Partial<DbInstanceConfig> {
  return {
    allowMajorVersionUpgrade,
    applyImmediately: allowMajorVersionUpgrade,
    autoMinorVersionUpgrade: false,
    backupWindow: '02:00-03:00',
    caCertIdentifier: 'rds-ca-rsa2048-g1',
    copyTagsToSnapshot: true,
    // Database users with the `rds_iam` role log in with an IAM token instead of a password.
    iamDatabaseAuthenticationEnabled: true,
    maintenanceWindow: 'sun:03:30-sun:04:30',
    port: databasePort,
    publiclyAccessible: false,
    storageEncrypted: true,
  };
}

/** Returns the arguments of the master password, which Terraform or RDS generates. */
export function masterPassword(
  password: DatabasePassword | undefined,
  key: IKmsKey | undefined,
): Partial<DbInstanceConfig> {
  if (password) return { passwordWo: password.value, passwordWoVersion: password.version };
  return { manageMasterUserPassword: true, ...(key ? { masterUserSecretKmsKeyId: key.keyArn } : {}) };
}
