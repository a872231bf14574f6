import { waitFor } from '../support/process';
import { expect, type Step } from '../support/report';
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
    const { stdout } = await harness.cluster.kubectl([
      ...['get', 'pvc', '-n', namespace, '-l', 'app.kubernetes.io/name=prometheus'],
      ...['-o', 'jsonpath={.items[*].spec.resources.requests.storage}'],
    ]);
    expect(stdout === '100Gi 100Gi', `the claims have ${stdout}`, harness.log);
  });
}
