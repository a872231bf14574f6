import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { DatabasePassword } from './password';
import type { IKmsKey } from '../iam/kms-key';

/** The port of PostgreSQL. */
export const databasePort = 5432;

/**
 * Limits of Terraform's waiting, after which an apply fails while RDS continues. A restore, a replica or another volume of a
 * large database takes hours; the provider's own limits are 40, 80 and 60 minutes.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance#timeouts
 */
const timeouts = { create: '6h', delete: '3h', update: '6h' } as const;

/** Settings that primary and replicas share. */
interface CommonSettings {
  readonly allowMajorVersionUpgrade: boolean;
  readonly iamDatabaseAuthentication: boolean;
}

/** Returns the arguments that primary and replicas share. */
export function commonSettings({
  allowMajorVersionUpgrade,
  iamDatabaseAuthentication,
}: CommonSettings): Partial<DbInstanceConfig> {
  return {
    allowMajorVersionUpgrade,
    applyImmediately: allowMajorVersionUpgrade,
    autoMinorVersionUpgrade: false,
    backupWindow: '02:00-03:00',
    caCertIdentifier: 'rds-ca-rsa2048-g1',
    copyTagsToSnapshot: true,
    iamDatabaseAuthenticationEnabled: iamDatabaseAuthentication,
    maintenanceWindow: 'sun:03:30-sun:04:30',
    port: databasePort,
    publiclyAccessible: false,
    storageEncrypted: true,
    timeouts,
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
