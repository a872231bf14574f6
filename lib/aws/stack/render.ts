import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import { canonicalJson } from '../../core/canonical';
import type { Stack } from './stack';
import { StackFile } from './stack-file';

/**
 * Renders a stack as files, by their path in the stack's folder: Terraform JSON without cdktf's metadata, and stack files.
 * All stacks of the app must have been prepared (`prepareStack`).
 */
export function stackFiles(stack: Stack): ReadonlyMap<string, string> {
  invokeAspects(stack);
  const terraform = canonicalJson(withoutMetadata(stack.toTerraform()));
  return new Map([
    ['main.tf.json', `${JSON.stringify(terraform, undefined, 2)}\n`],
    ...StackFile.in(stack).map(({ path, content }): [string, string] => [path, content]),
  ]);
}

/** cdktf writes its version and each construct's path under `//`, which Terraform ignores and which clutters a review. */
function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, member]) => [key, withoutMetadata(member)]),
  );
}
