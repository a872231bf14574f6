import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import { canonicalJson } from '../../core/canonical';
import type { Stack } from './stack';
import { StackFile } from './stack-file';

/**
 * A stack as files below its folder: Terraform JSON without cdktf's notes on itself, and the files beside it.
 * All stacks of the app must have been prepared (`prepareStack`).
 */
export function stackFiles(stack: Stack): ReadonlyMap<string, string> {
  invokeAspects(stack);
  const terraform = canonicalJson(withoutNotes(stack.toTerraform()));
  return new Map([
    ['main.tf.json', `${JSON.stringify(terraform, undefined, 2)}\n`],
    ...StackFile.in(stack).map(({ path, content }): [string, string] => [path, content]),
  ]);
}

/** cdktf writes its version and each construct's path under `//`, which Terraform passes over and reviewers have to. */
function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, member]) => [key, withoutNotes(member)]),
  );
}
