import { rmSync } from 'node:fs';
import { waitFor } from '../support/process';
import { filesBelow } from '../support/project';
import { expect, expectSame, type Step } from '../support/report';
import type { MonitoringHarness } from './monitoring-harness';
import { namespace, usual } from './monitoring-objects';

/** Changes of version and size have the effects that the docs of the props name. */
export async function checkChanges(harness: MonitoringHarness, step: Step): Promise<void> {
  const uids = async () => (await harness.pods('prometheus', usual.name)).map(({ metadata }) => metadata.uid).sort();
  const replaced = async (before: readonly string[]) => {
    await waitFor('both servers are new', 120, async () => {
      const now = await uids();
      return now.length === 2 && !now.some((uid) => before.includes(uid)) ? true : undefined;
    });
    await harness.waitForPair('prometheus', usual.name);
  };
  const statefulSet = async () => {
    const { stdout } = await harness.cluster.kubectl([
      ...['get', 'statefulset', 'prometheus-platform', '-n', namespace, '-o', 'jsonpath={.metadata.uid}'],
    ]);
    return stdout;
  };
  const claims = async () => {
    const { stdout } = await harness.cluster.kubectl([
      ...[
        'get',
        'pvc',
        '-n',
        namespace,
        '-l',
        `app.kubernetes.io/name=prometheus,app.kubernetes.io/instance=${usual.name}`,
      ],
      ...['-o', 'jsonpath={.items[*].spec.resources.requests.storage}'],
    ]);
    return stdout.split(' ');
  };
  const otherLabels = usual.selector;
  await step('another version: the StatefulSet remains, and rolls both servers', async () => {
    const [before, uid] = [await uids(), await statefulSet()];
    await harness.apply('version', { otherLabels, prometheus: { version: '3.5.1' } });
    await replaced(before);
    expect((await statefulSet()) === uid, 'the StatefulSet was created again', harness.log);
  });
  await step('larger volumes: the StatefulSet is created again, and the claims keep their size', async () => {
    const [before, uid] = [await uids(), await statefulSet()];
    await harness.apply('storage', { otherLabels, prometheus: { storage: '200Gi', version: '3.5.1' } });
    await replaced(before);
    expect((await statefulSet()) !== uid, 'the StatefulSet remained', harness.log);
    expectSame(await claims(), ['100Gi', '100Gi'], 'sizes of the claims', harness.log);
  });
  await step('apply.sh with larger volumes: the claims grow', async () => {
    const { folder } = harness.write('claims', { otherLabels, prometheus: { storage: '300Gi', version: '3.5.1' } });
    // The run has no operator of RabbitMQ, for which the script would wait.
    for (const file of filesBelow(folder, 'RabbitmqCluster.broker.yaml')) rmSync(file);
    await harness.cluster.script('scripts/apply.sh', [folder], { seconds: 600 });
    expectSame(await claims(), ['300Gi', '300Gi'], 'sizes of the claims', harness.log);
    await harness.waitForPair('prometheus', usual.name);
  });
}
