import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { examples } from '../apps/examples';
import { type Files, synthesize } from '../apps/synthesize';
import { filesBelow } from '../cli/cost';
import { committedEnvironments } from '../environments';
import { addresses } from '../lib/review/addresses';
import { estimate } from '../lib/cost/estimate';
import { costDifference } from '../lib/cost/difference';
import { costTable } from '../lib/cost/table';
import { overrides } from '../lib/review/overrides';
import { errorsFile } from './errors';

/** The folder of the accepted output. */
export const goldenFolder = 'test/golden';

/** Returns the output of the program in the layout of the golden folder: all files of an environment in one folder. */
export function golden(
  dist: Files = synthesize(Object.values(committedEnvironments.environments), {
    diagnostics: committedEnvironments.diagnostics,
  }),
): Files {
  const reviewed = Object.keys(committedEnvironments.environments).flatMap((environment): [string, string][] => {
    const files = {
      kubernetes: filesBelow(dist, `kubernetes/${environment}/`),
      terraform: filesBelow(dist, `terraform/${environment}/`),
    };
    return [
      [`${environment}/ADDRESSES`, `${addresses(files).join('\n')}\n`],
      ...overridesFile(environment, files.kubernetes),
      [`${environment}/COST`, costTable(environment, estimate(files.terraform, files.kubernetes))],
    ];
  });
  return new Map([...goldenLayout(dist), ...reviewed, ...examples()]);
}

/** Returns files of `dist/` by their path below the golden folder: the environment's folder comes first. */
export function goldenLayout(dist: Files): Files {
  return new Map(
    [...dist].map(([file, text]) => {
      const [half = '', environment = '', ...rest] = file.split('/');
      return [[environment, half, ...rest].join('/'), text];
    }),
  );
}

/** The file exists only if there are overrides, so that a review shows the first one. */
function overridesFile(environment: string, objects: Files): [string, string][] {
  const lines = overrides(objects);
  return lines.length === 0 ? [] : [[`${environment}/OVERRIDES`, `${lines.join('\n')}\n`]];
}

/** Returns the accepted output. */
export function accepted(folder = goldenFolder): Files {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry): [string, string] => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
      })
      .filter(([file]) => file !== errorsFile),
  );
}

/** Returns one line for each environment whose cost changes: `production: +$18 a month (...)`. */
export function costChanges(before: Files, after: Files): string[] {
  const environments = [...new Set([...before, ...after].map(([file]) => file.split('/')[0] ?? ''))].sort();
  return environments.flatMap((environment) => {
    const cost = (files: Files) =>
      estimate(filesBelow(files, `${environment}/terraform/`), filesBelow(files, `${environment}/kubernetes/`));
    const difference = costDifference(cost(before), cost(after));
    return difference === '' ? [] : [`${environment}: ${difference}`];
  });
}
