import type { Environment, MachineImagePin } from '../../../environments/environment';
import { expect, expectSame } from '../support/report';
import type { Attributes, Change, Resource } from './stack';
import type { Done } from './fake-account';

/** An image that no environment knows. */
export const unknownImage = 'ami-0dead0000000000ff';

/** The same environment with another machine image. */
export function withImage(environment: Environment, image: string, pin: Partial<MachineImagePin>): Environment {
  const old = environment.machineImages[image];
  expect(old !== undefined, `${environment.name} has no image ${image}`);
  return { ...environment, machineImages: { ...environment.machineImages, [image]: { ...old, ...pin } } };
}

/** What the next build of an image would be: another id, the next patch release of Kubernetes. */
export function nextPin({ id, kubernetesVersion, recipe }: MachineImagePin): MachineImagePin {
  const [major = '', minor = '', patch = ''] = kubernetesVersion.split('.');
  return { id: `ami-0feed${id.slice(-12)}`, kubernetesVersion: `${major}.${minor}.${Number(patch) + 1}`, recipe };
}

/** A launch template and the groups that start machines from it. */
export interface Launched {
  readonly template: Resource;
  readonly groups: readonly Resource[];
}

/** What is in the state for the machines that run an image now. */
export function launchedFrom(resources: readonly Resource[], image: string): Launched[] {
  const groups = resources.filter(({ type }) => type === 'aws_autoscaling_group');
  return resources
    .filter(({ type, values }) => type === 'aws_launch_template' && values['image_id'] === image)
    .map((template) => ({ template, groups: groups.filter((group) => launches(group, template)) }));
}

function launches({ values }: Resource, template: Resource): boolean {
  const how = templateIn(values);
  return [template.values['id'], template.values['name']].some((key) => how.includes(JSON.stringify(key)));
}

/** How a group names what it starts machines from. A version that is not known yet is left out. */
function templateIn(group: Attributes): string {
  return JSON.stringify([group['launch_template'], group['mixed_instances_policy']]);
}

function addressesOf(launched: readonly Launched[]): string[] {
  return launched.flatMap(({ template, groups }) => [template, ...groups]).map(({ address }) => address);
}

/** A new pin updates exactly the launch templates and groups of its machines, in place. */
export function expectRolls(changes: readonly Change[], launched: readonly Launched[], log: string): void {
  const [found, expected] = [changes.map(({ address }) => address), addressesOf(launched)];
  expectSame(found, expected, 'what the pin changes', log);
  for (const { address, change, type } of changes) {
    const actions = change.actions.join(', ');
    expect(actions === 'update', `${address} must be updated in place, but the plan says: ${actions}`, log);
    // Only a new version starts a refresh: a group that follows $Latest would keep its old machines.
    const rolls = type !== 'aws_autoscaling_group' || templateIn(change.before) !== templateIn(change.after);
    expect(rolls, `${address} must name a new version of its launch template`, log);
  }
}

/** Every template had its new version before a group of its machines was told to use it, and nothing else was touched. */
export function expectOrder(done: readonly Done[], launched: readonly Launched[], log: string): void {
  const placeOf = ({ type, values, address }: Resource): number => {
    const place = done.findIndex((line) => line.op === 'update' && line.type === type && line.id === values['id']);
    expect(place >= 0, `the journal has no update of ${address}`, log);
    return place;
  };
  for (const { template, groups } of launched) {
    for (const group of groups) {
      expect(placeOf(template) < placeOf(group), `${group.address} was updated before ${template.address}`, log);
    }
  }
  const [count, expected] = [done.length, addressesOf(launched).length];
  expect(count === expected, `the journal has ${count} operations, and must have ${expected}`, log);
}
