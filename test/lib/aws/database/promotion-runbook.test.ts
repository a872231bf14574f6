import { readFileSync } from 'node:fs';
import { fixtureOutputs } from '../../../support/platforms';
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

  it('fence: is active before the reboot, and connections are counted after it', () => {
    const text = renderedFiles(database(replicated)).get('runbooks/promote-reports.md') ?? '';
    const steps = [
      'modify-db-instance --db-instance-identifier lab --vpc-security-group-ids "$FENCE"',
      'until [ "$(state)" = "available $FENCE active" ]',
      'aws rds reboot-db-instance --db-instance-identifier lab\n',
      'aws rds wait db-instance-available --db-instance-identifier lab\n',
      '--metric-name DatabaseConnections',
      'aws rds promote-read-replica',
    ].map((step) => text.indexOf(step));
    expect(steps).not.toContain(-1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('writers: are stopped before the fence and started after the apply, by the commands of the restore', () => {
    const text = renderedFiles(database(replicated)).get('runbooks/promote-reports.md') ?? '';
    const operations = readFileSync('docs/operations.md', 'utf8');
    const [, section = ''] = operations.split('### Stop and start the writers');
    const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
    const [stop = '', start = ''] = blocks.map((block) =>
      block.replace('NAMESPACE=lab\n', '').replaceAll(/^/gm, '    ').trimEnd(),
    );
    expect(text.indexOf(stop)).toBeGreaterThan(0);
    expect(text.indexOf(stop)).toBeLessThan(text.indexOf('aws rds modify-db-instance'));
    expect(text.indexOf(start)).toBeGreaterThan(text.indexOf('terraform apply "$@"'));
  });

  it('writers: are recorded before they are stopped, and the record is removed after the start', () => {
    const text = renderedFiles(database(replicated)).get('runbooks/promote-reports.md') ?? '';
    const steps = [
      'create configmap stopped-writers',
      'scale deployments',
      'scale deployment "$name"',
      'delete configmaps',
    ];
    const places = steps.map((step) => text.indexOf(step));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    // Only what ran is resumed.
    expect(text).toContain('?(@.spec.suspend==false)');
    expect(text.match(/"suspend":false/g)).toHaveLength(1);
    expect(text).toContain('record cronjobs | xargs');
  });

  it('writers: the selectors match the CronJobs, tasks and services of an environment', () => {
    const text = renderedFiles(database(replicated)).get('runbooks/promote-reports.md') ?? '';
    const selectors = [...text.matchAll(/(?:get|delete|scale) (\w+) --selector (\S+)=(\S+)/g)];
    expect(selectors.length).toBeGreaterThan(4);
    const [output] = fixtureOutputs;
    for (const [, kinds = '', label = '', value = ''] of selectors) {
      // Jobs are created by their CronJob.
      const all = output?.objects(kinds === 'deployments' ? 'Deployment' : 'CronJob') ?? [];
      expect(all.length).toBeGreaterThan(0);
      for (const object of all) {
        const { labels } = kinds === 'jobs' ? object.spec.jobTemplate.metadata : object.metadata;
        expect(labels[label]).toBe(value);
      }
    }
  });
});
