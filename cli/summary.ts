import type { Files } from '../apps/synthesize';
import { services } from '../apps/services';
import { isReleased } from '../lib/platform/deployed-services';
import type { Environment } from '../environments/environment';
import { summaryLine } from '../lib/cost/table';
import type { Estimates } from './cost';

/** What was written, in a few lines that a person reads. */
export function summary(
  files: Files,
  environments: readonly Environment[],
  estimates: Estimates,
  milliseconds: number,
): string {
  const width = Math.max(...environments.map(({ name }) => name.length)) + 2;
  const lines = environments.map(
    ({ name }) =>
      `${name.padEnd(width)}${resources(files, name)}   ${objects(files, name)}   ${summaryLine(estimates.get(name) ?? {})}`,
  );
  const examples = [...files.keys()].filter((file) => file.startsWith('examples/')).length;
  const waiting = environments.flatMap((environment) => notReleased(environment, width));
  return [
    ...lines,
    ...waiting,
    `dist/: ${files.size} files, ${examples} of them examples, in ${(milliseconds / 1000).toFixed(2)} s`,
  ].join('\n');
}

/** Services that wait for their first release. */
function notReleased(environment: Environment, width: number): string[] {
  const names = services
    .map(({ definition }) => definition)
    .filter((definition) => !isReleased(environment, definition))
    .map(({ name }) => name);
  return names.length === 0 ? [] : [`${environment.name.padEnd(width)}not released: ${names.join(', ')}`];
}

function resources(files: Files, environment: string): string {
  const stacks = [...files].flatMap(([file, content]) => {
    const stack = /^terraform\/([^/]+)\/([^/]+)\/main\.tf\.json$/.exec(file);
    return stack?.[1] === environment ? [`${stack[2]} ${countOf(content)}`] : [];
  });
  return `terraform: ${stacks.join(', ')} resources`;
}

function countOf(terraform: string): number {
  const { resource = {} } = JSON.parse(terraform) as { resource?: Record<string, Record<string, unknown>> };
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

function objects(files: Files, environment: string): string {
  const own = [...files.keys()].filter(
    (file) => file.startsWith(`kubernetes/${environment}/`) && file.endsWith('.yaml'),
  );
  const waves = new Set(own.map((file) => file.split('/')[2]));
  return `kubernetes: ${own.length} objects in ${waves.size} waves`;
}
