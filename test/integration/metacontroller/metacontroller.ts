import { readFileSync } from 'node:fs';
import { freePorts, endGroup, run, serve, waitFor } from '../support/process';
import { cachePath, emptyFolder, hasTool, root, sharedPath } from '../support/project';
import { expect, type Report } from '../support/report';
import { OperatorHarness } from './operator-harness';
import { checkDefinition, checkOtherOperators, createAndChange, deleteImports, failAndRepair } from './import-jobs';
import { runName } from './program';

/** The example operator: its program over HTTP, and its objects and hooks with a real API server. */
export async function metacontroller(report: Report): Promise<void> {
  emptyFolder(cachePath(runName));
  await report.step(runName, 'example', 'npm run example:operator answers a sync request over HTTP', tryExample);
  for (const tool of ['kubectl', 'go']) {
    if (!hasTool(tool)) return report.missingTool(runName, tool, 'is not installed');
  }
  const definitions = sharedPath('crds', 'metacontroller');
  if (sharedPath('kubernetes', 'cluster') === undefined || definitions === undefined) {
    return report.missingTool(runName, 'cluster', 'needs ../shared/kubernetes and ../shared/crds');
  }
  await report.part(runName, 'cluster', () => runOperator(report, definitions));
}

async function runOperator(report: Report, definitions: string): Promise<void> {
  const harness = new OperatorHarness(report);
  try {
    await harness.start(definitions);
    await harness.step('definition, roles, webhook and controller apply without warnings', () => harness.apply());
    await checkDefinition(harness);
    await checkOtherOperators(harness);
    await harness.startController();
    await createAndChange(harness);
    await failAndRepair(harness);
    await deleteImports(harness);
    await harness.step('Metacontroller had every permission that it used', () => harness.checkPermissions());
  } finally {
    await harness.stop();
  }
}

async function tryExample(): Promise<void> {
  const port = await freePorts(1);
  const log = cachePath(runName, 'example.log');
  let output = '';
  const command = {
    program: 'npm',
    arguments: ['run', '-s', 'example:operator'],
    env: { PORT: String(port) },
    folder: root,
    log,
  };
  const group = serve(command, (text) => {
    output += text;
  });
  try {
    await waitFor('the example listens', 60, () => Promise.resolve(output.includes('Listening') ? true : undefined));
    const { stdout } = await run({
      program: 'curl',
      arguments: [
        '--silent',
        '--header',
        'content-type: application/json',
        '--data',
        readFileSync('apps/examples/operator/sync-request.json', 'utf8'),
        `http://127.0.0.1:${port}/sync`,
      ],
      folder: root,
      seconds: 20,
      log,
    });
    const { children, status } = JSON.parse(stdout) as {
      readonly children: readonly { readonly kind: string }[];
      readonly status: { readonly phase: string };
    };
    const answer = [status.phase, ...children.map(({ kind }) => kind)].join(', ');
    expect(answer === 'Pending, NetworkPolicy, Job', `the hook answers ${answer}`, log, output);
  } finally {
    await endGroup(group);
  }
}
