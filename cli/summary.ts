import type { Files } from '../apps/synthesize';
import { services as allServices } from '../apps/services';
import { isReleased } from '../lib/platform/definitions/deployed-services';
import { isTask } from '../lib/platform/definitions/service-definition';
import type { Service } from '../lib/platform/definitions/service-list';
import type { Environment } from '../environments/environment';
import { containerImagesFile } from '../environments/locks';
import { summaryLine } from '../lib/cost/table';
import type { Estimates } from './cost';

/** Returns a summary of the files that were written. */
export function summary(
  files: Files,
  environments: readonly Environment[],
  estimates: Estimates,
  milliseconds: number,
  services: readonly Service[] = allServices,
): string {
  const width = Math.max(...environments.map(({ name }) => name.length)) + 2;
  const lines = environments.map(
    ({ name }) =>
      `${name.padEnd(width)}${resources(files, name)}   ${objects(files, name)}   ${summaryLine(estimates.get(name) ?? {})}`,
  );
  const examples = [...files.keys()].filter((file) => file.startsWith('examples/')).length;
  const waiting = environments.flatMap((environment) => notReleased(environment, services, width));
  return [
    ...lines,
    ...waiting,
    `dist/: ${files.size} files${examples > 0 ? `, ${examples} of them examples,` : ''} in ${(milliseconds / 1000).toFixed(2)} s`,
  ].join('\n');
}

/** Services without a pinned image, and the lock file's entries that pin it. */
function notReleased(environment: Environment, services: readonly Service[], width: number): string[] {
  const waiting = services
    .map(({ definition }) => definition)
    .filter((definition) => !isReleased(environment, definition));
  if (waiting.length === 0) return [];
  const pins = [...new Set(waiting.map((service) => (isTask(service) ? service.imageFrom : service.name)))];
  const entries = pins.map((pin) => `${environment.name}.${pin}`).join(', ');
  const names = waiting.map(({ name }) => name).join(', ');
  return [`${environment.name.padEnd(width)}not released: ${names} (pin ${containerImagesFile} → ${entries})`];
}

function resources(files: Files, environment: string): string {
  const stacks = [...files].flatMap(([file, content]) => {
    const stack = /^terraform\/([^/]+)\/([^/]+)\/main\.tf\.json$/.exec(file);
    return stack?.[1] === environment ? [`${stack[2]} ${resourceCount(content)}`] : [];
  });
  return `terraform: ${stacks.join(', ')} resources`;
}

function resourceCount(terraform: string): number {
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
