import { addressed, terraformJson } from '../../../support/terraform';
import { database, instance, replicated } from '../../../support/database';

describe('database password', () => {
  it('password: is managed by RDS without replicas', () => {
    const primary = instance(terraformJson(database()), 'primary');
    expect(primary.manage_master_user_password).toBe(true);
    expect(primary.password_wo).toBeUndefined();
  });

  it('password: is written to the secret, and read from it for the instance', () => {
    const terraform = terraformJson(database(replicated));
    const version = 'aws_secretsmanager_secret_version.database_password';
    expect(terraform.resource.aws_secretsmanager_secret_version.database_password).toMatchObject({
      secret_string_wo: '${ephemeral.aws_secretsmanager_random_password.database_password.random_password}',
      secret_string_wo_version: 1,
    });
    expect(terraform.ephemeral.aws_secretsmanager_secret_version.database_password).toEqual({
      secret_id: `\${${version}.secret_id}`,
      version_id: `\${${version}.version_id}`,
    });
    expect(instance(terraform, 'primary')).toMatchObject({
      password_wo: '${ephemeral.aws_secretsmanager_secret_version.database_password.secret_string}',
      password_wo_version: `\${parseint(substr(sha256(${version}.version_id), 0, 7), 16)}`,
    });
    expect(instance(terraform, 'primary').manage_master_user_password).toBeUndefined();
  });

  it('password: is in write-only arguments only', () => {
    const terraform = terraformJson(database(replicated));
    const holders = Object.entries(addressed(terraform)).flatMap(([, block]) =>
      Object.entries(block).flatMap(([key, value]) => (JSON.stringify(value).includes('ephemeral.') ? [key] : [])),
    );
    expect(holders.sort()).toEqual(['password_wo', 'secret_string_wo']);
    expect(terraform.output).toBeUndefined();
  });
});
