import { type Files, synthesize } from '../../../apps/synthesize';
import type { Environment } from '../../../environments/environment';
import type { Service } from '../../../lib/platform/definitions/service-list';
import { Account } from './account';
import { type Scenarios, scenariosFor } from './scenarios';
import { runFirstApply, moveStateToFile } from './first-apply';
import { checkPasswordLeak } from './password-leak';
import { recoverFromKilledPlan, expectConcurrentPlanRefused } from './locks';
import { removeDeleteMarkers } from './delete-markers';
import { exchangePriorities } from './exchange-priorities';
import { applyInSpiteOf, failingCalls } from './failed-applies';
import { expectOnlyKnownLimits, notStoredNames, omittedAttributes } from './moto-limits';
import { waitFor } from '../support/process';
import type { Providers } from './providers';
import { renameNodeGroup } from './rename-node-group';
import { expect, type Report, type Step } from '../support/report';
import { rollNodeGroups } from './roll-node-groups';
import { type Attributes, expectMessage, Stack, stackNames, type StackName } from './stack';

/** One environment in an emulated account: from the bootstrap stack to the destruction of all stacks. */
export class EnvironmentRun {
  private readonly account: Account;
  private readonly scenarios: Scenarios;
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
    this.scenarios = scenariosFor(environment, full);
  }

  async run(): Promise<void> {
    const { account, environment, name, report } = this;
    try {
      await report.step(name, environment.name, 'start the emulated account', () => account.up());
      for (const stack of stackNames) this.stacks.set(stack, this.createStack(stack, stack));
      const isPrepared = await this.runParts({
        images: () =>
          report.step(name, environment.name, 'images, public zone, web ACL', () => account.createPrerequisites()),
        bootstrap: () => this.bootstrap(),
        validate: () => this.validate(),
      });
      if (!isPrepared) return;
      await this.network();
      // The database takes minutes, and the cluster needs only its security group.
      const applied = await this.runParts({
        bootstrap: () => this.expectEmptyPlan(this.stack('bootstrap')),
        network: () => this.expectEmptyPlan(this.stack('network')),
        data: () => this.data(),
        cluster: () => this.cluster(),
      });
      await report.part(name, environment.name, () => this.secrets());
      if (applied) await this.destroyAll();
    } finally {
      await account.down();
    }
  }

  /** Runs parts in parallel. A failed part does not stop the others. Returns true if all passed. */
  private async runParts(parts: Readonly<Record<string, () => Promise<void>>>): Promise<boolean> {
    const results = Object.entries(parts).map(([part, action]) =>
      this.report.part(this.name, `${this.environment.name}/${part}`, action),
    );
    return (await Promise.all(results)).every(Boolean);
  }

  private createStack(name: StackName, folder: string): Stack {
    const stack = new Stack({
      run: this.name,
      environment: this.environment.name,
      name,
      folder,
      override: this.override,
      init: [],
      env: { ...this.account.env, TF_CLI_CONFIG_FILE: this.provider.settings },
      // The provider retries failed calls for minutes.
      seconds: 420,
    });
    this.write(stack, this.files);
    return stack;
  }

  private get override(): Attributes {
    return {
      // The bindings are made for another major version than the installed provider.
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
    stack.override({ ...this.override, ...omittedAttributes(stack.name, stack.configuration.addresses) });
  }

  private step<T>(stack: Stack, what: string, action: () => Promise<T> | T): Promise<T> {
    return this.report.step(this.name, stack.subject, what, action);
  }

  /** Runs the bootstrap script: the state is in a local file until the bucket exists. */
  private async bootstrap(): Promise<void> {
    const stack = this.stack('bootstrap');
    await this.step(stack, 'first apply creates the bucket and moves its own state there', async () => {
      await runFirstApply(stack);
      expect(await this.account.hasState(this.stateKey(stack)), 'the state is not in the bucket', stack.log);
    });
  }

  /** Validates all stacks before the first apply, so that one run shows all errors. */
  private async validate(): Promise<void> {
    let valid = true;
    for (const stack of this.stacks.values()) {
      // The bootstrap stack is applied at the same time.
      if (stack.name === 'bootstrap') continue;
      const check = async (): Promise<void> => {
        await stack.init('-backend=false');
        await stack.validate();
      };
      const passed = this.report.part(this.name, stack.subject, () => this.step(stack, 'is valid', check));
      valid = (await passed) && valid;
    }
    expect(valid, 'a stack is not valid');
  }

  private async network(): Promise<void> {
    const stack = this.stack('network');
    const lock = { account: this.account, key: `${this.stateKey(stack)}.tflock`, stack };
    await this.step(stack, 'init', () => stack.init());
    await this.step(stack, 'plan, and the lock refuses a concurrent plan', () =>
      expectConcurrentPlanRefused(lock, this.createStack('network', 'network-other')),
    );
    if (this.scenarios.killsPlan) {
      await this.step(stack, 'the lock of a killed plan is shown, and force-unlock removes it', () =>
        recoverFromKilledPlan(lock),
      );
    }
    await this.step(stack, 'apply', () => stack.apply());
  }

  private data(): Promise<void> {
    return this.create(this.stack('data'), this.scenarios.failsDatabaseApply ? [['CreateDBInstance']] : []);
  }

  private async cluster(): Promise<void> {
    const { account, environment, scenarios } = this;
    const stack = this.stack('cluster');
    await waitFor(`${environment.name} has the database's security group`, 240, () =>
      Promise.resolve(account.proxy.hasCall('CreateDBInstance') || undefined),
    );
    await this.create(stack, scenarios.failsClusterApplies ? failingCalls : []);
    const context = {
      account,
      environment,
      stack,
      step: ((what, action) => this.step(stack, what, action)) satisfies Step,
      expectEmptyPlan: () => this.expectEmptyPlan(stack),
      // Only the cluster stack changes.
      write: (changed: Environment, services?: readonly Service[]) =>
        this.write(stack, synthesize([changed], { ...(services && { services }) })),
    };
    if (scenarios.rollsNodeGroups) await rollNodeGroups(context);
    if (scenarios.renamesNodeGroup) await renameNodeGroup(context);
    if (scenarios.exchangesPriorities) await exchangePriorities(context);
    // Destroyed now, in parallel with the creation of the database.
    if (!environment.deletionProtection) await this.destroy(stack);
  }

  /** @param failing calls that fail, in one apply after the other, before an apply that completes */
  private async create(stack: Stack, failing: readonly (readonly string[])[]): Promise<void> {
    await this.step(stack, 'init', () => stack.init());
    if (failing.length === 0) {
      await this.step(stack, 'plan', () => stack.savePlan());
      await this.step(stack, 'apply', () => stack.apply());
    } else {
      const { account } = this;
      const step: Step = (what, action) => this.step(stack, what, action);
      await applyInSpiteOf(failing, { account, stack, stateKey: this.stateKey(stack), step });
    }
    await this.expectEmptyPlan(stack);
  }

  private async expectEmptyPlan(stack: Stack): Promise<void> {
    const names = notStoredNames(stack.name);
    const exceptions = names.length > 0 ? `, except for attributes that moto does not store: ${names.join(', ')}` : '';
    await this.step(stack, `plan is empty${exceptions}`, async () =>
      expectOnlyKnownLimits(stack, await stack.planAll()),
    );
  }

  private async secrets(): Promise<void> {
    const { account, environment, name, scenarios } = this;
    const step: Step = (what, action) => this.report.step(name, environment.name, what, action);
    await checkPasswordLeak(
      { account, attempts: scenarios.failsDatabaseApply ? 2 : 1, environment, runName: name },
      step,
    );
    await step('every state is encrypted with the key of the bootstrap stack', async () => {
      for (const stack of this.stacks.values()) await account.expectEncrypted(this.stateKey(stack));
    });
  }

  /** Requires that protected stacks refuse to be destroyed, and destroys the others. The state bucket is the last. */
  private async destroyAll(): Promise<void> {
    if (this.environment.deletionProtection) {
      for (const stack of this.stacks.values()) await this.expectDestroyRefused(stack);
      return;
    }
    for (const name of ['data', 'network'] as const) await this.destroy(this.stack(name));
    const stack = this.stack('bootstrap');
    await this.step(stack, 'the state moves back to a local file, as the script documents', () =>
      moveStateToFile(stack),
    );
    await this.step(stack, 'delete markers are removed for moto (aws_s3_bucket.force_destroy)', () =>
      removeDeleteMarkers(this.account, this.environment.state.bucket),
    );
    await this.destroy(stack);
  }

  private async expectDestroyRefused(stack: Stack): Promise<void> {
    const addresses = stack.configuration.refusedAddresses;
    if (addresses.length === 0) return;
    await this.step(stack, 'destroy is refused because of prevent_destroy', async () => {
      const wanted = addresses.map((address) => `${address} has lifecycle.prevent_destroy set`);
      expectMessage(await stack.failingPlan('-destroy'), wanted, stack.log);
    });
  }

  private destroy(stack: Stack): Promise<void> {
    return this.step(stack, 'destroy removes every resource', async () => {
      await stack.savePlan('-destroy');
      await stack.apply();
      const remaining = await stack.addresses();
      expect(remaining.length === 0, `still in the state: ${remaining.join(', ')}`, stack.log);
    });
  }

  private stateKey(stack: Stack): string {
    return `${this.environment.name}/${stack.name}.tfstate`;
  }
}
