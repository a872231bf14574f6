import { environments } from '../../../environments';
import { addonSources } from '../support/addon-sources';
import { cachePath, emptyFolder, hasTool, root, sharedPath } from '../support/project';
import { run, runInParallel } from '../support/process';
import type { Report } from '../support/report';
import { BrokerHarness, runName } from './broker-harness';
import { checkAdmission, checkAntiAffinity, checkClients, checkPlacement, checkPreStop } from './broker-checks';
import { drainMembers, loseZone, rollMembers, withoutBudget } from './broker-scenarios';

const operator = 'rabbitmq-cluster-operator';

/** The real RabbitMQ cluster operator with the broker of each environment: never without a majority at any moment. */
export async function operators(report: Report): Promise<void> {
  emptyFolder(cachePath(runName));
  for (const tool of ['kubectl', 'go']) {
    if (!hasTool(tool)) return report.missingTool(runName, tool, 'is not installed');
  }
  const build = sharedPath('kubernetes', 'operators', 'build');
  if (build === undefined) return report.missingTool(runName, 'operators', 'needs ../shared/kubernetes/operators');
  await report.step(runName, 'all', `build ${operator}, once for all`, () =>
    run({
      program: build,
      arguments: [operator],
      folder: root,
      seconds: 1200,
      log: cachePath(runName, 'build.log'),
    }),
  );
  await report.step(runName, 'all', 'every addon is as its repository has it at the commit', async () => {
    const log = cachePath(runName, 'addons.log');
    const sources = await addonSources(log);
    const verify = ['cli/adamant.mjs', 'addons', 'verify', '--sources', sources];
    return run({ program: process.execPath, arguments: verify, folder: root, seconds: 120, log });
  });
  await runInParallel(2, Object.values(environments), async (environment) => {
    const harness = new BrokerHarness(report, environment);
    await report.part(runName, environment.name, () => runBroker(harness));
  });
}

async function runBroker(harness: BrokerHarness): Promise<void> {
  const objects = await harness.synthesizeCopy('the working tree');
  try {
    await harness.start(objects, operator);
    await harness.step('namespace, priorities, quota and broker apply without warnings', () => harness.apply(objects));
    await harness.step(`${harness.members.replicas} members are admitted and ready`, () => harness.waitForMembers());
    await checkPlacement(harness);
    await checkAdmission(harness);
    await checkAntiAffinity(harness);
    await checkClients(harness, objects);
    await checkPreStop(harness);
    await rollMembers(harness);
    await drainMembers(harness);
    await loseZone(harness);
    await withoutBudget(harness);
  } finally {
    await harness.cluster.down();
  }
}
