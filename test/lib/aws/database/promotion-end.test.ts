import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Database } from '../../../../lib/aws/database/database';
import type { RestoreSource } from '../../../../lib/aws/database/restore';
import type { ReplicaProps } from '../../../../lib/aws/database/replica-props';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { predictReplacement } from '../../../provider-schema/replacement-model';
import { databaseProps, otherRegion } from '../../../support/database';
import { removeTemporary, temporary } from '../../../support/project-copy';
import { type Json, renderedFiles } from '../../../support/terraform';

afterAll(removeTemporary);

type Replicas = Readonly<Record<string, ReplicaProps>>;

/** The files of a database with replicas. */
function files(replicas: (stack: Stack) => Replicas, restoreFrom?: RestoreSource) {
  return renderedFiles((stack) => {
    new Database(stack, 'database', {
      ...databaseProps(stack),
      passwordVersion: 1,
      replicas: replicas(stack),
      ...(restoreFrom && { restoreFrom }),
    });
  });
}

const runbookOf = (all: ReadonlyMap<string, string>): string => all.get('runbooks/promote-reports.md') ?? '';
const configuration = (all: ReadonlyMap<string, string>): Json => JSON.parse(all.get('main.tf.json') ?? '{}');
const sectionOf = (runbook: string, number: number): string =>
  runbook.split(/^## /m).find((section) => section.startsWith(`${number}.`)) ?? '';
const listed = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/^- `(aws_[^`]+)`$/gm)].map(([, address = '']) => address).sort();

/** Follows the commands of a section for the state, and returns the addresses of the state. */
function withState(text: string, before: Json): Json {
  const state: Json = structuredClone(before);
  const instances = state.resource.aws_db_instance;
  const name = (address: string) => address.replace('aws_db_instance.', '');
  for (const [, command, rest = ''] of text.matchAll(/^ {4}terraform state (rm|mv) (.+)$/gm)) {
    const [first = '', second = ''] = rest.split(' ').map(name);
    expect(Object.keys(instances)).toContain(first);
    if (command === 'mv') instances[second] = { ...instances[first], username: 'postgres', engine: 'postgres' };
    delete instances[first];
    if (command === 'rm' && second !== '') delete instances[second];
  }
  return state;
}

const cases: readonly (readonly [string, (stack: Stack) => Replicas, (stack: Stack) => Replicas])[] = [
  ['the only replica', () => ({ reports: { promoted: true } }), () => ({ reports: {} })],
  [
    'a replica that another one replicates',
    () => ({ next: { sourceReplica: 'reports' }, reports: { promoted: true, weight: 0 } }),
    () => ({ next: {}, reports: { weight: 0 } }),
  ],
  [
    'a renamed replica',
    () => ({ reports: { promoted: true, renamedFrom: 'queries' } }),
    () => ({ reports: { renamedFrom: 'queries' } }),
  ],
  [
    'a replica in another region',
    (stack) => ({ reports: { promoted: true, region: otherRegion(stack) } }),
    (stack) => ({ reports: { region: otherRegion(stack) } }),
  ],
];

describe('end of a promotion', () => {
  it.each(cases)('plan of %s: has exactly the changes that its runbook names', (_, promoted, ended) => {
    const before = files(promoted);
    const text = sectionOf(runbookOf(before), 6);
    const snapshot = /restoreFrom: \{ snapshot: '([\w-]+)' \}/.exec(text)?.[1];
    const after = files(ended, snapshot === undefined ? undefined : { snapshot });
    const key = 'arn:aws:kms:eu-west-1:111111111111:key/here';
    const inState = { aws_db_instance: { kms_key_id: key, username: 'postgres', engine: 'postgres' } };
    const state = withState(text, configuration(before));
    const plan = predictReplacement(state, configuration(after), inState);

    expect({ destroyed: plan.destroyed, replaced: plan.replaced }).toEqual({ destroyed: [], replaced: [] });
    const [created, changed] = text.split('and changes in place');
    expect(plan.created.toSorted()).toEqual(listed(created));
    const unchanged = [
      // The source of another replica is the same instance under another address.
      'aws_db_instance.database_replica-next',
      // Ephemeral values, which the model cannot compare.
      ...predictReplacement(configuration(after), configuration(after)).changed,
    ];
    expect(plan.changed.filter((address) => !unchanged.includes(address)).toSorted()).toEqual(listed(changed));
    expect(text).toContain(`\`${listed(created).length} to add, ${listed(changed).length} to change, 0 to destroy\``);
  });

  it('names: the old primary gives its name away before the promoted instance takes it', () => {
    const [instances, text] = [configuration(files(() => ({ reports: {} }))), files(() => ({ reports: {} }))];
    const section = sectionOf(runbookOf(text), 6);
    const { 'database_primary': primary, 'database_replica-reports': replica } = instances.resource.aws_db_instance;
    const renames = [...section.matchAll(/^ {4}rename (\S+) (\S+)$/gm)].map(([, from, to]) => [from, to]);
    expect(renames).toEqual([
      [primary.identifier, `${primary.identifier}-old`],
      [replica.identifier, primary.identifier],
    ]);
  });
});

describe('another region', () => {
  const all = files((stack) => ({ reports: { region: otherRegion(stack) } }));
  const section = sectionOf(runbookOf(all), 8);

  it('is the only one with a section about its loss', () => {
    expect(section).toContain('Without the region of the primary');
    expect(sectionOf(runbookOf(files(() => ({ reports: {} }))), 8)).toBe('');
  });

  it('records: are pointed to the replica as the plan would', () => {
    const folder = temporary();
    const program = path.join(folder, 'aws');
    writeFileSync(
      program,
      `#!/bin/sh
case "$*" in
  *describe-db-instances*) echo there.example.com ;;
  *list-resource-record-sets*) printf 'primary\\t0\\nother\\t10\\n' ;;
  *change-resource-record-sets*) printf '%s' "$6" | tr -d '\\n' >>${folder}/changes; echo >>${folder}/changes ;;
esac
`,
    );
    chmodSync(program, 0o755);
    const [, commands = ''] = /( {4}ZONE=[\s\S]*?done)\n/.exec(section) ?? [];
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, REPLICA_REGION: 'eu-central-1' };
    execFileSync('sh', ['-euc', commands], { env });
    const changes = execFileSync('cat', [path.join(folder, 'changes')], { encoding: 'utf8' });
    const names: Json[] = changes
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).Changes[0].ResourceRecordSet);
    const target = { Type: 'CNAME', TTL: 30, ResourceRecords: [{ Value: 'there.example.com' }] };
    expect(names).toEqual([
      { ...target, Name: 'primary.postgres.lab.internal' },
      { ...target, Name: 'replica.postgres.lab.internal', SetIdentifier: 'primary', Weight: 0 },
      { ...target, Name: 'replica.postgres.lab.internal', SetIdentifier: 'other', Weight: 10 },
    ]);
    const records: Json[] = Object.values(configuration(all).resource.aws_route53_record);
    expect(new Set(names.map(({ Name }) => Name))).toEqual(new Set(records.map(({ name }) => name)));
    expect(records.map(({ ttl }) => ttl)).toEqual(records.map(() => 30));
  });
});
