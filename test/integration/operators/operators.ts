import { existsSync } from 'node:fs';
import { environments } from '../../../environments';
import { addonSources } from '../support/addon-sources';
import { cachePath, emptyFolder, hasTool, root, sharedPath } from '../support/project';
import { run, runInParallel } from '../support/process';
import type { Report } from '../support/report';
import { BrokerHarness, runName } from './broker-harness';
import { checkAdmission, checkAntiAffinity, checkClients, checkPlacement, checkPreStop } from './broker-checks';
import { checkTls } from './tls';
import { checkTopology } from './topology';
import { drainMembers, loseZone, rollMembers, withoutBudget } from './broker-scenarios';

const operator = 'rabbitmq-cluster-operator';
const topologyOperator = 'rabbitmq-topology-operator';

/** Program of Debian's package. The one on the PATH runs as another user. */
const rabbitmqServer = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** The real RabbitMQ cluster operator with the broker of each environment: never without a majority at any moment. */
export async function operators(report: Report): Promise<void> {
  emptyFolder(cachePath(runName));
  for (const tool of ['kubectl', 'go']) {
    if (!hasTool(tool)) return report.missingTool(runName, tool, 'is not installed');
  }
  if (!existsSync(rabbitmqServer)) return report.missingTool(runName, 'rabbitmq-server', 'is not installed');
  const build = sharedPath('kubernetes', 'operators', 'build');
  if (build === undefined) return report.missingTool(runName, 'operators', 'needs ../shared/kubernetes/operators');
  await report.step(runName, 'all', `build ${operator} and ${topologyOperator}, once for all`, () =>
    run({
      program: build,
      arguments: [operator, topologyOperator],
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
    if (harness.environment.name === 'staging') await checkTls(harness);
    await rollMembers(harness);
    await drainMembers(harness);
    await loseZone(harness);
    await withoutBudget(harness);
    // One cluster at a time has the ports of its webhooks.
    if (harness.environment.name === 'staging') await checkTopology(harness, topologyOperator);
  } finally {
    await harness.cluster.down();
  }
}
