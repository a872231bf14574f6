import { TerraformElement } from 'cdktf';
import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import { deepMerge } from 'cdktf/lib/util';
import { canonicalJson } from '../../core/canonical';
import { tokenResolver } from './resolve-tokens';
import type { Stack } from './stack';
import { StackFile } from './stack-file';

/** Renders a stack as files, by their path in the stack's folder: Terraform JSON without cdktf's metadata, and stack files. */
export function stackFiles(stack: Stack): ReadonlyMap<string, string> {
  invokeAspects(stack);
  const terraform = canonicalJson(terraformJson(stack));
  return new Map([
    ['main.tf.json', `${JSON.stringify(terraform, undefined, 2)}\n`],
    ...StackFile.in(stack).map(({ path, content }): [string, string] => [path, content]),
  ]);
}

/**
 * The JSON of `stack.toTerraform()`, with each token resolved once. cdktf resolves a whole stack three times, which takes a
 * fifth of the time of a synthesis: in `prepareStack`, to find references to other stacks; by element; and once more as a whole.
 * Stacks have no such references (decisions/0002).
 */
function terraformJson(stack: Stack): object {
  const elements = stack.node.findAll().filter((construct) => TerraformElement.isTerraformElement(construct));
  // Private in cdktf: the arguments of `addOverride`.
  const { rawOverrides } = stack as unknown as { readonly rawOverrides: object };
  const resolveTokens = tokenResolver(stack);
  const terraform = {};
  for (const element of elements) deepMerge(terraform, resolveTokens(element.toTerraform() as object));
  deepMerge(terraform, resolveTokens(rawOverrides));
  const [other] = stack.dependencies;
  if (other) throw new Error(`stack ${stack.node.path} must not contain a token of stack ${other.node.path}`);
  return terraform;
}
