import { TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { addCheck, type Finding } from '../../core/diagnostics';
import { formatPath, settingPath, type SettingPath } from '../../core/settings-location';

const accounts = new WeakMap<TerraformStack, string>();
const regions = new WeakMap<IConstruct, string>();

/** Records the account and region of a stack. */
export function recordLocation(stack: TerraformStack, account: string, region: string): void {
  accounts.set(stack, account);
  regions.set(stack, region);
}

/** Records the region of a construct that is not in the region of its stack. */
export function recordRegion(construct: IConstruct, region: string): void {
  regions.set(construct, region);
}

/** Returns the region of a construct. A stack of another class has none. */
export function regionOf(construct: IConstruct): string | undefined {
  return construct.node.scopes.map((scope) => regions.get(scope)).findLast((region) => region !== undefined);
}

/** The name of a resource, which AWS gives to one resource of a kind. */
export interface UniqueName {
  /** Kind of the resource, for messages: `launch template`. */
  readonly kind: string;
  readonly name: string;
  /** The prop that the name comes from. */
  readonly setting?: string | SettingPath;
  /**
   * The resource within which the name is unique, such as a VPC.
   *
   * @default the account and region
   */
  readonly within?: string;
}

/** Constructs with a name, by app. */
const owners = new WeakMap<IConstruct, Map<string, readonly string[]>>();

/**
 * Checks that no other resource of a kind has the name. AWS rejects the second one in the middle of an apply, or overwrites the first
 * one without an error.
 */
export function requireUniqueName(construct: Construct, unique: UniqueName): void {
  // A construct may be assigned to another region after it has been created.
  addCheck(construct, () => checkUniqueName(construct, unique));
}

function checkUniqueName(construct: Construct, { kind, name, setting = 'name', within = '' }: UniqueName): Finding[] {
  const stack = TerraformStack.of(construct);
  const key = [kind, within, name, accounts.get(stack) ?? stack.node.path, regionOf(construct) ?? ''].join('|');
  const owner = [construct.node.path, formatPath(settingPath(setting))];
  const names = owners.get(construct.node.root) ?? new Map<string, readonly string[]>();
  owners.set(construct.node.root, names);
  const first = names.get(key) ?? owner;
  names.set(key, first);
  // Diagnostics may be collected several times.
  if (first.join() === owner.join()) return [];
  return [
    {
      id: 'physical-name',
      setting,
      message: `name must be unique among ${kind}s of ${within === '' ? 'an account and region' : within}; got '${name}', the name of ${first[0]}`,
      hint: 'choose another name, physicalName or renamedFrom',
    },
  ];
}
