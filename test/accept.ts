import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { synthesize } from '../apps/synthesize';
import { footer } from '../cli/main';
import { filesIn, updateFolder } from '../cli/update-folder';
import { script } from '../cli/script';
import { committedEnvironments } from '../environments';
import { matrix } from '../environments/matrix';
import { dedupe, ValidationError } from '../lib/core/diagnostics';
import { removals } from './allowed-deletions';
import { errorsFile, errorTexts } from './errors';
import { accepted, costChanges, golden, goldenFolder } from './golden';
import { checkDeletions } from './support/deletion-guard';
import { checkExposures } from './support/exposure-guard';
import { checkLostNodes } from './support/node-guard';
import { checkDatabaseChanges, checkShrunkClusters } from './support/shrink-guard';
import { figures, updatedReadme } from './support/readme';

/**
 * Writes the output of the program as accepted: `npm run accept`. A change that destroys data without a documented reason, that
 * ends nodes without a drain or loses requests of a live service, or that an operator or RDS refuses is rejected.
 */
function accept(): void {
  const environments = Object.values(committedEnvironments.environments);
  const dist = synthesize(environments, { diagnostics: committedEnvironments.diagnostics });
  const [before, next] = [accepted(), golden(dist)];
  const rejected = [
    ...checkDeletions(before, next, removals),
    ...checkLostNodes(before, next, environments, removals),
    ...checkExposures(before, next, environments),
    ...checkShrunkClusters(before, next, environments),
    ...dedupe(checkDatabaseChanges(before, next, environments)),
  ];
  if (rejected.length > 0) throw new ValidationError(rejected);
  const errors = errorTexts();
  mkdirSync('test', { recursive: true });
  updateFolder(goldenFolder, new Map([...next, [errorsFile, errors]]), filesIn(goldenFolder));
  writeFileSync('environments/MATRIX.md', matrix(environments));
  writeFileSync('README.md', updatedReadme(readFileSync('README.md', 'utf8'), figures(dist)));
  console.log(`accepted ${next.size} files in ${goldenFolder}, environments/MATRIX.md and README.md`);
  console.log('review the difference: git diff');
  for (const change of costChanges(before, next)) console.log(change);
}

script(
  'npm run accept',
  'Writes the output of the program to test/golden, environments/MATRIX.md, and the figures and the service of README.md.',
).parse();
try {
  accept();
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  console.error(`${error.message}\n\n${footer(error)}`);
  process.exitCode = 1;
}
