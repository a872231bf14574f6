import { root } from './support/project';
import { endAll, killAll } from './support/process';
import { Report } from './support/report';
import { autoscaling } from './operators/autoscaling';
import { aws } from './terraform/aws';
import { elasticsearch } from './operators/elasticsearch';
import { kubernetes } from './kubernetes/kubernetes';
import { metacontroller } from './metacontroller/metacontroller';
import { monitoring } from './operators/monitoring';
import { operators } from './operators/operators';
import { practice } from './practice/practice';
import { rollouts } from './kubernetes/rollouts';
import { tasks } from './tasks/tasks';
import { terraform } from './terraform/terraform';

interface Run {
  readonly summary: string;
  /** Tools and files that the run needs. */
  readonly needs: string;
  readonly run: (report: Report, full: boolean) => Promise<void>;
}

const runs: Readonly<Record<string, Run>> = {
  terraform: {
    summary: 'Plans, applies, updates, drifts and destroys every stack with a stand-in provider.',
    needs: 'terraform, go, ../shared/terraform',
    run: terraform,
  },
  aws: {
    summary: 'Applies every stack with the real AWS provider to an emulated account, with state in S3.',
    needs: 'terraform, an installed AWS provider, python3 with moto, ../shared/terraform',
    run: aws,
  },
  kubernetes: {
    summary: 'Applies every wave to a real API server and waits for every rollout.',
    needs: 'kubectl, go, ../shared/kubernetes and ../shared/crds, or a KUBECONFIG',
    run: kubernetes,
  },
  operators: {
    summary:
      'Compares addons with their repositories, and runs the operators of RabbitMQ: members are admitted, rolled and drained.',
    needs: 'kubectl, go, rabbitmq-server, ../shared/kubernetes, ../shared/crds',
    run: operators,
  },
  metacontroller: {
    summary: 'Creates, changes, fails and deletes objects of the example operator, with its hooks over HTTP.',
    needs: 'kubectl, go, ../shared/kubernetes, ../shared/crds; METACONTROLLER=FILE runs its own program too',
    run: metacontroller,
  },
  elasticsearch: {
    summary:
      'Runs the operator of Elasticsearch: nodes are admitted, spread over zones and changed, and mistakes are refused.',
    needs: 'kubectl, go, ../shared/kubernetes, ../shared/crds',
    run: elasticsearch,
  },
  monitoring: {
    summary:
      'Runs the operator of Prometheus: servers are admitted and spread over zones, exactly the declared monitors and rules are configured, each alert fires when it should, and the exporter of Elasticsearch has its metrics.',
    needs: 'kubectl, go, openssl, ../shared/kubernetes, ../shared/crds',
    run: monitoring,
  },
  autoscaling: {
    summary: 'Runs the adapter of Prometheus: the autoscaler of a worker follows the length of a queue, up and down.',
    needs: 'kubectl, go, openssl, ../shared/kubernetes, ../shared/crds',
    run: autoscaling,
  },
  practice: {
    summary: 'Runs checkov, kube-score and kubeconform, and allows only declared exceptions.',
    needs: 'checkov, kube-score, kubeconform, go, ../shared/crds',
    run: practice,
  },
  rollouts: {
    summary: 'Counts ready pods during updates, evictions, a lost zone and a bad release.',
    needs: 'kubectl, go, ../shared/kubernetes, ../shared/crds',
    run: rollouts,
  },
  tasks: {
    summary: 'Performs ordinary tasks on copies of the project, each followed by npm run accept and npm test.',
    needs: 'nothing but Node.js',
    run: tasks,
  },
};

const help = `Runs the synthesized output with the tools that consume it, and the tests after ordinary tasks.

Usage: npm run integration [-- NAME ...] [--full]

${Object.entries(runs)
  .map(([name, { needs, summary }]) => `  ${name.padEnd(16)}${summary}\n  ${''.padEnd(16)}Needs ${needs}.`)
  .join('\n')}

  --full      run every scenario in every environment instead of a sample
  --help      show this help

Examples:
  npm run integration                          all runs
  npm run integration -- kubernetes            one run
  npm run integration -- terraform aws --full  two runs, with every scenario

Logs are in .cache/integration/NAME. A missing tool or file is a failure if CI=true, and a skip elsewhere.
The exit code is 0 if all steps passed, 1 if a step failed, and 2 for an unknown name or option.`;

async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const options = args.filter((arg) => arg.startsWith('-'));
  if (options.includes('--help')) {
    console.log(help);
    return 0;
  }
  const unknown = [
    ...names.filter((name) => !Object.keys(runs).includes(name)),
    ...options.filter((option) => option !== '--full'),
  ];
  if (unknown.length > 0) {
    console.error(
      `integration: unknown argument ${unknown.join(', ')}. Use ${Object.keys(runs).join(', ')}, --full or --help.`,
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
    console.log(`${signal}: stopping all processes`);
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
