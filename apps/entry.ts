import { formatProblem, type Problem } from '../lib/core/errors';
import { type Platform, problemsOf } from './platform';

/** Synthesizes for another tool's command, and ends with what is wrong, without a stack trace, where something is. */
export function runEntry(
  known: readonly Problem[],
  build: () => { readonly platforms: readonly Platform[]; readonly synth: () => void },
): void {
  const { platforms, synth } = build();
  const problems = problemsOf(platforms, known);
  if (problems.length > 0) {
    console.error(problems.map(formatProblem).join('\n\n'));
    process.exitCode = 1;
    return;
  }
  synth();
}
