import type { Files } from '../apps/synthesize';
import type { Environment } from '../environments/environment';
import { type Estimate, estimate } from '../lib/cost/estimate';
import { costTable } from '../lib/cost/table';

/** Cost estimates by the name of the environment. */
export type Estimates = ReadonlyMap<string, Estimate>;

/** Returns the cost estimates of the environments that files describe. */
export function estimates(files: Files, environments: readonly Environment[]): Estimates {
  return new Map(
    environments.map(({ name }) => [
      name,
      estimate(filesBelow(files, `terraform/${name}/`), filesBelow(files, `kubernetes/${name}/`)),
    ]),
  );
}

/** Returns the cost tables of the environments, as files that are not applied. */
export function costFiles(estimates: Estimates): Files {
  return new Map([...estimates].map(([name, estimated]) => [`review/${name}/COST`, costTable(name, estimated)]));
}

/** Returns the files in a folder, by their path below it. */
export function filesBelow(files: Files, folder: string): Files {
  return new Map(
    [...files].flatMap(([file, text]) => (file.startsWith(folder) ? [[file.slice(folder.length), text]] : [])),
  );
}
