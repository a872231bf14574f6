import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { examples } from '../apps/examples';
import { type Files, providerLockFile, synthesize } from '../apps/synthesize';
import { committed } from '../environments';
import type { Environment } from '../environments/environment';
import { ValidationError } from '../lib/core/diagnostics';
import { readAcceptedAddresses } from './accepted';
import { summary } from './summary';
import { costFiles, estimates } from './cost';
import { replaceFolder } from './replace-folder';

/** Writes `dist/`, whole or not at all, and tells what it wrote. */
export function synth(root: string, names: readonly string[]): string {
  const started = performance.now();
  // With a mistake in the settings of one environment, the others are checked as well, and nothing is written.
  const environments = committed.isComplete ? chosen(names) : Object.values(committed.environments);
  const synthesized = synthesize(environments, {
    diagnostics: committed.diagnostics,
    live: () => readAcceptedAddresses(root),
    providerLock: providerLock(root),
  });
  const costs = estimates(synthesized, environments);
  const files: Files = new Map([...synthesized, ...costFiles(costs), ...examples()]);
  const folders = environments.flatMap(({ name }) => [`terraform/${name}`, `kubernetes/${name}`, `review/${name}`]);
  replaceFolder(`${root}/dist`, files, names.length === 0 ? 'everything' : [...folders, 'examples']);
  return summary(files, environments, costs, performance.now() - started);
}

function chosen(names: readonly string[]): Environment[] {
  const known = committed.environments;
  const unknown = [...new Set(names)].filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    throw new ValidationError(
      unknown.map((name) => ({
        path: 'adamant synth',
        message: `an environment is one of ${Object.keys(known).join(', ')}, got '${name}'`,
        source: 'the command line',
        hint: `correct the name, or add environments/${name}.ts to environments/index.ts`,
      })),
    );
  }
  return Object.values(known).filter(({ name }) => names.length === 0 || names.includes(name));
}

/** The lock of the providers, once somebody has made and committed it. */
function providerLock(root: string): string | undefined {
  const file = `${root}/${providerLockFile}`;
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
