import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { examples } from '../apps/examples';
import { type Files, providerLockFile, synthesize } from '../apps/synthesize';
import { committedEnvironments } from '../environments';
import { ValidationError } from '../lib/core/diagnostics';
import { didYouMean } from '../lib/core/did-you-mean';
import { readAcceptedAddresses } from './accepted';
import { summary } from './summary';
import { costFiles, estimates } from './cost';
import { writeOutput } from './written-files';

/**
 * Writes `dist/`, and returns a summary of it.
 *
 * @param names the environments to write; the others, and the examples, stay as they are. All, if it is empty
 * @throws ValidationError with all diagnostics, before anything is written
 */
export function synth(root: string, names: readonly string[]): string {
  const started = performance.now();
  checkNames(names);
  const isAll = names.length === 0;
  const all = Object.values(committedEnvironments.environments);
  // With a mistake in the settings of one environment, the others are checked as well, and nothing is written.
  const environments = all.filter(({ name }) => isAll || !committedEnvironments.isComplete || names.includes(name));
  const synthesized = synthesize(environments, {
    diagnostics: committedEnvironments.diagnostics,
    accepted: () => readAcceptedAddresses(root),
    providerLock: providerLock(root),
  });
  const costs = estimates(synthesized, environments);
  const files: Files = new Map([...synthesized, ...costFiles(costs), ...(isAll ? examples() : [])]);
  const folders = environments.flatMap(({ name }) => [`terraform/${name}`, `kubernetes/${name}`, `review/${name}`]);
  writeOutput(`${root}/dist`, files, isAll ? [] : folders);
  return summary(files, environments, costs, performance.now() - started);
}

function checkNames(names: readonly string[]): void {
  const unknown = [...new Set(names)].filter((name) => !committedEnvironments.names.includes(name));
  if (unknown.length === 0) return;
  throw new ValidationError(
    unknown.map((name) => {
      const meant = didYouMean(name, committedEnvironments.names);
      return {
        id: 'unknown-environment',
        path: 'adamant synth',
        message: `environment must be one of ${committedEnvironments.names.join(', ')}; got '${name}'`,
        source: `adamant synth ${name}`,
        hint:
          meant === undefined
            ? `correct the name, or add environments/${name}.ts to environments/index.ts`
            : `did you mean ${meant}?`,
      };
    }),
  );
}

/** Returns the provider lock, once it has been generated and committed. */
function providerLock(root: string): string | undefined {
  const file = `${root}/${providerLockFile}`;
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
