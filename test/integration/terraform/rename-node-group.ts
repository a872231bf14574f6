import { NodeGroup } from '../../../lib/aws/compute/node-group';
import { resourceNames } from '../../../lib/platform/infrastructure/resource-names';
import type { Environment, NodeGroupSettings } from '../../../environments/environment';
import { expect, expectSame } from '../support/report';
import type { ChangeContext } from './roll-node-groups';
import { expectEmpty } from './stack';

const [oldName, newName] = ['spare', 'reserve'];

/** Renames a node group: every address moves, and no resource changes. */
export async function renameNodeGroup({
  account,
  environment,
  expectEmptyPlan,
  stack,
  step,
  write,
}: ChangeContext): Promise<void> {
  const [first] = Object.values(environment.nodeGroups);
  expect(first !== undefined, `${environment.name} has no node group`);
  const labels = { 'node.adamant.dev/group': oldName };
  const settings = { ...first, labels, maxSizePerZone: 2, minSizePerZone: 1 };
  write(withNodeGroup(environment, oldName, settings));
  await step(`a node group ${oldName} is added`, async () => {
    expectEmpty(
      (await stack.plan()).filter(({ change }) => !['create', 'update'].includes(change.actions.join())),
      'not added',
      stack.log,
    );
    await stack.apply();
  });
  write(withNodeGroup(environment, newName, { ...settings, renamedFrom: oldName }));
  await step(`renamed to ${newName}: every address moves, and no resource changes`, async () => {
    const addresses = (await stack.addresses()).filter((address) => address.includes(oldName));
    const planned = await stack.planAll();
    expectEmpty(
      planned.filter(({ change }) => change.actions.join() !== 'no-op'),
      'the rename changes',
      stack.log,
    );
    const moved = planned.flatMap(({ previous_address: previous }) => previous ?? []);
    expect(addresses.length >= 3, `the node group has only ${addresses.join(', ')}`, stack.log);
    expectSame(moved, addresses, 'moved addresses', stack.log);
    await stack.apply();
  });
  await expectEmptyPlan();
  await step('the Auto Scaling groups keep their old name', async () => {
    const name = NodeGroup.physicalName({ clusterName: resourceNames(environment).cluster, name: oldName });
    const { AutoScalingGroups: found } = await account.call<{
      AutoScalingGroups: readonly { AutoScalingGroupName: string }[];
    }>('autoscaling', 'describe_auto_scaling_groups', {});
    const zones = Object.keys(environment.network.zones).length;
    const named = found.filter((group) => group.AutoScalingGroupName.startsWith(`${name}-`));
    expect(named.length === zones, `there are ${named.length} groups ${name}-*, not ${zones}`, account.log);
  });
}

function withNodeGroup(environment: Environment, name: string, settings: NodeGroupSettings): Environment {
  return { ...environment, nodeGroups: { ...environment.nodeGroups, [name]: settings } };
}
