import type { Files } from '../apps/platform';
import type { Environment } from '../environments/environment';
import { type Estimate, estimate } from '../lib/review/cost';
import { costTable } from '../lib/review/cost-text';

/** What is told of each environment's cost, in files beside those that are applied. */
export function costFiles(files: Files, environments: readonly Environment[]): Files {
  return new Map(
    environments.map(({ name }) => [
      `review/${name}/COST`,
      costTable(name, estimateBelow(files, `terraform/${name}/`)),
    ]),
  );
}

/** What the stacks in a folder cost. */
export function estimateBelow(files: Files, folder: string): Estimate {
  return estimate(
    new Map([...files].flatMap(([file, text]) => (file.startsWith(folder) ? [[file.slice(folder.length), text]] : []))),
  );
}
