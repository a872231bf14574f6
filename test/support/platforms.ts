import { parse } from 'yaml';
import { servicesIn } from '../../apps/platform';
import { services as ownServices } from '../../apps/services';
import { type Files, synthesize } from '../../apps/synthesize';
import { committedEnvironments } from '../../environments';
import type { Environment } from '../../environments/environment';
import { type DeployedService, withVariants } from '../../lib/platform/definitions/deployed-services';
import type { Service } from '../../lib/platform/definitions/service-list';
import { allEnvironments, services as fixtureServices, synthesizeFixture } from '../fixtures/platform';
import type { Json } from './terraform';

/** The synthesized output of one environment, with what it was synthesized from. */
export class PlatformOutput {
  /** Services that run in the environment. */
  readonly deployed: readonly DeployedService[];
  /** Services and variants: everything that runs pods. */
  readonly workloads: readonly DeployedService[];
  private readonly manifests: readonly Json[];
  private readonly configurations: ReadonlyMap<string, Json>;

  /**
   * @param environments all environments that were synthesized together
   * @param files their files
   */
  constructor(
    readonly environment: Environment,
    readonly environments: readonly Environment[],
    readonly services: readonly Service[],
    readonly files: Files,
  ) {
    this.deployed = servicesIn(environment, services);
    this.workloads = withVariants(this.deployed);
    this.manifests = this.filesBelow('kubernetes', '.yaml').map(([, text]) => parse(text));
    this.configurations = new Map(
      this.filesBelow('terraform', '.tf.json').map(([file, text]) => [file.split('/')[2] ?? '', JSON.parse(text)]),
    );
  }

  /** Names of the stacks, in the order of their files. */
  get stacks(): readonly string[] {
    return [...this.configurations.keys()];
  }

  /** The Terraform JSON of a stack. */
  stack(name: string): Json {
    return this.configurations.get(name) ?? {};
  }

  /** Resources of a type in all stacks. */
  resources(type: string): Json[] {
    return [...this.configurations.values()].flatMap(({ resource }) => Object.values<Json>(resource[type] ?? {}));
  }

  /** Kubernetes objects of a kind. */
  objects(kind: string): Json[] {
    return this.manifests.filter((manifest) => manifest.kind === kind);
  }

  /** The Kubernetes object of a kind with a name, which must exist. */
  object(kind: string, name: string): Json {
    const found = this.objects(kind).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`no ${kind} ${name} in ${this.environment.name}`);
    return found;
  }

  /** Files of the environment in one half of `dist`, with an ending. */
  filesBelow(half: 'kubernetes' | 'terraform', ending = ''): [string, string][] {
    return [...this.files].filter(
      ([file]) => file.startsWith(`${half}/${this.environment.name}/`) && file.endsWith(ending),
    );
  }
}

function outputs(environments: readonly Environment[], services: readonly Service[], files: Files): PlatformOutput[] {
  return environments.map((environment) => new PlatformOutput(environment, environments, services, files));
}

/** Output of the fixture's environments. */
export const fixtureOutputs: readonly PlatformOutput[] = outputs(allEnvironments, fixtureServices, synthesizeFixture());

const own = Object.values(committedEnvironments.environments);

/** Output of all committed environments and of the fixture's, with titles for `describe.each`. */
export const allOutputs: readonly (readonly [string, PlatformOutput])[] = [
  ...outputs(own, ownServices, synthesize(own, { diagnostics: committedEnvironments.diagnostics })).map(
    (output) => [output.environment.name, output] as const,
  ),
  ...fixtureOutputs.map((output) => [`fixture ${output.environment.name}`, output] as const),
];
