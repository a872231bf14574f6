import { growAws } from './grow-aws';
import { growKubernetes } from './grow-kubernetes';

/** What `bench/grow.ts HALF SIZE` prints. */
export interface Grown {
  /** Resources or objects in what was written. */
  readonly count: number;
  /** CPU time in milliseconds, loading left out. */
  readonly cpu: number;
}

const halves = { aws: growAws, kubernetes: growKubernetes } as const;

export type Half = keyof typeof halves;

/** Describes, checks and writes to memory, once. */
function grow(half: Half, size: number): Grown {
  const started = process.cpuUsage();
  const written = halves[half](size);
  const { system, user } = process.cpuUsage(started);
  return { count: written.count(), cpu: (system + user) / 1000 };
}

const [half, size] = process.argv.slice(2);
if ((half !== 'aws' && half !== 'kubernetes') || !(Number(size) > 0)) {
  console.error('usage: node cli/load.mjs bench/grow.ts aws|kubernetes STACKS|CHARTS');
  process.exitCode = 2;
} else {
  console.log(JSON.stringify(grow(half, Number(size))));
}
