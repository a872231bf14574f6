import { examples } from '../../apps/examples';
import { type Files, synthesize } from '../../apps/synthesize';
import { estimates } from '../../cli/cost';
import { summary } from '../../cli/summary';
import { committed } from '../../environments';

const block = /(<!-- figures -->\s*```\n)[\s\S]*?(\n```\s*<!-- \/figures -->)/;

/** Returns the summary of `adamant synth` without its last line, which has the time of the run. */
export function figures(
  dist: Files = synthesize(Object.values(committed.environments), { diagnostics: committed.diagnostics }),
): string {
  const environments = Object.values(committed.environments);
  const printed = summary(new Map([...dist, ...examples()]), environments, estimates(dist, environments), 0);
  return printed.split('\n').slice(0, -1).join('\n');
}

/** Returns the README with the figures between its two comments replaced. */
export function withFigures(readme: string, printed: string): string {
  return readme.replace(block, (_, start: string, end: string) => `${start}${printed}${end}`);
}
