import type { IConstruct } from 'constructs';
import { suppressWaived, ValidationError } from '../lib/core/diagnostics';
import { matches } from '../lib/rules/waiver';
import { committed } from '../environments';
import type { Environment } from '../environments/environment';
import { synthesize } from './platform';

/** Synthesizes for another tool's command: all environments in one app, or what is wrong with them and no stack trace. */
export function runEntry<App extends IConstruct & { synth(): void }>(
  app: App,
  describe: (app: App, environment: Environment) => void,
): void {
  const environments = Object.values(committed.environments);
  try {
    if (!committed.isComplete) throw new ValidationError(committed.diagnostics);
    // Both halves are checked, whichever is asked for: one alone may be right where the two do not fit.
    synthesize(environments, committed.diagnostics);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  for (const environment of environments) describe(app, environment);
  const waivers = environments.flatMap((environment) => environment.waivers);
  suppressWaived(app, (problem) => waivers.some((waiver) => matches(waiver, problem)));
  app.synth();
}
