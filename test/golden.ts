import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { examples } from '../apps/examples';
import { type Files, synthesize } from '../apps/platform';
import { committed } from '../environments';
import { addresses } from '../lib/review/addresses';

/** Where the accepted output is kept, below the project's folder. */
export const goldenFolder = 'test/golden';

/** What the program gives, in the layout of the golden folder: one environment, all of it, in one place. */
export function golden(dist: Files = synthesize(Object.values(committed.environments), committed.problems)): Files {
  const environments = Object.keys(committed.environments);
  const identity = environments.map((environment): [string, string] => {
    const files = {
      kubernetes: below(dist, `kubernetes/${environment}/`),
      terraform: below(dist, `terraform/${environment}/`),
    };
    return [`${environment}/ADDRESSES`, `${addresses(files).join('\n')}\n`];
  });
  const content = [...dist].map(([file, text]): [string, string] => {
    const [half = '', environment = '', ...rest] = file.split('/');
    return [[environment, half, ...rest].join('/'), text];
  });
  return new Map([...content, ...identity, ...examples()]);
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

function below(files: Files, folder: string): Files {
  return new Map(
    [...files].filter(([file]) => file.startsWith(folder)).map(([file, text]) => [file.slice(folder.length), text]),
  );
}
