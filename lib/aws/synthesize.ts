import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import { canonical } from '../core/canonical';
import type { Stack } from './stack';
import { StackFile } from './stack-file';

/**
 * A stack as files below its folder: Terraform JSON without cdktf's notes on itself, and the files beside it.
 * All stacks of the app must have been prepared (`prepareStack`).
 */
export function stackFiles(stack: Stack): ReadonlyMap<string, string> {
  invokeAspects(stack);
  const terraform: unknown = canonical({ ...stack.toTerraform(), '//': undefined });
  return new Map([
    ['main.tf.json', `${JSON.stringify(terraform, undefined, 2)}\n`],
    ...StackFile.in(stack).map(({ path, content }): [string, string] => [path, content]),
  ]);
}
