import type { Files } from '../apps/synthesize';
import type { Environment } from '../environments/environment';
import { type Estimate, estimate } from '../lib/cost/estimate';
import { costTable } from '../lib/cost/table';

/** What each environment costs, by its name. */
export type Estimates = ReadonlyMap<string, Estimate>;

/** What the environments cost that files describe. */
export function estimates(files: Files, environments: readonly Environment[]): Estimates {
  return new Map(environments.map(({ name }) => [name, estimate(filesBelow(files, `terraform/${name}/`))]));
}

/** What is told of each environment's cost, in files beside those that are applied. */
export function costFiles(estimates: Estimates): Files {
  return new Map([...estimates].map(([name, estimated]) => [`review/${name}/COST`, costTable(name, estimated)]));
}

/** The files in a folder, by their path below it. */
export function filesBelow(files: Files, folder: string): Files {
  return new Map(
    [...files].flatMap(([file, text]) => (file.startsWith(folder) ? [[file.slice(folder.length), text]] : [])),
  );
}
