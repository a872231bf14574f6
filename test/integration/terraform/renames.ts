import { NodeGroup } from '../../../lib/aws/compute/node-group';
import { resourceNames } from '../../../lib/platform/resource-names';
import type { Environment, NodeGroupSettings } from '../../../environments/environment';
import { expect, expectSame } from '../support/report';
import type { Tools } from './rolls';
import { expectNone } from './stack';

const [former, latter] = ['spare', 'reserve'];

/** A node group with another name: everything of it has another address, and nothing of it changes. */
export async function renames({ account, environment, planIsEmpty, stack, step, write }: Tools): Promise<void> {
  const [some] = Object.values(environment.nodeGroups);
  expect(some !== undefined, `${environment.name} has no node group`);
  const settings = { ...some, max: 2, min: 1 };
  write(withGroup(environment, former, settings));
  await step(`a node group ${former} is added`, async () => {
    expectNone(
      (await stack.plan()).filter(({ change }) => !['create', 'update'].includes(change.actions.join())),
      'not added',
      stack.log,
    );
    await stack.apply();
  });
  write(withGroup(environment, latter, { ...settings, renamedFrom: former }));
  await step(`renamed to ${latter}: every address of it is another, and nothing changes`, async () => {
    const held = (await stack.addresses()).filter((address) => address.includes(former));
    const planned = await stack.planAll();
    expectNone(
      planned.filter(({ change }) => change.actions.join() !== 'no-op'),
      'the rename changes',
      stack.log,
    );
    const moved = planned.flatMap(({ previous_address: previous }) => previous ?? []);
    expect(held.length >= 3, `the group is only ${held.join(', ')}`, stack.log);
    expectSame(moved, held, 'what is moved', stack.log);
    await stack.apply();
  });
  await planIsEmpty();
  await step(`its name in AWS is the former one`, async () => {
    const name = NodeGroup.physicalName({ clusterName: resourceNames(environment).cluster, name: former });
    const { AutoScalingGroups: found } = await account.call<{ AutoScalingGroups: readonly unknown[] }>(
      'autoscaling',
      'describe_auto_scaling_groups',
      { AutoScalingGroupNames: [name] },
    );
    expect(found.length === 1, `there is no group ${name}`, account.log);
  });
}

function withGroup(environment: Environment, name: string, settings: NodeGroupSettings): Environment {
  return { ...environment, nodeGroups: { ...environment.nodeGroups, [name]: settings } };
}
