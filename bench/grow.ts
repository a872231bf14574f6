import { Argument } from 'commander';
import { script, wholeNumber } from '../cli/script';
import { growAws } from './grow-aws';
import { growKubernetes } from './grow-kubernetes';

/** The output of this script. */
export interface Grown {
  /** Resources or objects in the rendered files. */
  readonly count: number;
  /** CPU time in milliseconds, without loading. */
  readonly cpu: number;
}

const halves = { aws: growAws, kubernetes: growKubernetes } as const;

export type Half = keyof typeof halves;

script(
  'node cli/load.mjs bench/grow.ts',
  'Creates, checks and renders an app in memory, and prints its size and CPU time.',
)
  .addArgument(new Argument('<half>', 'the half of the platform').choices(Object.keys(halves)))
  .argument('<size>', 'number of stacks or charts', wholeNumber)
  .action((half: Half, size: number) => {
    console.log(JSON.stringify(grow(half, size)));
  })
  .parse();

function grow(half: Half, size: number): Grown {
  const started = process.cpuUsage();
  const rendered = halves[half](size);
  const { system, user } = process.cpuUsage(started);
  return { count: rendered.count(), cpu: (system + user) / 1000 };
}
