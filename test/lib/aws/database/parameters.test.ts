import { DatabaseParameters } from '../../../../lib/aws/database/parameters';
import { type Json, only, resources, terraformJson } from '../../../support/terraform';
import { database, otherRegion, replicated } from '../../../support/database';

describe('database parameters', () => {
  const terraform = terraformJson(database(replicated));

  it('hot standby feedback: is on with read replicas, in the parameter group of every region', () => {
    const feedback = { apply_method: 'immediate', name: 'hot_standby_feedback', value: '1' };
    const groups = Object.values<Json>(
      resources(
        terraformJson((stack) => {
          database({ passwordVersion: 1, replicas: { near: {}, far: { region: otherRegion(stack) } } })(stack);
        }),
        'aws_db_parameter_group',
      ),
    );
    expect(groups).toHaveLength(2);
    for (const { parameter } of groups) expect(parameter).toContainEqual(feedback);
    expect(only(terraformJson(database()), 'aws_db_parameter_group').parameter).not.toContainEqual(feedback);
    const own = terraformJson(database({ ...replicated, parameters: { hot_standby_feedback: '0' } }));
    expect(only(own, 'aws_db_parameter_group').parameter).toContainEqual({ ...feedback, value: '0' });
  });

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
