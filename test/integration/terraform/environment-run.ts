import { type Files, synthesize } from '../../../apps/synthesize';
import type { Environment } from '../../../environments/environment';
import { Account } from './account';
import { type Happenings, happeningsOf } from '../kubernetes/scenarios';
import { applyFirst, leaveBucket } from './bootstrap';
import { keepsPassword } from './password-leak';
import { meetsKilledPlan, meetsOtherPlan } from './locks';
import { clearMarkers } from './markers';
import { expectNoOther, expectSettled, forgottenNames, leftOut } from './moto-limits';
import { eventually } from '../support/process';
import type { Providers } from './providers';
import { renames } from './renames';
import { expect, type Report, type Step } from '../support/report';
import { rolls } from './rolls';
import { type Attributes, expectSaid, Stack, stackNames, type StackName } from './stack';

/** One environment in an account of its own, from the bucket of its states to its end. */
export class Trial {
  private readonly account: Account;
  private readonly happens: Happenings;
  private readonly stacks = new Map<StackName, Stack>();

  constructor(
    private readonly name: string,
    private readonly report: Report,
    private readonly environment: Environment,
    private readonly files: Files,
    private readonly provider: NonNullable<Providers['real']>,
    full: boolean,
  ) {
    this.account = new Account(name, environment);
    this.happens = happeningsOf(environment, full);
  }

  async run(): Promise<void> {
    const { account, environment, name, report } = this;
    try {
      await report.step(name, environment.name, 'start an account', () => account.up());
      for (const stack of stackNames) this.stacks.set(stack, this.make(stack, stack));
      const begun = await this.beside({
        images: () => report.step(name, environment.name, 'images, public zone, web ACL', () => account.prepare()),
        bootstrap: () => this.bootstrap(),
        validate: () => this.validate(),
      });
      if (!begun) return;
      await this.network();
      // The database takes the provider minutes, and only its security group is needed by the machines.
      const applied = await this.beside({
        bootstrap: () => this.planIsEmpty(this.stack('bootstrap')),
        network: () => this.planIsEmpty(this.stack('network')),
        data: () => this.data(),
        cluster: () => this.cluster(),
      });
      await report.part(name, environment.name, () => this.secrets());
      if (applied) await this.end();
    } finally {
      await account.down();
    }
  }

  /** Side by side; a failure of one ends no other. True when all of them passed. */
  private async beside(parts: Readonly<Record<string, () => Promise<void>>>): Promise<boolean> {
    const ends = Object.entries(parts).map(([part, action]) =>
      this.report.part(this.name, `${this.environment.name}/${part}`, action),
    );
    return (await Promise.all(ends)).every(Boolean);
  }

  private make(name: StackName, folder: string): Stack {
    const stack = new Stack({
      run: this.name,
      environment: this.environment.name,
      name,
      folder,
      override: this.override,
      init: [],
      env: { ...this.account.env, TF_CLI_CONFIG_FILE: this.provider.settings },
      // When the API says no, the provider asks again for minutes.
      seconds: 420,
    });
    this.write(stack, this.files);
    return stack;
  }

