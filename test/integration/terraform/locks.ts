import type { Account } from './account';
import { waitFor, killGroup } from '../support/process';
import { expect } from '../support/report';
import { expectMessage, type Stack } from './stack';

/** The lock file of a stack's state. */
interface Lock {
  readonly account: Account;
  readonly key: string;
  readonly stack: Stack;
}

const lockError = 'Error acquiring the state lock';

async function waitForLock({ account, key }: Lock): Promise<void> {
  await waitFor('the lock is in the bucket', 60, async () => ((await account.hasState(key)) ? true : undefined));
}

/** Requires that the lock of one plan refuses another plan. */
export async function expectConcurrentPlanRefused(lock: Lock, other: Stack): Promise<void> {
  const { account, key, stack } = lock;
  await other.init();
  const first = stack.savePlan();
  const second = waitForLock(lock).then(() => other.failingPlan('-lock-timeout=0s'));
  const [message] = await Promise.all([second, first]);
  expectMessage(message, [lockError], other.log);
  expect(!(await account.hasState(key)), 'the lock still exists after the plan', stack.log);
}

/** Kills a plan, requires that the next plan shows the id of the remaining lock, and removes it with force-unlock. */
export async function recoverFromKilledPlan(lock: Lock): Promise<void> {
  const { account, key, stack } = lock;
  const group = stack.start('plan', '-input=false');
  await waitForLock(lock);
  await killGroup(group);
  expect(await account.hasState(key), 'the killed plan must leave its lock', stack.log);
  const message = await stack.failingPlan('-lock-timeout=0s');
  expectMessage(message, [lockError], stack.log);
  const id = /ID: ([0-9a-f-]{36})/.exec(message)?.[1];
  expect(id !== undefined, 'the message does not contain the id of the lock', stack.log, message);
  await stack.unlock(id);
  expect(!(await account.hasState(key)), 'the lock still exists', stack.log);
}
