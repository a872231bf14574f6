import { fixtureOutputs } from '../support/platforms';
import { type Edit, EditedProject } from '../support/edited-project';

// Settings that a runbook names are tried on the project: an unknown one would be found in an incident.

const runbooks = fixtureOutputs.flatMap((output) =>
  output
    .filesBelow('terraform', '.md')
    .filter(([file]) => file.includes('/runbooks/promote-'))
    .map(([file, text]) => [file, text] as const),
);
const production = 'environments/production.ts';
const replicas = 'replicas: { readers: { multiAz: true } }';

/** The setting of step 3, with the settings that the replica has. */
function promotion(runbook: string): string {
  const line = /^ {4}(replicas: \{.*\})$/m.exec(runbook)?.[1] ?? '';
  return line.replace('…', 'multiAz: true');
}

/** The setting of step 6, with the settings that the replica has. */
function ended(runbook: string): string {
  const [, section = ''] = runbook.split('## 6. End the promotion');
  const line = /^ {4}(replicas: \{.*\})$/m.exec(section)?.[1] ?? '';
  return line.replace('…', 'multiAz: true');
}

/** The setting of step 5. */
const source = (runbook: string): string =>
  /`(sourceReplica: '[\w-]+')`/.exec(runbook.replaceAll('\n', ' '))?.[1] ?? '';

function findings(to: string) {
  const edit: Edit = [production, replicas, to];
  return new EditedProject(edit).diagnostics().map(({ id, source }) => [id, source]);
}

it('every environment with a replica has a runbook', () => {
  expect(runbooks.map(([file]) => file.split('/')[1])).toEqual(['lab', 'staging', 'production']);
});

describe.each(runbooks)('%s', (_file, runbook) => {
  it('names settings that an environment has', () => {
    expect(promotion(runbook)).toContain("'readers'");
    expect(findings(promotion(runbook))).toEqual([]);
  });

  it('ends with the settings of before', () => {
    expect(ended(runbook).replaceAll("'", '').replaceAll(/ +/g, ' ')).toBe(replicas);
    expect(findings(ended(runbook))).toEqual([]);
  });

  it('names the setting of replicas that replicate the promoted one', () => {
    expect(source(runbook)).toBe("sourceReplica: 'readers'");
    const next = promotion(runbook).replace(/ \}$/, `, next: { ${source(runbook)} } }`);
    expect(findings(next)).toEqual([]);
  });
});

it('all settings of a replica: accepted', () => {
  const all =
    "weight: 2, backupRetention: '7d', maxReplicaLag: '60s', renamedFrom: 'reports', instanceClass: 'db.m6g.2xlarge'";
  expect(findings(`replicas: { readers: { multiAz: true }, second: { ${all} } }`)).toEqual([]);
});
