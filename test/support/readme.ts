import { readFileSync } from 'node:fs';
import { examples } from '../../apps/examples';
import { type Files, synthesize } from '../../apps/synthesize';
import { estimates } from '../../cli/cost';
import { summary } from '../../cli/summary';
import { committedEnvironments } from '../../environments';

const figuresBlock = /(<!-- figures -->\s*```\n)[\s\S]*?(\n```\s*<!-- \/figures -->)/;

/** The service that the README shows. */
const exampleService = 'apps/services/web.ts';
const serviceBlock = /(This is all of `apps\/services\/web\.ts`:\n\n```ts\n)[\s\S]*?(```\n)/;

/** Returns the summary of `adamant synth` without its last line, which has the time of the run. */
export function figures(
  dist: Files = synthesize(Object.values(committedEnvironments.environments), {
    diagnostics: committedEnvironments.diagnostics,
  }),
): string {
  const environments = Object.values(committedEnvironments.environments);
  const printed = summary(new Map([...dist, ...examples()]), environments, estimates(dist, environments), 0);
  return printed.split('\n').slice(0, -1).join('\n');
}

/** Returns the README with its generated blocks replaced: the figures, and the definition of a service. */
export function updatedReadme(readme: string, printed: string, service = readFileSync(exampleService, 'utf8')): string {
  return readme
    .replace(figuresBlock, (_, start: string, end: string) => `${start}${printed}${end}`)
    .replace(serviceBlock, (_, start: string, end: string) => `${start}${service}${end}`);
}
