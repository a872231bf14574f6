import type { Environment, MachineImagePin } from '../../../environments/environment';
import { expect, expectSame } from '../support/report';
import type { Attributes, Change, Resource } from './stack';
import type { JournalEntry } from './fake-account';

/** An image id that does not exist. */
export const unknownImage = 'ami-0dead0000000000ff';

/** The same environment with another machine image. */
export function withImage(environment: Environment, image: string, pin: Partial<MachineImagePin>): Environment {
  const old = environment.machineImages[image];
  expect(old !== undefined, `${environment.name} has no image ${image}`);
  return { ...environment, machineImages: { ...environment.machineImages, [image]: { ...old, ...pin } } };
}

/** The next build of an image: another id and the next patch release of Kubernetes. */
export function nextPin({ id, kubernetesVersion, recipe }: MachineImagePin): MachineImagePin {
  const [major = '', minor = '', patch = ''] = kubernetesVersion.split('.');
  return { id: `ami-0feed${id.slice(-12)}`, kubernetesVersion: `${major}.${minor}.${Number(patch) + 1}`, recipe };
}

/** A launch template and the Auto Scaling groups that use it. */
export interface LaunchTemplateUse {
  readonly template: Resource;
  readonly groups: readonly Resource[];
}

/** Launch templates in the state that use an image, and their groups. */
export function launchTemplatesUsing(resources: readonly Resource[], image: string): LaunchTemplateUse[] {
  const groups = resources.filter(({ type }) => type === 'aws_autoscaling_group');
  return resources
    .filter(({ type, values }) => type === 'aws_launch_template' && values['image_id'] === image)
    .map((template) => ({ template, groups: groups.filter((group) => usesTemplate(group, template)) }));
}

function usesTemplate({ values }: Resource, template: Resource): boolean {
  const reference = templateReference(values);
  return [template.values['id'], template.values['name']].some((key) => reference.includes(JSON.stringify(key)));
}

/** A group's reference to its launch template. An unknown version is omitted. */
function templateReference(group: Attributes): string {
  return JSON.stringify([group['launch_template'], group['mixed_instances_policy']]);
}

function resourceAddresses(templates: readonly LaunchTemplateUse[]): string[] {
  return templates.flatMap(({ template, groups }) => [template, ...groups]).map(({ address }) => address);
}

/** Requires that a new pin updates exactly the launch templates of the image and their groups, in place. */
export function expectRollingUpdate(
  changes: readonly Change[],
  templates: readonly LaunchTemplateUse[],
  log: string,
): void {
  const [found, expected] = [changes.map(({ address }) => address), resourceAddresses(templates)];
  expectSame(found, expected, 'resources that the pin changes', log);
  for (const { address, change, type } of changes) {
    const actions = change.actions.join(', ');
    expect(actions === 'update', `${address} must be updated in place, but the plan has: ${actions}`, log);
    // Only a new version starts an instance refresh: a group that uses $Latest would keep its instances.
    const rolls =
      type !== 'aws_autoscaling_group' || templateReference(change.before) !== templateReference(change.after);
    expect(rolls, `${address} must name a new version of its launch template`, log);
  }
}

/** Requires that each launch template is updated before its groups, and that nothing else changes. */
export function expectTemplateFirst(
  entries: readonly JournalEntry[],
  templates: readonly LaunchTemplateUse[],
  log: string,
): void {
  const journalIndex = ({ type, values, address }: Resource): number => {
    const index = entries.findIndex((line) => line.op === 'update' && line.type === type && line.id === values['id']);
    expect(index >= 0, `the journal has no update of ${address}`, log);
    return index;
  };
  for (const { template, groups } of templates) {
    for (const group of groups) {
      expect(
        journalIndex(template) < journalIndex(group),
        `${group.address} was updated before ${template.address}`,
        log,
      );
    }
  }
  const [count, expected] = [entries.length, resourceAddresses(templates).length];
  expect(count === expected, `the journal has ${count} operations, and must have ${expected}`, log);
}
