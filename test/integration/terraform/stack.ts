import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../../apps/synthesize';
import { Configuration } from './stack-configuration';
import { cache, fresh, writeFiles, writeJson } from '../support/project';
import { type Command, Failure, type Outcome, run, serve } from '../support/process';
import { expect } from '../support/report';

/** In the order in which they are applied. */
export const stackNames = ['bootstrap', 'network', 'data', 'cluster'] as const;
export type StackName = (typeof stackNames)[number];

export type Attributes = Readonly<Record<string, unknown>>;

export interface Change {
  readonly address: string;
  readonly type: string;
  /** Where it was in the state, if it was elsewhere. */
  readonly previous_address?: string;
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
  /** The folder to work in, below the environment's. @default its name */
  readonly folder?: string;
  /** Beside what is synthesized: which backend, which provider. */
  readonly override: Attributes;
  /** Arguments of `terraform init`. */
  readonly init: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** No command may take longer. */
  readonly seconds: number;
}

/** One synthesized stack in a folder of its own, and what `terraform` does with it. */
export class Stack {
  readonly name: StackName;
  readonly subject: string;
  readonly folder: string;
  readonly log: string;
  private plans = 0;

  constructor(private readonly options: StackOptions) {
    const { run: of, environment, name, folder = name, override } = options;
    this.name = name;
    this.subject = `${environment}/${name}`;
    this.folder = fresh(cache(of, 'work', 'terraform', environment, folder));
    this.log = cache(of, environment, `${folder}.log`);
    this.override(override);
  }

  /** Puts what was synthesized in place of what was there; state and providers stay. */
  write(files: Files): void {
    writeFiles(files, `terraform/${this.subject}`, this.folder);
  }

  /** Puts something over what was synthesized. A script of the stack may put its own `override.tf.json` over that. */
  override(block: Attributes): void {
    writeJson(path.join(this.folder, 'before_override.tf.json'), block);
  }

  init(...more: readonly string[]): Promise<Outcome> {
    return this.terraform('init', '-input=false', ...this.options.init, ...more);
  }

  validate(): Promise<Outcome> {
    return this.terraform('validate');
  }

  /** Plans, keeps the plan for `apply`, and tells its changes. */
  async plan(...more: readonly string[]): Promise<readonly Change[]> {
    return (await this.planAll(...more)).filter(({ change }) => change.actions.join() !== 'no-op');
  }

  /** The same, with what stays as it is. */
  async planAll(...more: readonly string[]): Promise<readonly Change[]> {
    if (!(await this.savePlan(...more))) return [];
    const plan = JSON.parse((await this.terraform('show', '-json', 'saved.plan')).stdout) as {
      resource_changes?: readonly (Change & { readonly mode: string })[];
    };
    return (plan.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
  }

  /** Plans and keeps the plan for `apply`. Tells whether there is anything in it. */
  async savePlan(...more: readonly string[]): Promise<boolean> {
    const { code } = await this.allowing(
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

  /** What a plan that must not succeed says, as one line. */
  async refusedPlan(...more: readonly string[]): Promise<string> {
    const { code, output } = await this.allowing([0, 1], 'plan', '-input=false', ...more);
    expect(code === 1, 'the plan succeeds, and must be refused', this.log, output);
    return oneLine(output);
  }

  async planIsEmpty(): Promise<void> {
    const { code, output } = await this.allowing([0, 2], 'plan', '-input=false', '-detailed-exitcode');
    expect(code === 0, 'the plan has changes, and must have none', this.log, output);
  }

  /** Applies exactly the plan that was made last. */
  apply(): Promise<Outcome> {
    return this.terraform('apply', '-input=false', 'saved.plan');
  }

  /** What an apply that must fail says, as one line. */
  async failingApply(): Promise<string> {
    const { code, output } = await this.allowing([0, 1], 'apply', '-input=false', 'saved.plan');
    expect(code === 1, 'the apply succeeds, and must fail', this.log, output);
    return oneLine(output);
  }

  /** Starts what will not come to its end. Returns its process group. */
  start(verb: string, ...given: readonly string[]): number {
    return serve(this.command('terraform', [verb, '-no-color', ...given]));
  }

  unlock(id: string): Promise<Outcome> {
    return this.terraform('force-unlock', '-force', id);
  }

  /** Runs a script that was synthesized. */
  script(file: string, ...given: readonly string[]): Promise<Outcome> {
    return run(this.command('sh', [file, ...given]));
  }

  /** What is in the state. */
  async resources(): Promise<readonly Resource[]> {
    const { stdout } = await this.terraform('show', '-json');
    const state = JSON.parse(stdout) as { values?: { root_module?: { resources?: readonly Resource[] } } };
    return (state.values?.root_module?.resources ?? []).filter(({ mode }) => mode === 'managed');
  }

  /** The addresses of all that is in the state, and nothing else of it, which takes no provider. */
  async addresses(): Promise<string[]> {
    const { stdout } = await run(this.command('terraform', ['state', 'list']));
    return stdout.split('\n').filter((address) => address !== '' && !address.startsWith('data.'));
  }

  /** What was synthesized last. */
  get configuration(): Configuration {
    return new Configuration(readFileSync(path.join(this.folder, 'main.tf.json'), 'utf8'));
  }

  /** Beside the logs: the next plan takes the place of the one that is applied. */
  private keepPlan(): void {
    this.plans++;
    mkdirSync(path.dirname(this.log), { recursive: true });
    copyFileSync(path.join(this.folder, 'saved.plan'), this.log.replace(/log$/, `${this.plans}.plan`));
  }

  private terraform(verb: string, ...given: readonly string[]): Promise<Outcome> {
    return this.allowing([0], verb, ...given);
  }

  private async allowing(allow: readonly number[], verb: string, ...given: readonly string[]): Promise<Outcome> {
    const outcome = await run({ ...this.command('terraform', [verb, '-no-color', ...given]), allow });
    const crash = /panic:|crashed!/.exec(outcome.output);
    if (crash) throw new Failure('a program crashed', this.log, outcome.output);
    return outcome;
  }

  private command(program: string, given: readonly string[]): Command {
    return {
      program,
      arguments: given,
      folder: this.folder,
      env: { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...this.options.env },
      seconds: this.options.seconds,
      log: this.log,
    };
  }
}

/** Terraform breaks its messages into lines and draws a border around them. */
function oneLine(output: string): string {
  return output.replace(/[\s│╷╵]+/g, ' ');
}

/** Fails unless a message says all of this. */
export function expectSaid(message: string, wanted: readonly string[], log: string): void {
  for (const text of wanted) expect(message.includes(text), `the message must name '${text}'`, log, message);
}

/** Fails when there is any of these. */
export function expectNone(found: readonly { readonly address: string }[], what: string, log: string): void {
  expect(found.length === 0, `${what}: ${found.map(({ address }) => address).join(', ')}`, log);
}
