import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { examples } from '../apps/examples';
import { type Files, synthesize } from '../apps/synthesize';
import { filesBelow } from '../cli/cost';
import { committed } from '../environments';
import { addresses } from '../lib/review/addresses';
import { estimate } from '../lib/cost/estimate';
import { costDifference } from '../lib/cost/difference';
import { costTable } from '../lib/cost/table';
import { overrides } from '../lib/review/overrides';

/** Where the accepted output is kept, below the project's folder. */
export const goldenFolder = 'test/golden';

/** What the program gives, in the layout of the golden folder: one environment, all of it, in one place. */
export function golden(dist: Files = synthesize(Object.values(committed.environments), { diagnostics: committed.diagnostics })): Files {
  const environments = Object.keys(committed.environments);
  const told = environments.flatMap((environment): [string, string][] => {
    const files = {
      kubernetes: filesBelow(dist, `kubernetes/${environment}/`),
      terraform: filesBelow(dist, `terraform/${environment}/`),
    };
    return [
      [`${environment}/ADDRESSES`, `${addresses(files).join('\n')}\n`],
      ...around(environment, files.kubernetes),
      [`${environment}/COST`, costTable(environment, estimate(files.terraform))],
    ];
  });
  const content = [...dist].map(([file, text]): [string, string] => {
    const [half = '', environment = '', ...rest] = file.split('/');
    return [[environment, half, ...rest].join('/'), text];
  });
  return new Map([...content, ...told, ...examples()]);
}

/** A file that is there only where there is something in it, so that the first way around stands out in a review. */
function around(environment: string, objects: Files): [string, string][] {
  const found = overrides(objects);
  return found.length === 0 ? [] : [[`${environment}/ESCAPES`, `${found.join('\n')}\n`]];
}

/** What was accepted. */
export function accepted(folder = goldenFolder): Files {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry): [string, string] => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
    }),
  );
}

/** What a change costs in each environment, one a line: `production: +$18 a month (...)`. Nothing where it costs nothing. */
export function costChanges(before: Files, after: Files): string[] {
  const environments = [...new Set([...before, ...after].map(([file]) => file.split('/')[0] ?? ''))].sort();
  return environments.flatMap((environment) => {
    const costOf = (files: Files) => estimate(filesBelow(files, `${environment}/terraform/`));
    const difference = costDifference(costOf(before), costOf(after));
    return difference === '' ? [] : [`${environment}: ${difference}`];
  });
}
