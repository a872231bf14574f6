import { Construct } from 'constructs';
import { Database } from '../../../../lib/aws/database/database';
import type { ReplicaProps } from '../../../../lib/aws/database/replica-props';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { databaseProps, otherRegion } from '../../../support/database';
import { addressed, type Json, renderedFiles } from '../../../support/terraform';

type Replica = (stack: Stack) => ReplicaProps;

/** The files of a database with the replica `reports`, and others that stay as they are. */
function files(replica: Replica, others: Readonly<Record<string, ReplicaProps>>, isNested: boolean) {
  return renderedFiles((stack) => {
    const replicas = { ...others, reports: replica(stack) };
    const scope = isNested ? new Construct(stack, 'shop') : stack;
    new Database(scope, 'database', { ...databaseProps(stack), passwordVersion: 1, replicas });
  });
}

/** The addresses that differ between two configurations. */
function difference(before: Json, after: Json) {
  const [old, now] = [addressed(before), addressed(after)];
  const isChanged = (address: string) => JSON.stringify(old[address]) !== JSON.stringify(now[address]);
  return {
    added: Object.keys(now).filter((address) => !(address in old)),
    changed: Object.keys(now).filter((address) => address in old && isChanged(address)),
    destroyed: Object.keys(old).filter((address) => !(address in now)),
  };
}

const parsed = (all: ReadonlyMap<string, string>): Json => JSON.parse(all.get('main.tf.json') ?? '{}');

const cases: readonly (readonly [string, Replica, Readonly<Record<string, ReplicaProps>>, boolean])[] = [
  ['the only replica', () => ({}), {}, false],
  ['one of two replicas', () => ({}), { other: {} }, false],
  ['a replica without queries', () => ({ weight: 0 }), {}, false],
  ['a renamed replica', () => ({ renamedFrom: 'queries' }), {}, false],
  ['a replica in another region', (stack) => ({ region: otherRegion(stack) }), { other: {} }, false],
  ['a replica of a nested database', () => ({}), {}, true],
];

describe('promotion changes', () => {
  it.each(cases)('plan of %s: has exactly the changes that its runbook names', (_, replica, others, isNested) => {
    const before = files(replica, others, isNested);
    const after = files((stack) => ({ ...replica(stack), promoted: true }), others, isNested);
    const { added, changed, destroyed } = difference(parsed(before), parsed(after));
    const runbook = before.get('runbooks/promote-reports.md') ?? '';

    expect(added).toEqual([]);
    const targets = [...runbook.matchAll(/ -target=(aws_\S+) \\| {6}-target=(aws_\S+)$/gm)].map(([, a, b]) => a ?? b);
    expect(targets.toSorted()).toEqual([...changed, ...destroyed].toSorted());
    expect(runbook).toContain(`\`0 to add, ${changed.length} to change, ${destroyed.length} to destroy\``);
    const [plan = ''] = runbook.slice(runbook.indexOf('It changes in place:')).split('\n## ');
    const [inPlace = '', gone = ''] = plan.split('It destroys:');
    const listed = (text: string) => [...text.matchAll(/^- `(aws_[^`]+)`/gm)].map(([, address]) => address ?? '');
    expect(listed(inPlace).toSorted()).toEqual(changed.toSorted());
    expect(listed(gone).toSorted()).toEqual(destroyed.toSorted());
    // The plan after the promotion needs the same names.
    expect(after.get('runbooks/promote-reports.md')).toBe(runbook);
  });

  it('refresh: names the instance, and comes before the apply', () => {
    const runbook = files(() => ({}), {}, false).get('runbooks/promote-reports.md') ?? '';
    const refresh = runbook.indexOf('terraform apply -refresh-only -target=aws_db_instance.database_replica-reports\n');
    expect(refresh).toBeGreaterThan(0);
    expect(runbook.indexOf('terraform apply "$@"')).toBeGreaterThan(refresh);
  });
});
