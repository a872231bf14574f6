import { sortedEntries } from '../../../lib/core/canonical';
import type { Environment } from '../../../environments/environment';
import type { Account } from './account';
import { expectRolls, launchedFrom, nextPin, withImage } from './pins';
import { eventually, Failure } from '../support/process';
import { expect, expectSame, type Step } from '../support/report';
import type { Stack } from './stack';

/** What a change to the machines is tried with. */
export interface Tools {
  readonly account: Account;
  readonly environment: Environment;
  readonly stack: Stack;
  readonly step: Step;
  readonly planIsEmpty: () => Promise<void>;
  /** Puts what is synthesized of a changed environment in place. */
  readonly write: (changed: Environment) => void;
}

/** Each image to its next build: the group rolls itself, and every machine is another one. */
export async function rolls(tools: Tools): Promise<void> {
  const { account, environment, stack, step } = tools;
  let changed = environment;
  for (const [image, pin] of sortedEntries(environment.machineImages)) {
    const next = nextPin(pin);
    const launched = launchedFrom(await stack.resources(), pin.id);
    const groups = launched.flatMap((template) => template.groups).map(({ values }) => String(values['name']));
    if (groups.length === 0) continue;
    const before = await machinesOf(account, groups);
    changed = withImage(changed, image, next);
    tools.write(changed);
    await step(`${image} ${next.kubernetesVersion}: the plan rolls ${groups.join(', ')} and nothing else`, async () =>
      expectRolls(await stack.plan(), launched, stack.log),
    );
    await step(`${image} ${next.kubernetesVersion}: apply, and the refresh is Successful`, async () => {
      await stack.apply();
      for (const group of groups) await isRefreshed(account, group);
    });
    await step(`${image} ${next.kubernetesVersion}: all ${before.size} machines are new`, async () => {
      const after = await machinesOf(account, groups);
      expect(
        before.size > 0 && after.size === before.size,
        `${before.size} machines became ${after.size}`,
        account.log,
      );
      expectSame([...new Set(before.values())], [pin.id], 'the image of the machines before');
      expectSame([...new Set(after.values())], [next.id], 'the image of the machines after');
      expect(![...after.keys()].some((id) => before.has(id)), 'some machines are the old ones', account.log);
    });
    await tools.planIsEmpty();
  }
}

async function isRefreshed(account: Account, group: string): Promise<void> {
  await eventually(`${group} is refreshed`, 60, async () => {
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

/** Machines of groups by their id, and the image that each runs. */
async function machinesOf(account: Account, groups: readonly string[]): Promise<Map<string, string>> {
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
