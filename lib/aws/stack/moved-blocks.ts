import { Aspects, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import { addCheck, type Finding } from '../../core/diagnostics';
import { previousPath, recordRename, renameConflict } from '../../core/renames';
import { logicalId } from './logical-id';

/**
 * Terraform's `moved` block: the resource keeps its identity under a new address.
 *
 * @see https://developer.hashicorp.com/terraform/language/moved
 */
interface MovedBlock {
  readonly from: string;
  readonly to: string;
}

const stacksWithMovedBlocks = new WeakSet<TerraformStack>();

/** Keeps the resources of a construct under its new id, if it had a previous one. */
export function keepPreviousName(construct: Construct, previousId: string | undefined): void {
  if (previousId === undefined) return;
  recordRename(construct, previousId);
  emitMovedBlocks(TerraformStack.of(construct));
  addCheck(construct, () => checkMovedBlocks(construct, previousId));
}

/** Writes the moved blocks of a stack into its Terraform, in this library's synthesis and in cdktf's own. */
export function emitMovedBlocks(stack: TerraformStack): void {
  if (stacksWithMovedBlocks.has(stack)) return;
  stacksWithMovedBlocks.add(stack);
  Aspects.of(stack).add({
    visit: (construct) => {
      if (construct !== stack) return;
      const blocks = movedBlocks(stack);
      if (blocks.length > 0) stack.addOverride('moved', blocks);
    },
  });
}

/** Returns a moved block for every resource with a new address, sorted by that address. Data sources have no identity to keep. */
export function movedBlocks(stack: TerraformStack): MovedBlock[] {
  return resourcesBelow(stack)
    .map((resource) => ({ from: previousAddress(stack, resource), to: address(resource) }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => byCodePoint(a.to, b.to));
}

/** Checks that no resource of the stack has a previous address of a renamed construct's resources. */
function checkMovedBlocks(construct: Construct, previousId: string): Finding[] {
  const stack = TerraformStack.of(construct);
  const owners = new Map(resourcesBelow(stack).map((resource) => [address(resource), resource]));
  const conflict = resourcesBelow(construct)
    .map((resource) => ({ from: previousAddress(stack, resource), to: address(resource) }))
    .filter(({ from, to }) => from !== to)
    .map(({ from }) => owners.get(from))
    .find((owner) => owner !== undefined);
  if (conflict) return [renameConflict(previousId, conflict.node.path)];
  const others = resourcesBelow(stack).filter((resource) => !resource.node.scopes.includes(construct));
  const moved = new Map(others.map((resource) => [previousAddress(stack, resource), resource]));
  const twin = resourcesBelow(construct).flatMap((resource) => moved.get(previousAddress(stack, resource)) ?? [])[0];
  // Of two constructs, the later one is reported.
  if (!twin || isBefore(stack, construct, twin)) return [];
  return [renameConflict(previousId, `the previous id of ${renamedOwner(twin, stack).node.path}`)];
}

function isBefore(stack: TerraformStack, construct: IConstruct, other: IConstruct): boolean {
  const order = stack.node.findAll();
  return order.indexOf(construct) < order.indexOf(other);
}

/** The construct below a stack that a resource belongs to. */
function renamedOwner(resource: IConstruct, stack: TerraformStack): IConstruct {
  const { scopes } = resource.node;
  return scopes[scopes.indexOf(stack) + 1] ?? resource;
}

function resourcesBelow(construct: IConstruct): TerraformResource[] {
  return construct.node.findAll().filter((below) => TerraformResource.isTerraformResource(below));
}

function address(resource: TerraformResource): string {
  return resourceAddress(resource, resource.friendlyUniqueId);
}

/** An address that was overridden by hand does not follow the construct path, so a rename does not change it. */
function previousAddress(stack: TerraformStack, resource: TerraformResource): string {
  const path = resource.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const id = resource.friendlyUniqueId;
  return resourceAddress(resource, logicalId(path) === id ? logicalId(previousPath(resource, stack)) : id);
}

function resourceAddress({ terraformResourceType }: TerraformResource, id: string): string {
  return `${terraformResourceType}.${id}`;
}
