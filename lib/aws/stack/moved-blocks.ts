import { Aspects, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import { ValidationError } from '../../core/diagnostics';
import { previousPath, recordRename } from '../../core/renames';
import { logicalId } from './logical-id';

/** What Terraform is told of a rename: the resource stays, its address changes. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

const watched = new WeakSet<TerraformStack>();

/** Keeps what a construct had under its former id, where it had one. */
export function keepPreviousName(construct: Construct, formerId: string | undefined): void {
  if (formerId === undefined) return;
  recordRename(construct, formerId);
  emitMovedBlocks(TerraformStack.of(construct));
}

/** Writes the moves of a stack into its Terraform, whoever synthesizes it: with us, or with cdktf. */
export function emitMovedBlocks(stack: TerraformStack): void {
  if (watched.has(stack)) return;
  watched.add(stack);
  Aspects.of(stack).add({
    visit: (construct) => {
      if (construct !== stack) return;
      const moves = movedBlocks(stack);
      if (moves.length > 0) stack.addOverride('moved', moves);
    },
  });
}

/** Every resource whose address is not what it was, ordered by its new one. Data sources have nothing to keep. */
export function movedBlocks(stack: TerraformStack): Move[] {
  const resources = stack.node.findAll().filter((construct) => TerraformResource.isTerraformResource(construct));
  const present = new Map(
    resources.map((resource) => [resourceAddress(resource, resource.friendlyUniqueId), resource]),
  );
  const moves = resources
    .map((resource) => ({
      from: previousAddress(stack, resource),
      to: resourceAddress(resource, resource.friendlyUniqueId),
    }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => byCodePoint(a.to, b.to));
  const problems = moves.flatMap(({ from, to }) => {
    const taken = present.get(from);
    if (!taken) return [];
    return {
      hint: `give ${taken.node.path} another id, or move it as well`,
      path: present.get(to)?.node.path ?? to,
      message: `the address that was left must be free, and ${from} is ${taken.node.path}`,
      source: 'renamedFrom',
    };
  });
  if (problems.length > 0) throw new ValidationError(problems);
  return moves;
}

/** An address that somebody set by hand does not follow the path, so a rename does not touch it. */
function previousAddress(stack: TerraformStack, resource: TerraformResource): string {
  const path = resource.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const id = resource.friendlyUniqueId;
  return resourceAddress(resource, logicalId(path) === id ? logicalId(previousPath(resource, stack)) : id);
}

function resourceAddress({ terraformResourceType }: TerraformResource, id: string): string {
  return `${terraformResourceType}.${id}`;
}
