import { sortedEntries } from '../../../lib/core/canonical';
import type { Service } from '../../../lib/platform/definitions/service-list';
import type { Environment } from '../../../environments/environment';
import type { Account } from './account';
import { expectRollingUpdate, launchTemplatesUsing, nextPin, withImage } from './pins';
import { waitFor, Failure } from '../support/process';
import { expect, expectSame, type Step } from '../support/report';
import type { Stack } from './stack';

/** The environment and account of a change of node groups. */
export interface ChangeContext {
  readonly account: Account;
  readonly environment: Environment;
  readonly stack: Stack;
  readonly step: Step;
  readonly expectEmptyPlan: () => Promise<void>;
  /** Synthesizes a changed environment, or changed services, into the stack's folder. */
  readonly write: (changed: Environment, services?: readonly Service[]) => void;
}

/** Updates each image to its next build: an instance refresh replaces every instance. */
export async function rollNodeGroups(context: ChangeContext): Promise<void> {
  const { account, environment, stack, step } = context;
  let changed = environment;
  for (const [image, pin] of sortedEntries(environment.machineImages)) {
    const next = nextPin(pin);
    const templates = launchTemplatesUsing(await stack.resources(), pin.id);
    const groups = templates.flatMap((template) => template.groups).map(({ values }) => String(values['name']));
    if (groups.length === 0) continue;
    const before = await instanceImages(account, groups);
    changed = withImage(changed, image, next);
    context.write(changed);
    await step(`${image} ${next.kubernetesVersion}: the plan rolls ${groups.join(', ')} and nothing else`, async () =>
      expectRollingUpdate(await stack.plan(), templates, stack.log),
    );
    await step(`${image} ${next.kubernetesVersion}: apply, and the instance refresh is successful`, async () => {
      await stack.apply();
      for (const group of groups) await waitForRefresh(account, group);
    });
    await step(`${image} ${next.kubernetesVersion}: all ${before.size} instances are replaced`, async () => {
      const after = await instanceImages(account, groups);
      expect(
        before.size > 0 && after.size === before.size,
        `${before.size} instances became ${after.size}`,
        account.log,
      );
      expectSame([...new Set(before.values())], [pin.id], 'image of the instances before');
      expectSame([...new Set(after.values())], [next.id], 'image of the instances after');
      expect(![...after.keys()].some((id) => before.has(id)), 'some instances were not replaced', account.log);
    });
    await context.expectEmptyPlan();
  }
}

async function waitForRefresh(account: Account, group: string): Promise<void> {
  await waitFor(`${group} is refreshed`, 60, async () => {
    const { InstanceRefreshes: refreshes } = await account.call<{ InstanceRefreshes: readonly { Status: string }[] }>(
      'autoscaling',
      'describe_instance_refreshes',
      { AutoScalingGroupName: group },
    );
    const [only, ...others] = refreshes.map(({ Status }) => Status);
    if (only === undefined || others.length > 0) throw new Failure(`${group} has ${refreshes.length} refreshes, not 1`);
    if (['Failed', 'Cancelled'].includes(only)) throw new Failure(`the refresh of ${group} is ${only}`);
    return only === 'Successful' ? true : undefined;
  });
}

/** Image ids of the groups' instances, by instance id. */
async function instanceImages(account: Account, groups: readonly string[]): Promise<Map<string, string>> {
  const { AutoScalingGroups: found } = await account.call<{
    AutoScalingGroups: readonly { Instances: readonly { InstanceId: string }[] }[];
  }>('autoscaling', 'describe_auto_scaling_groups', { AutoScalingGroupNames: groups });
  const ids = found.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId));
  if (ids.length === 0) return new Map();
  const { Reservations } = await account.call<{
    Reservations: readonly { Instances: readonly { InstanceId: string; ImageId: string }[] }[];
  }>('ec2', 'describe_instances', { InstanceIds: ids });
  return new Map(
    Reservations.flatMap(({ Instances }) => Instances.map(({ ImageId, InstanceId }) => [InstanceId, ImageId])),
  );
}
