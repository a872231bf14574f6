import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '../support/report';
import type { Stack } from './stack';

const script = 'bootstrap.sh';

/** Creates the state bucket: the state is in a local file until the bucket exists. */
export async function runFirstApply(stack: Stack): Promise<void> {
  await stack.script(script, '-auto-approve');
}

/** Moves the state back to a local file before the bucket is destroyed, as the script documents. */
export async function moveStateToFile(stack: Stack): Promise<void> {
  const text = readFileSync(path.join(stack.folder, script), 'utf8');
  const override = /echo '(.*)' >override\.tf\.json/.exec(text)?.[1];
  expect(override !== undefined, `${script} does not document how to move the state out of the bucket`, stack.log);
  writeFileSync(path.join(stack.folder, 'override.tf.json'), override);
  // Confirms the copy without a prompt.
  await stack.init('-migrate-state', '-force-copy');
}
