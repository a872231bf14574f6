import { DatabaseParameters } from '../../../../lib/aws/database/parameters';
import { type Json, only, resources, terraformJson } from '../../../support/terraform';
import { database, replicated } from '../../../support/database';

describe('database parameters', () => {
  const terraform = terraformJson(database(replicated));

  it('parameter group: requires TLS, and applies static parameters after a reboot', () => {
    const group: Json = Object.values(resources(terraform, 'aws_db_parameter_group'))[0];
    expect(group).toMatchObject({
      family: 'postgres17',
      lifecycle: { create_before_destroy: true },
      name: 'lab-postgres17',
    });
    expect(group.parameter).toContainEqual({ apply_method: 'pending-reboot', name: 'rds.force_ssl', value: '1' });
    expect(group.parameter).toContainEqual({ apply_method: 'pending-reboot', name: 'max_connections', value: '200' });
  });

  it('apply method: is immediate only for parameters that are known to apply without a reboot', () => {
    const parameters = { 'cron.database_name': 'platform', 'pg_stat_statements.max': '10000', 'work_mem': '8192' };
    const changed = terraformJson((stack) => {
      new DatabaseParameters(stack, 'p', { engineVersion: '17.6', maxConnections: 200, name: 'lab', parameters });
    });
    const methods = Object.fromEntries(
      only(changed, 'aws_db_parameter_group').parameter.map(({ apply_method, name }: Json) => [name, apply_method]),
    );
    expect(methods).toMatchObject({
      'cron.database_name': 'pending-reboot',
      'pg_stat_statements.max': 'pending-reboot',
      'work_mem': 'immediate',
    });
  });
});
