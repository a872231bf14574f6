import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RolloutHarness } from './rollout-harness';
import { filesBelow } from '../support/project';
import { waitFor } from '../support/process';
import { expect } from '../support/report';

/** A node whose kubelet is silent delays no release: `scripts/apply.sh` replaces the agents of the others. */
export async function releaseWithoutNode(harness: RolloutHarness): Promise<void> {
  const { cluster, nodePool, zone } = harness;
  const [node = ''] = nodePool.nodesInZone(zone);
  await harness.step(`${node} has agents alone, and is not ready`, async () => {
    // Kubernetes evicts the other pods of a lost node after 5 minutes.
    await cluster.kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=180s'], {
      seconds: 190,
    });
    cluster.stopHeartbeat([node]);
    // No kubelet ends its pods, so deleted ones remain.
    await cluster.kubectl(['label', 'node', node, 'node.kwok.x-k8s.io/simulated=lost', '--overwrite']);
    await waitFor('the node is not ready', 120, async () => ((await isReady(harness, node)) ? undefined : true));
  });
  const objects = await harness.synthesizeCopy('other agents', () => undefined);
  const agents = filesBelow(objects, '.yaml').filter((file) => path.basename(file).startsWith('DaemonSet.'));
  expect(agents.length > 0, 'there are no agents', harness.log);
  for (const file of agents) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('      annotations:', '      annotations:\n        example.com/release: other'));
    expect(readFileSync(file, 'utf8') !== text, `${file} has no annotations of its pods`, harness.log);
  }
  await harness.step(`agents are replaced, and apply.sh names ${node} and ends`, async () => {
    const started = Date.now();
    const { output } = await cluster.script('scripts/apply.sh', [objects], { seconds: 600 });
    const seconds = (Date.now() - started) / 1000;
    expect(output.includes(`these nodes are not ready: ${node}`), 'the node is not named', harness.log, output);
    expect(seconds < 240, `apply.sh took ${seconds} s`, harness.log);
  });
}

async function isReady({ cluster }: RolloutHarness, node: string): Promise<boolean> {
  const { stdout } = await cluster.kubectl([
    ...['get', 'node', node, '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'],
  ]);
  return stdout === 'True';
}
