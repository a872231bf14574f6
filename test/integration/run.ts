import { root } from './support/project';
import { endAll, killAll } from './support/process';
import { Report } from './support/report';
import { aws } from './terraform/aws';
import { kubernetes } from './kubernetes/kubernetes';
import { practice } from './practice/practice';
import { rollouts } from './kubernetes/rollouts';
import { terraform } from './terraform/terraform';

type Run = (report: Report, full: boolean) => Promise<void>;

const runs: Readonly<Record<string, { readonly about: string; readonly run: Run }>> = {
  terraform: {
    about: 'plan, apply, roll, drift and destroy every stack, in an account that is played',
    run: terraform,
  },
  aws: { about: "AWS's own validation of every value, an emulated account, state and locks in S3", run: aws },
  kubernetes: { about: 'apply every wave to a real API server, and wait for every rollout', run: kubernetes },
  practice: { about: 'checkov, kube-score and kubeconform find nothing but declared exceptions', run: practice },
  rollouts: {
    about: 'updates, evictions, a lost zone and bad images: never fewer ready pods than declared',
    run: rollouts,
  },
};

const help = `Runs what is synthesized with the programs that it is for.

  npm run integration [-- NAME ...] [--full]

${Object.entries(runs)
  .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
  .join('\n')}

  --full      the whole number where otherwise a sample is taken
  --help      this text

  npm run integration                          everything
  npm run integration -- kubernetes            one of them
  npm run integration -- terraform aws --full  two of them, in full

Complete logs are in .cache/reality/NAME. A tool that is missing is a failure where CI=true, and skipped elsewhere.`;

async function main(given: readonly string[]): Promise<number> {
  const names = given.filter((word) => !word.startsWith('-'));
  const options = given.filter((word) => word.startsWith('-'));
  if (options.includes('--help')) {
    console.log(help);
    return 0;
  }
  const unknown = [...names.filter((word) => !(word in runs)), ...options.filter((word) => word !== '--full')];
  if (unknown.length > 0) {
    console.error(
      `reality: unknown: ${unknown.join(', ')}. It knows ${Object.keys(runs).join(', ')}, --full and --help.`,
    );
    return 2;
  }

  const report = new Report(root, (line) => console.log(line));
  const interrupt = (signal: NodeJS.Signals): void => {
    if (report.interrupted) {
      killAll();
      process.exit(1);
    }
    report.interrupted = true;
    console.log(`${signal}: ending what was started`);
    void endAll();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt).on('exit', killAll);
  for (const [name, { run }] of Object.entries(runs)) {
    if (report.interrupted || (names.length > 0 && !names.includes(name))) continue;
    await report.part(name, 'all', () => run(report, options.includes('--full')));
  }
  await endAll();
  console.log(`\n${report.summary}`);
  return report.failed > 0 || report.interrupted ? 1 : 0;
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
