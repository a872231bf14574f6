import { renderedFiles, terraformJson } from '../../../support/terraform';
import { database, instance, replicated } from '../../../support/database';

describe('promotion runbook', () => {
  const terraform = terraformJson(database(replicated));

  it('runbook: names the instance and the setting', () => {
    const text = renderedFiles(database(replicated)).get('runbooks/promote-reports.md');
    expect(text).toContain('aws rds promote-read-replica --db-instance-identifier lab-reports\n');
    expect(text).toContain("replicas: { 'reports': { …, promoted: true } }");
  });

  it('runbook: copies a final snapshot before it deletes it', () => {
    const text = renderedFiles(database(replicated)).get('runbooks/promote-reports.md') ?? '';
    const last = instance(terraform, 'primary').final_snapshot_identifier;
    expect(text).toContain(`OLD=${last} `);
    const [copied, there, gone] = ['copy-db-snapshot', 'wait db-snapshot-available', 'delete-db-snapshot'].map((step) =>
      text.indexOf(`aws rds ${step}`),
    );
    expect(copied).toBeGreaterThan(0);
    expect(there).toBeGreaterThan(copied ?? 0);
    expect(gone).toBeGreaterThan(there ?? 0);
  });
});
