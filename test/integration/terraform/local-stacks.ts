import type { Files } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import type { Report } from '../support/report';
import { Stack, stackNames, type StackName } from './stack';

/** A stack with a local state file. */
export function localStack(
  runName: string,
  environment: Pick<Environment, 'name'>,
  name: StackName,
  env: Readonly<Record<string, string>>,
  init: readonly string[],
): Stack {
  const override = { terraform: { backend: { local: { path: 'terraform.tfstate' } } } };
  return new Stack({ run: runName, environment: environment.name, name, override, init, env, seconds: 120 });
}

/** Validates every stack with the registry's provider, if there is no stand-in provider. It applies nothing. */
export async function validateWithRegistry(name: string, report: Report, files: Files): Promise<void> {
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
  report.skip(name, 'all', 'plan, apply and destroy: need the stand-in provider of ../shared/terraform');
}
