import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../apps/platform';
import { cache, fresh, writeFiles, writeJson } from './project';
import { Failure, run, type Outcome } from './process';
import { expect } from './report';

/** In the order in which they are applied. */
export const stackNames = ['bootstrap', 'network', 'data', 'cluster'] as const;
export type StackName = (typeof stackNames)[number];

export type Attributes = Readonly<Record<string, unknown>>;

export interface Change {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly before: Attributes; readonly after: Attributes };
}

export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly values: Attributes;
}

interface Configured {
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
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

  constructor(private readonly options: StackOptions) {
    const { run: of, environment, name, folder = name, override } = options;
    this.name = name;
    this.subject = `${environment}/${name}`;
    this.folder = fresh(cache(of, 'work', environment, folder));
    this.log = cache(of, environment, `${folder}.log`);
    writeJson(path.join(this.folder, 'override.tf.json'), override);
  }

  /** Puts what was synthesized in place of what was there; state and providers stay. */
  write(files: Files): void {
    writeFiles(files, `terraform/${this.subject}`, this.folder);
  }

  init(): Promise<Outcome> {
    return this.terraform('init', '-input=false', ...this.options.init);
  }

  validate(): Promise<Outcome> {
    return this.terraform('validate');
  }

  /** Plans, keeps the plan for `apply`, and tells its changes. */
  async plan(...more: readonly string[]): Promise<readonly Change[]> {
    await this.terraform('plan', '-input=false', '-out=saved.plan', ...more);
    const plan = JSON.parse((await this.terraform('show', '-json', 'saved.plan')).stdout) as {
      resource_changes?: readonly (Change & { readonly mode: string })[];
    };
    return (plan.resource_changes ?? []).filter(
      ({ mode, change }) => mode === 'managed' && !['no-op', 'read'].includes(change.actions.join()),
    );
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

  /** What is in the state. */
  async resources(): Promise<readonly Resource[]> {
    const { stdout } = await this.terraform('show', '-json');
    const state = JSON.parse(stdout) as { values?: { root_module?: { resources?: readonly Resource[] } } };
    return (state.values?.root_module?.resources ?? []).filter(({ mode }) => mode === 'managed');
  }

  /** The addresses that Terraform must not destroy. */
  protectedAddresses(): string[] {
    return this.addresses(([, resource]) => resource.lifecycle?.prevent_destroy === true);
  }

  /**
   * Those of them that Terraform names when it refuses: it destroys what depends on something first, so what a protected
   * resource depends on, through however many others, is never reached.
   */
  refusedAddresses(): string[] {
    const kept = this.protectedAddresses();
    const texts = blocksOf(this.configuration());
    const dependents = (address: string): string[] =>
      [...texts].filter(([, text]) => new RegExp(`(?<![\\w.-])${address}(?![\\w-])`).test(text)).map(([user]) => user);
    const reached = (address: string, seen: Set<string>): Set<string> => {
      for (const user of dependents(address)) if (!seen.has(user)) reached(user, seen.add(user));
      return seen;
    };
    return kept.filter((address) => !kept.some((other) => other !== address && reached(address, new Set()).has(other)));
  }

  /** Addresses of what was synthesized. */
  addresses(which: (typed: readonly [string, Configured]) => boolean): string[] {
    return Object.entries(this.configuration().resource ?? {}).flatMap(([type, named]) =>
      Object.entries(named)
        .filter(([, configured]) => which([type, configured]))
        .map(([name]) => `${type}.${name}`),
    );
  }

  private configuration(): Configuration {
    return JSON.parse(readFileSync(path.join(this.folder, 'main.tf.json'), 'utf8')) as Configuration;
  }

  private terraform(verb: string, ...given: readonly string[]): Promise<Outcome> {
    return this.allowing([0], verb, ...given);
  }

  private async allowing(allow: readonly number[], verb: string, ...given: readonly string[]): Promise<Outcome> {
    const outcome = await run({
      program: 'terraform',
      arguments: [verb, '-no-color', ...given],
      folder: this.folder,
      env: { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...this.options.env },
      seconds: this.options.seconds,
      log: this.log,
      allow,
    });
    const crash = /panic:|crashed!/.exec(outcome.output);
    if (crash) throw new Failure('a program crashed', this.log, outcome.output);
    return outcome;
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

/** Blocks of a stack, as others name them in expressions, by kind. */
interface Configuration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Configured>>>>;
  readonly data?: Configuration['resource'];
  readonly ephemeral?: Configuration['resource'];
}

/** The text of everything in a stack, by its address. */
function blocksOf({ data, ephemeral, resource }: Configuration): Map<string, string> {
  const kinds = [['', resource] as const, ['data.', data] as const, ['ephemeral.', ephemeral] as const];
  return new Map(
    kinds.flatMap(([prefix, typed = {}]) =>
      Object.entries(typed).flatMap(([type, named]) =>
        Object.entries(named).map(([name, block]): [string, string] => [
          `${prefix}${type}.${name}`,
          JSON.stringify(block),
        ]),
      ),
    ),
  );
}
