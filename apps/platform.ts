import { App as Infrastructure } from 'cdktf';
import { App as Workloads } from 'cdk8s';
import { Stack } from '../lib/aws/stack';
import { stackFiles } from '../lib/aws/synthesize';
import { type Problem, problemsIn, ValidationError } from '../lib/core/errors';
import { appFiles, duplicateObjects } from '../lib/kubernetes/synthesize';
import { withoutWaived } from '../lib/policy/waiver';
import { sourceOf } from '../environments';
import type { Environment } from '../environments/environment';
import { brokerChart } from './charts/broker';
import { groundCharts } from './charts/ground';
import { servicesChart } from './charts/services';
import { services } from './services';
import { validateServices } from './services/validate';
import { clusterStack } from './stacks/cluster';
import { dataStack } from './stacks/data';
import { networkStack } from './stacks/network';

/** File contents by their path. */
export type Files = ReadonlyMap<string, string>;

/** An environment's two halves, described and not yet written. */
export interface Platform {
  readonly environment: Environment;
  readonly infrastructure: Infrastructure;
  readonly workloads: Workloads;
}

/** The one wiring of an environment, used by every entry and every test. */
export function buildPlatform(
  environment: Environment,
  halves: Partial<Pick<Platform, 'infrastructure' | 'workloads'>> = {},
): Platform {
  const { infrastructure = new Infrastructure(), workloads: objects = new Workloads() } = halves;
  networkStack(infrastructure, environment);
  dataStack(infrastructure, environment);
  clusterStack(infrastructure, environment);
  groundCharts(objects, environment);
  brokerChart(objects, environment);
  servicesChart(objects, environment);
  return { environment, infrastructure, workloads: objects };
}

/** Everything that is wrong and not waived, of all environments at once. */
export function problemsOf(platforms: readonly Platform[], known: readonly Problem[] = []): Problem[] {
  const environments = platforms.map(({ environment }) => environment);
  const found = platforms.flatMap(({ infrastructure, workloads: objects }) => [
    ...problemsIn(infrastructure),
    ...problemsIn(objects),
    ...duplicateObjects(objects),
  ]);
  const waivers = environments.flatMap((environment) =>
    environment.waivers.map((waiver) => ({ ...waiver, where: sourceOf(environment)('waivers') })),
  );
  return withoutWaived([...known, ...validateServices(services, environments), ...found], waivers);
}

/**
 * The whole program as files below `dist/`: a pure function of the environments.
 *
 * @throws ValidationError with every problem, where there is one
 */
export function synthesize(environments: readonly Environment[], known: readonly Problem[] = []): Files {
  const platforms = environments.map((environment) => buildPlatform(environment));
  const problems = problemsOf(platforms, known);
  if (problems.length > 0) throw new ValidationError(problems);
  return new Map(platforms.flatMap((platform) => [...filesOf(platform)]));
}

function filesOf({ environment, infrastructure, workloads: objects }: Platform): Files {
  const stacks = infrastructure.node.children.filter((child) => child instanceof Stack);
  return new Map([
    ...stacks.flatMap((stack) => below(`terraform/${environment.name}/${stack.name}`, stackFiles(stack))),
    ...below(`kubernetes/${environment.name}`, appFiles(objects)),
  ]);
}

function below(folder: string, files: Files): [string, string][] {
  return [...files].map(([path, content]) => [`${folder}/${path}`, content]);
}
