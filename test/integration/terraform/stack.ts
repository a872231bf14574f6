import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../../apps/synthesize';
import { StackConfiguration } from './stack-configuration';
import { cachePath, emptyFolder, writeFiles, writeJson } from '../support/project';
import { type Command, Failure, type Outcome, run, serve } from '../support/process';
import { expect } from '../support/report';

/** Stack names in the order of application. */
export const stackNames = ['bootstrap', 'network', 'data', 'cluster'] as const;
export type StackName = (typeof stackNames)[number];

export type Attributes = Readonly<Record<string, unknown>>;

export interface Change {
  readonly address: string;
  readonly type: string;
  /** The address in the state, if it moved. */
  readonly previous_address?: string;
  /** The reason of a replacement or deletion: `replace_because_tainted` after a creation that failed in part. */
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes;
    readonly after: Attributes;
    readonly after_unknown?: Attributes;
  };
}

export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly values: Attributes;
}

export interface StackOptions {
  readonly run: string;
  readonly environment: string;
  readonly name: StackName;
  /**
   * Working folder below the environment's folder.
   *
   * @default the stack's name
   */
  readonly folder?: string;
  /** Override of the synthesized configuration: backend and provider. */
  readonly override: Attributes;
  /** Arguments of `terraform init`. */
  readonly init: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Timeout of each command. */
  readonly seconds: number;
}

/** A synthesized stack in its own working folder, with the commands of `terraform`. */
export class Stack {
  readonly name: StackName;
  readonly subject: string;
  readonly folder: string;
  readonly log: string;
  private plans = 0;

  constructor(private readonly options: StackOptions) {
    const { run: runName, environment, name, folder = name, override } = options;
    this.name = name;
    this.subject = `${environment}/${name}`;
    this.folder = emptyFolder(cachePath(runName, 'work', 'terraform', environment, folder));
    this.log = cachePath(runName, environment, `${folder}.log`);
    this.override(override);
  }

  /** Replaces the configuration. State and providers remain. */
  write(files: Files): void {
    writeFiles(files, `terraform/${this.subject}`, this.folder);
  }

  /** Writes an override of the configuration. A script's `override.tf.json` has precedence over it. */
  override(block: Attributes): void {
    writeJson(path.join(this.folder, 'before_override.tf.json'), block);
  }

  init(...more: readonly string[]): Promise<Outcome> {
    return this.terraform('init', '-input=false', ...this.options.init, ...more);
  }

  validate(): Promise<Outcome> {
    return this.terraform('validate');
  }

  /** Saves a plan for `apply` and returns its changes. */
  async plan(...more: readonly string[]): Promise<readonly Change[]> {
    return (await this.planAll(...more)).filter(({ change }) => change.actions.join() !== 'no-op');
  }

  /** Saves a plan for `apply` and returns all resources, including those without changes. */
  async planAll(...more: readonly string[]): Promise<readonly Change[]> {
    if (!(await this.savePlan(...more))) return [];
    const plan = JSON.parse((await this.terraform('show', '-json', 'saved.plan')).stdout) as {
      resource_changes?: readonly (Change & { readonly mode: string })[];
    };
    return (plan.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
  }

  /** Saves a plan for `apply`. Returns true if it has changes. */
  async savePlan(...more: readonly string[]): Promise<boolean> {
    const { code } = await this.runTerraform(
      [0, 2],
      'plan',
      '-input=false',
      '-detailed-exitcode',
      '-out=saved.plan',
      ...more,
    );
    this.keepPlan();
    return code === 2;
  }

  /** Runs a plan that must fail, and returns its message as one line. */
  async failingPlan(...more: readonly string[]): Promise<string> {
    const { code, output } = await this.runTerraform([0, 1], 'plan', '-input=false', ...more);
    expect(code === 1, 'the plan must fail', this.log, output);
    return oneLine(output);
  }

  async expectEmptyPlan(): Promise<void> {
    const { code, output } = await this.runTerraform([0, 2], 'plan', '-input=false', '-detailed-exitcode');
    expect(code === 0, 'the plan must be empty', this.log, output);
  }

  /** Applies the last saved plan. */
  apply(): Promise<Outcome> {
    return this.terraform('apply', '-input=false', 'saved.plan');
  }

  /** Runs an apply that must fail, and returns its message as one line. */
  async failingApply(): Promise<string> {
    const { code, output } = await this.runTerraform([0, 1], 'apply', '-input=false', 'saved.plan');
    expect(code === 1, 'the apply must fail', this.log, output);
    return oneLine(output);
  }

  /** Starts a command in the background, and returns its process group. */
  start(verb: string, ...args: readonly string[]): number {
    return serve(this.command('terraform', [verb, '-no-color', ...args]));
  }

  unlock(id: string): Promise<Outcome> {
    return this.terraform('force-unlock', '-force', id);
  }

  /** Runs a synthesized script. */
  script(file: string, ...args: readonly string[]): Promise<Outcome> {
    return run(this.command('sh', [file, ...args]));
  }

  /** Managed resources of the state. */
  async resources(): Promise<readonly Resource[]> {
    const { stdout } = await this.terraform('show', '-json');
    const state = JSON.parse(stdout) as { values?: { root_module?: { resources?: readonly Resource[] } } };
    return (state.values?.root_module?.resources ?? []).filter(({ mode }) => mode === 'managed');
  }

  /** Addresses of the managed resources in the state. It needs no provider. */
  async addresses(): Promise<string[]> {
    const { stdout } = await run(this.command('terraform', ['state', 'list']));
    return stdout.split('\n').filter((address) => address !== '' && !address.startsWith('data.'));
  }

  /** The last written configuration. */
  get configuration(): StackConfiguration {
    return new StackConfiguration(readFileSync(path.join(this.folder, 'main.tf.json'), 'utf8'));
  }

  /** Copies the plan to the logs, because the next plan overwrites it. */
  private keepPlan(): void {
    this.plans++;
    mkdirSync(path.dirname(this.log), { recursive: true });
    copyFileSync(path.join(this.folder, 'saved.plan'), this.log.replace(/log$/, `${this.plans}.plan`));
  }

  private terraform(verb: string, ...args: readonly string[]): Promise<Outcome> {
    return this.runTerraform([0], verb, ...args);
  }

  private async runTerraform(allow: readonly number[], verb: string, ...args: readonly string[]): Promise<Outcome> {
    const outcome = await run({ ...this.command('terraform', [verb, '-no-color', ...args]), allow });
    const crash = /panic:|crashed!/.exec(outcome.output);
    if (crash) throw new Failure('terraform or a provider crashed', this.log, outcome.output);
    return outcome;
  }

  private command(program: string, args: readonly string[]): Command {
    return {
      program,
      arguments: args,
      folder: this.folder,
      env: { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...this.options.env },
      seconds: this.options.seconds,
      log: this.log,
    };
  }
}

/** Joins the lines of Terraform's messages and removes their border. */
function oneLine(output: string): string {
  return output.replace(/[\s│╷╵]+/g, ' ');
}

/** Fails unless a message contains all texts. */
export function expectMessage(message: string, wanted: readonly string[], log: string): void {
  for (const text of wanted) expect(message.includes(text), `the message must contain '${text}'`, log, message);
}

/** Fails if the list is not empty. */
export function expectEmpty(found: readonly { readonly address: string }[], what: string, log: string): void {
  expect(found.length === 0, `${what}: ${found.map(({ address }) => address).join(', ')}`, log);
}
