import { Argument, Option } from 'commander';
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { script, wholeNumber } from '../cli/script';
import { baseline } from './baseline';
import { growth } from './growth';
import { peers } from './peers';
import { removedFolder, synth, test, types } from './programs';
import { line, type Row } from './row';

interface Measure {
  readonly description: string;
  readonly rows: (runs: number) => Row[];
}

const measures: Readonly<Record<string, Measure>> = {
  synth: { description: 'time and memory of `adamant synth`, all environments', rows: synth },
  baseline: { description: '`adamant synth`, as a multiple of the same command at an older commit', rows: baseline },
  peers: { description: '`cdktf synth` and `cdk8s synth` of the same apps, as a multiple of ours', rows: peers },
  growth: { description: '1,000 to 10,000 AWS resources, 600 to 6,000 objects: linear or not', rows: growth },
  types: { description: '`tsc --noEmit`', rows: types },
  test: { description: '`npm test`', rows: test },
};

const help = `
Measures:
${Object.entries(measures)
  .map(([name, { description }]) => `  ${name.padEnd(12)}${description}`)
  .join('\n')}

Examples:
  npm run bench                                            everything
  npm run bench -- synth types                             two measures
  npm run bench -- growth --runs 1 --report                a quick look
  ADAMANT_BENCH_CLIS=DIR/node_modules/.bin npm run bench -- peers   with cdktf-cli and cdk8s-cli installed in DIR

Exit code: 0 all within budget, 1 one over budget or failed, 2 unknown argument.`;

script(
  'npm run bench --',
  'Measures the program against its budgets, one row a measure: the median, the budget, ok or over.',
)
  .addArgument(new Argument('[measure...]', 'measures to run (all)').choices(Object.keys(measures)))
  .addOption(new Option('--runs <n>', 'runs that count, after one that does not').default(5).argParser(wholeNumber))
  .option('--report', 'exit with 0 also when a budget is exceeded', false)
  .addHelpText('after', help)
  .action((names: readonly string[], { report, runs }: { readonly report: boolean; readonly runs: number }) => {
    process.exitCode = bench(names, runs, report);
  })
  .parse();

function bench(names: readonly string[], runs: number, report: boolean): number {
  console.log(`node ${process.versions.node}, ${availableParallelism()} cores, ${load()}; median of ${runs}\n`);
  const rows = Object.entries(measures)
    .filter(([name]) => names.length === 0 || names.includes(name))
    .flatMap(([name, { rows: measure }]) => printed(rowsOrFailure(name, () => measure(runs))));
  rmSync(removedFolder, { force: true, recursive: true });
  const over = rows.filter(({ verdict }) => verdict === 'over');
  const failed = rows.filter(({ verdict }) => verdict === 'failed');
  console.log(`\n${over.length} over budget, ${failed.length} failed; ${load()}`);
  return failed.length > 0 || (over.length > 0 && !report) ? 1 : 0;
}

function printed(rows: Row[]): Row[] {
  for (const row of rows) console.log(line(row));
  return rows;
}

function rowsOrFailure(name: string, rows: () => Row[]): Row[] {
  try {
    return rows();
  } catch (error) {
    return [{ name, note: error instanceof Error ? error.message : String(error), value: '-', verdict: 'failed' }];
  }
}

/** The load of the machine. Above the number of its cores, times are too long. */
function load(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}
