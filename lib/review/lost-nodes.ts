import { isDeepStrictEqual } from 'node:util';
import { sortedEntries } from '../core/canonical';
import { type Body, listIn, numberIn, textIn } from './terraform-body';

/** An Auto Scaling group that an apply would destroy while it has nodes. */
export interface LostNodes {
  /** Line of `addresses` in the accepted output. */
  readonly address: string;
  /** Name of the node group and of its zone's group in AWS. */
  readonly nodeGroup: string;
  readonly groupName: string;
  /** Maximum number of its nodes in the accepted output. */
  readonly maxSize: number;
  /** True if another group takes its place, false if it is removed. */
  readonly isReplaced: boolean;
}

interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Body>>>>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

const type = 'aws_autoscaling_group';

/**
 * Returns the Auto Scaling groups that an apply would remove or replace, and that may have nodes. Terraform deletes their
 * terminating hook first, so that all of their nodes end at once and without a drain, before those of a new group are ready.
 *
 * @param before the accepted Terraform files of an environment, by path
 */
export function lostNodes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): LostNodes[] {
  return [...before]
    .filter(([file]) => file.endsWith('main.tf.json'))
    .flatMap(([file, text]) => {
      const was = JSON.parse(text) as Stack;
      const now = JSON.parse(after.get(file) ?? '{}') as Stack;
      return sortedEntries(was.resource?.[type] ?? {}).flatMap(([name, group]) => {
        const maxSize = numberIn(group, 'max_size', 0);
        const next = now.resource?.[type]?.[movedName(name, now)];
        if (maxSize === 0 || (next && isKept(group, next))) return [];
        return [
          {
            address: `terraform ${file.split('/')[0]} ${type}.${name}`,
            groupName: tagOf(group, 'Name'),
            isReplaced: next !== undefined,
            maxSize,
            nodeGroup: tagOf(group, 'node-group'),
          },
        ];
      });
    });
}

/** The name of a resource after a rename. */
function movedName(name: string, { moved = [] }: Stack): string {
  const to = moved.find(({ from }) => from === `${type}.${name}`)?.to;
  return to === undefined ? name : to.slice(type.length + 1);
}

/** The arguments whose change replaces a group. */
const replacingArguments = ['name', 'name_prefix', 'initial_lifecycle_hook'];

/** True if no argument changes that replaces a group. */
function isKept(was: Body, now: Body): boolean {
  return replacingArguments.every((argument) => isDeepStrictEqual(listIn(was, argument), listIn(now, argument)));
}

function tagOf(group: Body, key: string): string {
  const tag = (listIn(group, 'tag') as Body[]).find((each) => textIn(each, 'key') === key);
  return tag ? textIn(tag, 'value') : '';
}
