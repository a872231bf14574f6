import { availableParallelism, loadavg } from 'node:os';
import { growth } from './growth';
import { peers } from './peers';
import { synth, test, types } from './programs';
import { line, type Row } from './row';

interface Measure {
  readonly about: string;
  readonly rows: (runs: number) => Row[];
}

const measures: Readonly<Record<string, Measure>> = {
  synth: { about: 'time and memory of `adamant synth`, all environments', rows: synth },
  peers: { about: '`cdktf synth` and `cdk8s synth` of the same program, as a multiple of ours', rows: peers },
  growth: { about: '1,000 to 10,000 AWS resources, 600 to 6,000 objects: whether time grows no faster', rows: growth },
  types: { about: '`tsc --noEmit`', rows: types },
  test: { about: '`npm test`', rows: test },
};

const help = `Measures the program against its budgets, one line a measure: the median, the budget, ok or over.

  npm run bench [-- NAME ...] [--runs N] [--report]

${Object.entries(measures)
  .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
  .join('\n')}

  --runs N    how many runs count, after one that does not (5)
  --report    exit 0 also when a budget is exceeded
  --help      this text

  npm run bench                                            everything
  npm run bench -- synth types                             two of them
  npm run bench -- growth --runs 1 --report                a quick look
  ADAMANT_BENCH_CLIS=DIR/node_modules/.bin npm run bench -- peers   with cdktf-cli and cdk8s-cli installed in DIR

Exit code: 0 all within budget, 1 one over budget or failed, 2 something is wrong with the command.`;

interface Command {
  readonly names: readonly string[];
  readonly runs: number;
  readonly report: boolean;
  readonly unknown: readonly string[];
}

function commandOf(given: readonly string[]): Command {
  const at = given.indexOf('--runs');
  const runs = at < 0 ? 5 : Number(given[at + 1]);
  const words = at < 0 ? given : given.filter((_, index) => index !== at && index !== at + 1);
  const names = words.filter((word) => Object.hasOwn(measures, word));
  const unknown = words.filter((word) => word !== '--report' && !names.includes(word));
  return { names, report: words.includes('--report'), runs, unknown };
}

function main(given: readonly string[]): number {
  if (given.includes('--help')) {
    console.log(help);
    return 0;
  }
  const { names, report, runs, unknown } = commandOf(given);
  if (unknown.length > 0) {
    console.error(`bench: unknown: ${unknown.join(', ')}. It knows ${Object.keys(measures).join(', ')}, and --help.`);
    return 2;
  }
  if (!Number.isInteger(runs) || runs < 1) {
    console.error('bench: --runs needs a whole number from 1, as --runs 3');
    return 2;
  }

  console.log(`node ${process.versions.node}, ${availableParallelism()} cores, ${load()}; median of ${runs}\n`);
  const rows = Object.entries(measures)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .flatMap(([name, measure]) => told(name, measure, runs));
  const missed = rows.filter(({ verdict }) => verdict === 'over');
  const failed = rows.filter(({ verdict }) => verdict === 'failed');
  console.log(`\n${missed.length} over budget, ${failed.length} failed; ${load()}`);
  return failed.length > 0 || (missed.length > 0 && !report) ? 1 : 0;
}

/** A measure's lines, printed as soon as they are known. */
function told(name: string, { rows }: Measure, runs: number): Row[] {
  const found = attempt(name, () => rows(runs));
  for (const row of found) console.log(line(row));
  return found;
}

function attempt(what: string, rows: () => Row[]): Row[] {
  try {
    return rows();
  } catch (error) {
    return [{ note: error instanceof Error ? error.message : String(error), value: '-', verdict: 'failed', what }];
  }
}

/** What else the machine does: a number above its cores says that times are too long. */
function load(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

process.exitCode = main(process.argv.slice(2));