  private get override(): Attributes {
    return {
      // The bindings are of another major version than the provider that is installed.
      terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: this.provider.version } } },
      provider: { aws: [{ skip_credentials_validation: true }] },
    };
  }

  private stack(wanted: StackName): Stack {
    const found = this.stacks.get(wanted);
    expect(found !== undefined, `there is no stack ${wanted}`);
    return found;
  }

  private write(stack: Stack, files: Files): void {
    stack.write(files);
    stack.override({ ...this.override, ...leftOut(stack.name, stack.configuration.addresses) });
  }

  private step<T>(stack: Stack, what: string, action: () => Promise<T> | T): Promise<T> {
    return this.report.step(this.name, stack.subject, what, action);
  }

  /** As its own script says: the state is in a file until the bucket is there. */
  private async bootstrap(): Promise<void> {
    const stack = this.stack('bootstrap');
    await this.step(stack, 'first apply makes the bucket, and moves its own state there', async () => {
      await applyFirst(stack);
      expect(await this.account.hasState(this.keyOf(stack)), 'the state is not in the bucket', stack.log);
    });
  }

  /** Before there is a bucket, and all of them, so that one run shows what is wrong anywhere. */
  private async validate(): Promise<void> {
    let valid = true;
    for (const stack of this.stacks.values()) {
      // It is being applied.
      if (stack.name === 'bootstrap') continue;
      const check = async (): Promise<void> => {
        await stack.init('-backend=false');
        await stack.validate();
      };
      const passed = this.report.part(this.name, stack.subject, () => this.step(stack, 'is valid', check));
      valid = (await passed) && valid;
    }
    expect(valid, 'what is not valid is not applied');
  }

  private async network(): Promise<void> {
    const stack = this.stack('network');
    const lock = { account: this.account, key: `${this.keyOf(stack)}.tflock`, stack };
    await this.step(stack, 'init', () => stack.init());
    await this.step(stack, 'plan, and a second plan meets the lock', () =>
      meetsOtherPlan(lock, this.make('network', 'network-other')),
    );
    if (this.happens.planIsKilled) {
      await this.step(stack, 'the lock of a killed plan is told, and freed by hand', () => meetsKilledPlan(lock));
    }
    await this.step(stack, 'apply', () => stack.apply());
  }

  private data(): Promise<void> {
    return this.create(this.stack('data'), this.happens.databaseFails ? 'CreateDBInstance' : undefined);
  }

  private async cluster(): Promise<void> {
    const { account, environment, happens } = this;
    const stack = this.stack('cluster');
    await eventually(`${environment.name} has the database's security group`, 240, () =>
      Promise.resolve(account.gateway.heardOf('CreateDBInstance') || undefined),
    );
    await this.create(stack, happens.groupFails ? 'CreateAutoScalingGroup' : undefined);
    const tools = {
      account,
      environment,
      stack,
      step: ((what, action) => this.step(stack, what, action)) satisfies Step,
      planIsEmpty: () => this.planIsEmpty(stack),
      // The other stacks are at work beside it, and nothing of them changes.
      write: (changed: Environment) => this.write(stack, synthesize([changed])),
    };
    if (happens.rolls) await rolls(tools);
    if (happens.renames) await renames(tools);
    // So soon, beside the database, which takes its minutes.
    if (!environment.protection.stateful) await this.destroy(stack);
  }

  private async create(stack: Stack, failing?: string): Promise<void> {
    await this.step(stack, 'init', () => stack.init());
    await this.step(stack, 'plan', () => stack.savePlan());
    if (failing === undefined) await this.step(stack, 'apply', () => stack.apply());
    else await this.breaksHalfWay(stack, failing);
    await this.planIsEmpty(stack);
  }

  /** A call is refused in the middle of an apply. */
  private async breaksHalfWay(stack: Stack, action: string): Promise<void> {
    const error = { code: 'InsufficientCapacity', message: 'there is none left today' };
    this.account.gateway.refuseOnce({ action, ...error });
    await this.step(stack, `apply fails half-way, at ${action}`, async () => {
      expectSaid(await stack.failingApply(), [error.code, error.message], stack.log);
      expect((await stack.addresses()).length > 0, 'nothing was made before the failure', stack.log);
      expect(!(await this.account.hasState(`${this.keyOf(stack)}.tflock`)), 'the lock is still there', stack.log);
    });
    await this.step(stack, 'the next apply finishes', async () => {
      const changes = await stack.plan();
      // What was made stays as it is.
      const others = changes.filter(({ change }) => change.actions.join() !== 'create');
      expectNoOther(stack, others);
      await stack.apply();
    });
  }

  private async planIsEmpty(stack: Stack): Promise<void> {
    const names = forgottenNames(stack.name);
    const but = names.length > 0 ? `, but for what moto forgets: ${names.join(', ')}` : '';
    await this.step(stack, `plan is empty${but}`, async () => expectSettled(stack, await stack.planAll()));
  }

  private async secrets(): Promise<void> {
    const { account, environment, happens, name } = this;
    const step: Step = (what, action) => this.report.step(name, environment.name, what, action);
    await keepsPassword({ account, attempts: happens.databaseFails ? 2 : 1, environment, of: name }, step);
    await step('every state is encrypted with the key that bootstrap made', async () => {
      for (const stack of this.stacks.values()) await account.expectEncrypted(this.keyOf(stack));
    });
  }

  /** What holds data refuses to go; what does not goes, and the bucket of the states at last. */
  private async end(): Promise<void> {
    if (this.environment.protection.stateful) {
      for (const stack of this.stacks.values()) await this.isRefused(stack);
      return;
    }
    for (const name of ['data', 'network'] as const) await this.destroy(this.stack(name));
    const stack = this.stack('bootstrap');
    await this.step(stack, 'its state goes to a file again, as its script says', () => leaveBucket(stack));
    await this.step(stack, 'moto is helped with aws_s3_bucket.force_destroy', () =>
      clearMarkers(this.account, this.environment.state.bucket),
    );
    await this.destroy(stack);
  }

  private async isRefused(stack: Stack): Promise<void> {
    const addresses = stack.configuration.refusedAddresses;
    if (addresses.length === 0) return;
    await this.step(stack, 'destroy is refused, and says why', async () => {
      const wanted = addresses.map((address) => `${address} has lifecycle.prevent_destroy set`);
      expectSaid(await stack.refusedPlan('-destroy'), wanted, stack.log);
    });
  }

  private destroy(stack: Stack): Promise<void> {
    return this.step(stack, 'destroy, and nothing is left', async () => {
      await stack.savePlan('-destroy');
      await stack.apply();
      const left = await stack.addresses();
      expect(left.length === 0, `still in the state: ${left.join(', ')}`, stack.log);
    });
  }

  private keyOf(stack: Stack): string {
    return `${this.environment.name}/${stack.name}.tfstate`;
  }
}
