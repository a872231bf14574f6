import { App as Infrastructure } from 'cdktf';
import { App as Workloads } from 'cdk8s';
import { Stack } from '../lib/aws/stack/stack';
import { checkProviderLock, providerLockFile, stackLockFile } from '../lib/aws/stack/provider-lock';
import { stackFiles } from '../lib/aws/stack/render';
import { type Diagnostic, collectDiagnostics, dedupe, ValidationError } from '../lib/core/diagnostics';
import { checkObjectsHaveNamespace, checkObjectsHaveWave } from '../lib/kubernetes/checks/unscheduled-objects';
import { checkCustomMetrics } from '../lib/kubernetes/checks/custom-metrics';
import { checkPatches } from '../lib/kubernetes/manifests/patch';
import { checkPodSecurity } from '../lib/kubernetes/checks/pod-security';
import { checkDuplicateObjects, objectFiles, render, type Rendered } from '../lib/kubernetes/manifests/render';
import { applyWaivers } from '../lib/rules/waiver';
import { settingSource } from '../environments';
import type { Environment } from '../environments/environment';
import { rabbitmqChart } from './charts/rabbitmq';
import { namespaceCharts } from './charts/namespace';
import { servicesChart } from './charts/services';
import { services } from './services';
import { checkUniqueNames, checkServices } from '../lib/platform/check-services';
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
  namespaceCharts(app, environment);
  rabbitmqChart(app, environment);
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
function collectAllDiagnostics(platforms: readonly Platform[], known: readonly Diagnostic[]): Diagnostic[] {
  const environments = platforms.map(({ environment }) => environment);
  const found = platforms.flatMap(({ infrastructure, objects, workloads }) => [
    ...collectDiagnostics(infrastructure),
    ...collectDiagnostics(workloads),
    ...checkObjectsHaveWave(workloads),
    ...checkObjectsHaveNamespace(objects),
    ...checkDuplicateObjects(objects),
    ...checkPodSecurity(objects),
    ...checkCustomMetrics(workloads, objects),
    ...checkPatches(workloads),
  ]);
  const waivers = environments.flatMap((environment) =>
    environment.waivers.map((waiver) => ({ ...waiver, source: settingSource(environment)('waivers') })),
  );
  // A mistake in a file of a service is made in every environment.
  return dedupe(applyWaivers([...known, ...checkServices(services, environments), ...found], waivers));
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
  known: readonly Diagnostic[] = [],
  providerLock?: string,
): Files {
  const unbuildable = checkUniqueNames(services);
  if (unbuildable.length > 0) throw new ValidationError([...known, ...unbuildable]);
  const platforms = environments.map((environment) => buildPlatform(environment));
  const problems = collectAllDiagnostics(platforms, known);
  if (problems.length > 0) throw new ValidationError(problems);
  const files = new Map(platforms.flatMap((platform) => [...outputFiles(platform)]));
  return providerLock === undefined ? files : withProviderLock(files, providerLock);
}

function outputFiles({ environment, infrastructure, objects }: Platform): Files {
  const stacks = infrastructure.node.children.filter((child) => child instanceof Stack);
  for (const stack of stacks) stack.prepareStack();
  return new Map([
    ...stacks.flatMap((stack) => inFolder(`terraform/${environment.name}/${stack.name}`, stackFiles(stack))),
    ...inFolder(`kubernetes/${environment.name}`, objectFiles(objects)),
  ]);
}

/** Puts the lock beside every stack: one file, since all of them use one version. */
function withProviderLock(files: Files, lock: string): Files {
  const stacks = [...files].filter(([file]) => file.endsWith('/main.tf.json'));
  const versions = stacks.map(([, text]) => {
    const { terraform } = JSON.parse(text) as { terraform: { required_providers: { aws: { version: string } } } };
    return terraform.required_providers.aws.version;
  });
  const problems = [...new Set(versions)].flatMap((version) => checkProviderLock(lock, { 'hashicorp/aws': version }));
  if (problems.length > 0) {
    throw new ValidationError(
      problems.map(({ hint, message, setting }) => ({
        hint,
        path: providerLockFile,
        message,
        source: `${providerLockFile} → ${setting}`,
      })),
    );
  }
  return new Map([
    ...files,
    ...stacks.map(([file]): [string, string] => [file.replace('main.tf.json', stackLockFile), lock]),
  ]);
}

function inFolder(folder: string, files: Files): [string, string][] {
  return [...files].map(([path, content]) => [`${folder}/${path}`, content]);
}
