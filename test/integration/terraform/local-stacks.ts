import type { Files } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import type { Report } from '../support/report';
import { Stack, stackNames, type StackName } from './stack';

/** A stack whose state is in a file of its folder. */
export function localStack(
  run: string,
  environment: Pick<Environment, 'name'>,
  name: StackName,
  env: Readonly<Record<string, string>>,
  init: readonly string[],
): Stack {
  const override = { terraform: { backend: { local: { path: 'terraform.tfstate' } } } };
  return new Stack({ run, environment: environment.name, name, override, init, env, seconds: 120 });
}

/** Without the stand-in: what the registry's provider can tell without an account. Nothing is ever applied here. */
export async function againstRegistry(name: string, report: Report, files: Files): Promise<void> {
  for (const environment of Object.values(environments)) {
    for (const stackName of stackNames) {
      const stack = localStack(name, environment, stackName, {}, ['-backend=false']);
      stack.write(files);
      await report.part(name, stack.subject, async () => {
        await report.step(name, stack.subject, 'init', () => stack.init());
        await report.step(name, stack.subject, 'is valid', () => stack.validate());
      });
    }
  }
  report.skip(name, 'all', 'plan, apply, destroy: no stand-in provider, and a real account is not for tests');
}
