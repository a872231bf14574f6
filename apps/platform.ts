import { App as Infrastructure } from 'cdktf';
import { App as Workloads } from 'cdk8s';
import { Stack } from '../lib/aws/stack/stack';
import { checkProviderLock, providerLockFile, stackLockFile } from '../lib/aws/stack/provider-lock';
import { stackFiles } from '../lib/aws/stack/render';
import { type Problem, problemsIn, toldOnce, ValidationError } from '../lib/core/diagnostics';
import { objectsWithoutNamespace, objectsWithoutWave } from '../lib/kubernetes/checks/unscheduled-objects';
import { unprovidedMetrics } from '../lib/kubernetes/checks/custom-metrics';
import { unreasonedPatches } from '../lib/kubernetes/manifests/patch';
import { podSecurityProblems } from '../lib/kubernetes/checks/pod-security';
import { duplicateObjects, objectFiles, render, type Rendered } from '../lib/kubernetes/manifests/render';
import { withoutWaived } from '../lib/rules/waiver';
import { sourceOf } from '../environments';
import type { Environment } from '../environments/environment';
import { brokerChart } from './charts/rabbitmq';
import { groundCharts } from './charts/namespace';
import { servicesChart } from './charts/services';
import { services } from './services';
import { sameNames, validateServices } from '../lib/platform/check-services';
import { bootstrapStack } from './stacks/bootstrap';
import { clusterStack } from './stacks/cluster';
import { dataStack } from './stacks/data';
import { networkStack } from './stacks/network';

export { providerLockFile };

/** File contents by their path. */
export type Files = ReadonlyMap<string, string>;

/** An environment's infrastructure, described in an app of cdktf. */
export function describeInfrastructure(app: Infrastructure, environment: Environment): void {
  bootstrapStack(app, environment);
  networkStack(app, environment);
  dataStack(app, environment);
  clusterStack(app, environment);
}

/** An environment's workloads, described in an app of cdk8s. */
export function describeWorkloads(app: Workloads, environment: Environment): void {
  groundCharts(app, environment);
  brokerChart(app, environment);
  servicesChart(app, environment);
}

/** An environment's two halves, described and not yet written. */
interface Platform {
  readonly environment: Environment;
  readonly infrastructure: Infrastructure;
  readonly workloads: Workloads;
  readonly objects: readonly Rendered[];
}

function buildPlatform(environment: Environment): Platform {
  const [infrastructure, workloads] = [new Infrastructure(), new Workloads()];
  describeInfrastructure(infrastructure, environment);
  describeWorkloads(workloads, environment);
  return { environment, infrastructure, objects: render(workloads), workloads };
}

/** Everything that is wrong and not waived, of all environments at once. */
function problemsOf(platforms: readonly Platform[], known: readonly Problem[]): Problem[] {
  const environments = platforms.map(({ environment }) => environment);
  const found = platforms.flatMap(({ infrastructure, objects, workloads }) => [
    ...problemsIn(infrastructure),
    ...problemsIn(workloads),
    ...objectsWithoutWave(workloads),
    ...objectsWithoutNamespace(objects),
    ...duplicateObjects(objects),
    ...podSecurityProblems(objects),
    ...unprovidedMetrics(workloads, objects),
    ...unreasonedPatches(workloads),
  ]);
  const waivers = environments.flatMap((environment) =>
    environment.waivers.map((waiver) => ({ ...waiver, where: sourceOf(environment)('waivers') })),
  );
  // A mistake in a file of a service is made in every environment.
  return toldOnce(withoutWaived([...known, ...validateServices(services, environments), ...found], waivers));
}

/**
 * The whole program as files below `dist/`: a pure function of the environments.
 *
 * @param known problems that were found before
 * @param providerLock Terraform's lock of the providers, for every stack: what `scripts/lock-providers.sh` wrote
 * @throws ValidationError with every problem, where there is one
 */
export function synthesize(
  environments: readonly Environment[],
  known: readonly Problem[] = [],
  providerLock?: string,
): Files {
  const unbuildable = sameNames(services);
  if (unbuildable.length > 0) throw new ValidationError([...known, ...unbuildable]);
  const platforms = environments.map((environment) => buildPlatform(environment));
  const problems = problemsOf(platforms, known);
  if (problems.length > 0) throw new ValidationError(problems);
  const files = new Map(platforms.flatMap((platform) => [...filesOf(platform)]));
  return providerLock === undefined ? files : locked(files, providerLock);
}

function filesOf({ environment, infrastructure, objects }: Platform): Files {
  const stacks = infrastructure.node.children.filter((child) => child instanceof Stack);
  for (const stack of stacks) stack.prepareStack();
  return new Map([
    ...stacks.flatMap((stack) => below(`terraform/${environment.name}/${stack.name}`, stackFiles(stack))),
    ...below(`kubernetes/${environment.name}`, objectFiles(objects)),
  ]);
}

/** Puts the lock beside every stack: one file, since all of them use one version. */
function locked(files: Files, lock: string): Files {
  const stacks = [...files].filter(([file]) => file.endsWith('/main.tf.json'));
  const versions = stacks.map(([, text]) => {
    const { terraform } = JSON.parse(text) as { terraform: { required_providers: { aws: { version: string } } } };
    return terraform.required_providers.aws.version;
  });
  const problems = [...new Set(versions)].flatMap((version) => checkProviderLock(lock, { 'hashicorp/aws': version }));
  if (problems.length > 0) {
    throw new ValidationError(
      problems.map(({ fix, rule, setting }) => ({
        fix,
        path: providerLockFile,
        rule,
        where: `${providerLockFile} → ${setting}`,
      })),
    );
  }
  return new Map([
    ...files,
    ...stacks.map(([file]): [string, string] => [file.replace('main.tf.json', stackLockFile), lock]),
  ]);
}

function below(folder: string, files: Files): [string, string][] {
  return [...files].map(([path, content]) => [`${folder}/${path}`, content]);
}
