import { mkdirSync, writeFileSync } from 'node:fs';
import { replaceFolder } from '../cli/replace-folder';
import { script } from '../cli/script';
import { committed } from '../environments';
import { matrix } from '../environments/matrix';
import { formatDiagnostic, ValidationError } from '../lib/core/diagnostics';
import { accepted, costChanges, golden, goldenFolder } from './golden';
import { unreasoned } from './support/deletion-guard';
import { removals } from './allowed-deletions';

/** Accepts what the program gives as right: `npm run accept`. Data is not given up in passing. */
function accept(): void {
  const [before, next] = [accepted(), golden()];
  const refused = unreasoned(before, next, removals);
  if (refused.length > 0) throw new ValidationError(refused);
  mkdirSync('test', { recursive: true });
  replaceFolder(goldenFolder, next, 'everything');
  writeFileSync('environments/MATRIX.md', matrix(Object.values(committed.environments)));
  console.log(`accepted ${next.size} files into ${goldenFolder}, and environments/MATRIX.md; now read the diff`);
  for (const change of costChanges(before, next)) console.log(change);
}

script('npm run accept', 'Writes what is synthesized to test/golden and environments/MATRIX.md.').parse();
try {
  accept();
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  console.error(error.diagnostics.map(formatDiagnostic).join('\n\n'));
  process.exitCode = 1;
}
