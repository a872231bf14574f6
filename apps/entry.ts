import type { IConstruct } from 'constructs';
import { suppressWaived, ValidationError } from '../lib/core/diagnostics';
import { matches } from '../lib/rules/waiver';
import { committedEnvironments } from '../environments';
import type { Environment } from '../environments/environment';
import { checkPlatforms } from './diagnostics';

/** Synthesizes all environments in one app of cdktf or cdk8s, or prints their diagnostics. */
export function runEntry<App extends IConstruct & { synth(): void }>(
  app: App,
  describe: (app: App, environment: Environment) => void,
): void {
  const environments = Object.values(committedEnvironments.environments);
  // Both halves are checked, also if only one is synthesized: they must fit each other.
  const { diagnostics } = checkPlatforms(environments, { diagnostics: committedEnvironments.diagnostics });
  if (diagnostics.length > 0) {
    console.error(new ValidationError(diagnostics).message);
    process.exitCode = 1;
    return;
  }
  for (const environment of environments) describe(app, environment);
  const waivers = environments.flatMap((environment) => environment.waivers);
  suppressWaived(app, (diagnostic) => waivers.some((waiver) => matches(waiver, diagnostic)));
  app.synth();
}
