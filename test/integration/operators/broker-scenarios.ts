import { setTimeout as sleep } from 'node:timers/promises';
import { type Node, simulatedNode } from '../kubernetes/nodes';
import { addNodes } from '../kubernetes/prepare';
import { waitFor } from '../support/process';
import { expect } from '../support/report';
import { type BrokerHarness, runName } from './broker-harness';

/** Another image rolls the members, one at a time. */
export async function rollMembers(harness: BrokerHarness): Promise<void> {
  const objects = await harness.synthesizeCopy('another image', (checkout) => checkout.releaseImages('next'));
  await harness.keepReady('roll to another image, one by one', harness.members.replicas - 1, async () => {
    await harness.apply(objects);
    await harness.waitForMembers();
  });
}

/** Every node of a member is drained at the same time, as an instance refresh may do, after its replacement was launched. */
export async function drainMembers(harness: BrokerHarness): Promise<void> {
  await harness.keepReady('drain the nodes of all members at once', harness.members.replicas - 1, async () => {
    await replaceNodes(harness);
    await harness.waitForMembers();
  });
}

/** Launches a replacement of each member's node in its zone, drains all old nodes in parallel, and deletes them. */
async function replaceNodes(harness: BrokerHarness): Promise<void> {
  const { cluster } = harness;
  const old = (await harness.listMembers()).map(({ spec }) => spec.nodeName ?? '');
  const { nodeGroup } = harness.environment.rabbitmq;
  const replacements = old.map((name) =>
    simulatedNode(harness.environment, nodeGroup, harness.nextNodeNumber(), harness.zoneOf(name), runName),
  );
  harness.nodes = [...harness.nodes, ...replacements];
  await addNodes(cluster, harness.folder, replacements);
  const drain = (node: string) =>
    cluster.kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=180s'], {
      seconds: 190,
    });
  await Promise.all(old.map(drain));
  cluster.stopHeartbeat(old);
  await cluster.kubectl(['delete', 'nodes', ...old]);
  harness.nodes = harness.nodes.filter(({ metadata }) => !old.includes(metadata.name));
}

/** The zone of a member is lost: the others keep the majority, the member waits for its volume, and returns with its zone. */
export async function loseZone(harness: BrokerHarness): Promise<void> {
  const { cluster, majority, members, pods } = harness;
  const [first] = await harness.listMembers();
  const zone = harness.zoneOf(first?.spec.nodeName);
  const isLost = (node: Node): boolean => harness.zoneOf(node.metadata.name) === zone;
  const lost = harness.nodes.filter(isLost);
  const names = lost.map(({ metadata }) => metadata.name);
  await harness.keepReady(`${zone} is lost`, majority, async () => {
    pods.markLost(names);
    cluster.stopHeartbeat(names);
    await cluster.kubectl(['delete', 'nodes', ...names]);
    // The pod garbage collector deletes pods of missing nodes within a minute.
    await waitFor('the member of the lost zone is unschedulable', 150, () =>
      Promise.resolve(pods.unschedulable(members).length > 0 ? true : undefined),
    );
    await sleep(3000);
    const waiting = pods.unschedulable(members);
    expect(waiting.length > 0, 'a member left the zone of its volume', harness.log, pods.describe(members));
  });
  await harness.step(`${zone} is restored: all members return to their volumes`, async () => {
    await addNodes(cluster, harness.folder, lost);
    pods.markRestored(names);
    await harness.waitForMembers();
  });
}

/** The run must detect a lost majority: without the PodDisruptionBudget, parallel drains evict all members at once. */
export async function withoutBudget(harness: BrokerHarness): Promise<void> {
  const { majority, members, pods } = harness;
  if (members.replicas === 1) return;
  await harness.step('self-check: without a disruption budget, parallel drains lose the majority', async () => {
    await harness.cluster.kubectl(['delete', 'poddisruptionbudget', members.name, '-n', members.namespace]);
    const lowest = await pods.lowestDuring([members], () => replaceNodes(harness));
    const ready = lowest.get(members)?.ready ?? members.replicas;
    expect(ready < majority, `the check cannot fail: ${ready} members were ready`, harness.log);
  });
}
