import type { Account } from './account';
import { eventually, killGroup } from '../support/process';
import { expect } from '../support/report';
import { expectSaid, type Stack } from './stack';

/** Where the lock of a stack's state is. */
interface Lock {
  readonly account: Account;
  readonly key: string;
  readonly stack: Stack;
}

const refusal = 'Error acquiring the state lock';

async function isTaken({ account, key }: Lock): Promise<void> {
  await eventually('the lock is in the bucket', 60, async () => ((await account.hasState(key)) ? true : undefined));
}

/** While one plan holds the state, another one is refused. */
export async function meetsOtherPlan(lock: Lock, other: Stack): Promise<void> {
  const { account, key, stack } = lock;
  await other.init();
  const first = stack.savePlan();
  const second = isTaken(lock).then(() => other.refusedPlan('-lock-timeout=0s'));
  const [said] = await Promise.all([second, first]);
  expectSaid(said, [refusal], other.log);
  expect(!(await account.hasState(key)), 'the lock is still there after the plan', stack.log);
}

/** Who is killed leaves the lock. The next one is told its id, with which it is freed by hand. */
export async function meetsKilledPlan(lock: Lock): Promise<void> {
  const { account, key, stack } = lock;
  const group = stack.start('plan', '-input=false');
  await isTaken(lock);
  await killGroup(group);
  expect(await account.hasState(key), 'the lock went with the plan that was killed', stack.log);
  const said = await stack.refusedPlan('-lock-timeout=0s');
  expectSaid(said, [refusal], stack.log);
  const id = /ID: ([0-9a-f-]{36})/.exec(said)?.[1];
  expect(id !== undefined, 'the refusal does not tell the id of the lock', stack.log, said);
  await stack.unlock(id);
  expect(!(await account.hasState(key)), 'the lock is still there', stack.log);
}
