import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import { motoAdvice } from './account';
import { cache, fresh, hasTool, shared } from '../support/project';
import { sideBySide } from '../support/process';
import { mirrorProviders } from './providers';
import type { Report } from '../support/report';
import { Trial } from './environment-run';

const name = 'aws';

/** Every stack with AWS's own rules, as its provider knows them, and in an emulated account with states and locks in S3. */
export async function aws(report: Report, full: boolean): Promise<void> {
  fresh(cache(name));
  if (!hasTool('terraform')) return report.missing(name, 'terraform', 'is not installed');
  if (!hasTool('python3')) return report.missing(name, 'python3', 'is not installed');
  if (shared('terraform', 'aws.py') === undefined)
    return report.missing(name, 'account', 'there is no emulated account');
  const advice = await motoAdvice(cache(name, 'moto.log'));
  if (advice !== undefined) return report.missing(name, 'moto', advice);
  const all = Object.values(environments);
  const files = await report.step(name, 'all', 'synthesize', () => synthesize(all));
  const real = (await report.step(name, 'all', 'providers', () => mirrorProviders(name, files)))?.real;
  if (real === undefined) return report.missing(name, 'provider', 'no AWS provider is installed');
  // All at once: what takes minutes is the provider's waiting, and not its work.
  await sideBySide(all.length, all, async (environment) => {
    const trial = new Trial(name, report, environment, files, real, full);
    await report.part(name, environment.name, () => trial.run());
  });
}
