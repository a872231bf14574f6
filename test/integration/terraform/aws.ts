import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import { motoAdvice } from './account';
import { cachePath, emptyFolder, hasTool, sharedPath } from '../support/project';
import { runInParallel } from '../support/process';
import { mirrorProviders } from './providers';
import type { Report } from '../support/report';
import { EnvironmentRun } from './environment-run';

const name = 'aws';

/** Runs every stack with the real AWS provider against an emulated account, with state and locks in S3. */
export async function aws(report: Report, full: boolean): Promise<void> {
  emptyFolder(cachePath(name));
  if (!hasTool('terraform')) return report.missingTool(name, 'terraform', 'is not installed');
  if (!hasTool('python3')) return report.missingTool(name, 'python3', 'is not installed');
  if (sharedPath('terraform', 'aws.py') === undefined)
    return report.missingTool(name, 'account', 'needs ../shared/terraform/aws.py');
  const advice = await motoAdvice(cachePath(name, 'moto.log'));
  if (advice !== undefined) return report.missingTool(name, 'moto', advice);
  const all = Object.values(environments);
  const files = await report.step(name, 'all', 'synthesize', () => synthesize(all));
  const real = (await report.step(name, 'all', 'providers', () => mirrorProviders(name, files)))?.real;
  if (real === undefined) return report.missingTool(name, 'provider', 'needs an installed AWS provider');
  // All in parallel, because the provider mostly waits.
  await runInParallel(all.length, all, async (environment) => {
    const run = new EnvironmentRun(name, report, environment, files, real, full);
    await report.part(name, environment.name, () => run.run());
  });
}
