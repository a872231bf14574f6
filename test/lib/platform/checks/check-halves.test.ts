import { App, Chart } from 'cdk8s';
import { libraryExample } from '../../../../apps/examples/library/library';
import { Worker } from '../../../../lib/kubernetes/workloads/worker';
import { checkPlatform } from '../../../../lib/platform/checks/check-halves';
import { workerSample } from '../../../support/workload-samples';

/** Ids of the diagnostics of a worker that runs on nodes with a label, next to the example's node group `general`. */
function ids(group: string): string[] {
  const { chart, stack } = libraryExample();
  const workers = new Chart(new App(), 'workers', { disableResourceNameHashes: true });
  new Worker(workers, 'worker', {
    ...workerSample,
    placement: { labels: { 'node.adamant.dev/group': group }, taints: {} },
  });
  return checkPlatform(stack, [chart, workers]).map(({ id }) => id);
}

describe('halves of a platform', () => {
  it('node selector: matches the labels of a node group', () => {
    expect(ids('general')).toEqual([]);
    expect(ids('gpu')).toEqual(['node-selector']);
  });
});
