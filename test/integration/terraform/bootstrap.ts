import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '../support/report';
import type { Stack } from './stack';

const script = 'first-apply.sh';

/** Makes the bucket of all states: the state is in a file until it is there. */
export async function applyFirst(stack: Stack): Promise<void> {
  await stack.script(script, '-auto-approve');
}

/** Before the bucket goes its state must be in a file again, as the script says. */
export async function leaveBucket(stack: Stack): Promise<void> {
  const said = readFileSync(path.join(stack.folder, script), 'utf8');
  const override = /echo '(.*)' >override\.tf\.json/.exec(said)?.[1];
  expect(override !== undefined, `${script} does not say how the state leaves the bucket`, stack.log);
  writeFileSync(path.join(stack.folder, 'override.tf.json'), override);
  // Nobody is there to answer that it may be copied.
  await stack.init('-migrate-state', '-force-copy');
}
