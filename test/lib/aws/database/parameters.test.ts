import { type Json, resources, terraformJson } from '../../../support/terraform';
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
    expect(group.parameter).toContainEqual({ apply_method: 'immediate', name: 'rds.force_ssl', value: '1' });
    expect(group.parameter).toContainEqual({ apply_method: 'pending-reboot', name: 'max_connections', value: '200' });
  });
});
