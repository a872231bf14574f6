import { examples } from '../../../apps/examples';
import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { runExample } from './examples';
import { validateWithRegistry, localStack } from './local-stacks';
import { expectAppliedAsWritten, limitedStacks } from './moto-limits';
import {
  expectTemplateFirst,
  expectRollingUpdate,
  launchTemplatesUsing,
  nextPin,
  unknownImage,
  withImage,
} from './pins';
import { failingTypes, isRepair } from './failed-applies';
import { cachePath, emptyFolder, hasTool } from '../support/project';
import { runInParallel } from '../support/process';
import { mirrorProviders } from './providers';
import { expect, expectSame, type Report } from '../support/report';
import {
  expectVariantRemoval,
  expectRuleUpdatedFirst,
  expectWeightChange,
  type WeightedVariant,
  weightedVariants,
  withWeight,
} from './weighted-routing';
import { expectEmpty, expectMessage, type Stack, stackNames, type StackName } from './stack';
import { FakeAccount, type Image } from './fake-account';

const name = 'terraform';
const otherAccount = '999999999999';

/** Runs the lifecycle of every environment with Terraform and the stand-in provider. */
export async function terraform(report: Report, full: boolean): Promise<void> {
  emptyFolder(cachePath(name));
  if (!hasTool('terraform')) return report.missingTool(name, 'terraform', 'is not installed');
  const all = Object.values(environments);
  const files = await report.step(name, 'all', 'synthesize', () => synthesize(all));
  const providers = await report.step(name, 'all', 'providers', () =>
    mirrorProviders(name, new Map([...files, ...examples()])),
  );
  if (!providers) return validateWithRegistry(name, report, files);
  await runInParallel(2, all, async (environment) => {
    const lifecycle = new EnvironmentLifecycle(report, environment, providers.standIn, full);
    await report.part(name, environment.name, () => lifecycle.run());
  });
  await report.part(name, 'example', () => runExample(report, name, providers.standIn));
}

/** One environment, from its first apply to its destruction. */
class EnvironmentLifecycle {
  private readonly account: FakeAccount;
  private readonly stacks: readonly Stack[];

  constructor(
    private readonly report: Report,
    private readonly environment: Environment,
    providerSettings: string,
    private readonly full: boolean,
  ) {
    this.account = new FakeAccount(cachePath(name, 'fake-account', environment.name), environment);
    const env = { STANDIN_WORLD: this.account.folder, TF_CLI_CONFIG_FILE: providerSettings };
    this.stacks = stackNames.map((stack) => localStack(name, environment, stack, env, []));
  }

  async run(): Promise<void> {
    this.write(this.environment);
    for (const stack of this.stacks) {
      await this.step(stack, 'init', () => stack.init());
      await this.step(stack, 'is valid', () => stack.validate());
    }
    await this.expectWrongAccountRefused();
    for (const stack of this.stacks) await this.create(stack);
    await this.expectEmptyPlans('after the first apply');
    for (const limited of limitedStacks) {
      const stack = this.stack(limited);
      await this.step(stack, 'what moto cannot do is done here', async () =>
        expectAppliedAsWritten(stack, await stack.resources()),
      );
    }

    // Each of these leaves the account as it found it, so that a failure of one does not affect the next.
    const { report, environment } = this;
    await report.part(name, environment.name, () => this.expectWrongImagesRefused());
    await report.part(name, environment.name, () => this.expectDriftShown());
    const used = new Set(Object.values(environment.nodeGroups).map(({ image }) => image));
    for (const image of used) await report.part(name, environment.name, () => this.rollImage(image));
    for (const variant of weightedVariants(environment)) {
      await report.part(name, environment.name, () => this.changeWeights(variant));
    }
    await this.destroyAll();
  }

  private step<T>(stack: Stack, what: string, action: () => Promise<T>): Promise<T> {
    return this.report.step(name, stack.subject, what, action);
  }

  private write(environment: Environment): void {
    const files = synthesize([environment]);
    for (const stack of this.stacks) stack.write(files);
  }

  private stack(wanted: StackName): Stack {
    const found = this.stacks.find((stack) => stack.name === wanted);
    expect(found !== undefined, `there is no stack ${wanted}`);
    return found;
  }

  private async create(stack: Stack): Promise<void> {
    // In one environment, the first applies fail half-way.
    const failing = this.full || this.environment.name === 'lab' ? failingTypes[stack.name] : [];
    for (const index of failing.keys()) await this.failApply(stack, failing.slice(index).flat());
    await this.step(stack, 'plan', () => this.planCreation(stack));
    await this.step(stack, failing.length === 0 ? 'apply' : 'the same apply completes', () => stack.apply());
    this.account.addResources(await stack.resources());
    await this.step(stack, 'plan is empty', () => stack.expectEmptyPlan());
  }

  /** Applies while resources of some types cannot be created. */
  private async failApply(stack: Stack, types: readonly string[]): Promise<void> {
    const error = 'Throttling: rate exceeded';
    this.account.set({ faults: types.map((type) => ({ op: 'create', type, match: '.', error })) });
    await this.step(stack, `apply fails half-way, at ${types.join(', ')}`, async () => {
      await this.planCreation(stack);
      expectMessage(await stack.failingApply(), [error], stack.log);
      const created = (await stack.resources()).map(({ type }) => type);
      const wrong = types.filter((type) => created.includes(type));
      expect(wrong.length === 0, `the state has resources that were never created: ${wrong.join(', ')}`, stack.log);
    });
    this.account.set({});
  }

  /** Saves a plan that only creates, also after a failed apply. */
  private async planCreation(stack: Stack): Promise<void> {
    const others = (await stack.plan()).filter((change) => !isRepair(change));
    expectEmpty(others, 'the plan changes existing resources', stack.log);
  }

  private async expectEmptyPlans(when: string): Promise<void> {
    for (const stack of this.stacks) await this.step(stack, `plan is empty ${when}`, () => stack.expectEmptyPlan());
  }

  private async expectWrongAccountRefused(): Promise<void> {
    this.account.set({ account: otherAccount });
    for (const stack of this.stacks) {
      await this.step(stack, 'the wrong account is refused', async () => {
        expectMessage(await stack.failingPlan(), ['account ID not allowed', otherAccount], stack.log);
      });
    }
    this.account.set({});
  }

  private async expectWrongImagesRefused(): Promise<void> {
    const stack = this.stack('cluster');
    const [image] = Object.values(this.environment.nodeGroups).map((group) => group.image);
    const pin = this.environment.machineImages[image ?? ''];
    expect(image !== undefined && pin !== undefined, `${this.environment.name} has no node group with a known image`);
    const refused = async (what: string, wanted: string[]): Promise<void> => {
      await this.step(stack, what, async () => expectMessage(await stack.failingPlan(), wanted, stack.log));
    };
    try {
      this.write(withImage(this.environment, image, { id: unknownImage }));
      await refused('an image that does not exist is refused', [unknownImage]);
      this.write(this.environment);
      const others = Object.values(this.environment.machineImages).filter(({ id }) => id !== pin.id);
      const setImage = (wrong: Partial<Image>): void => this.account.set({ images: [...others, { ...pin, ...wrong }] });
      setImage({ state: 'pending' });
      await refused('an image that is not available is refused', ['postcondition', pin.id]);
      setImage({ kubernetesVersion: '1.0.0' });
      await refused('an image of another version is refused', ['postcondition', pin.id]);
    } finally {
      this.account.set({});
      this.write(this.environment);
    }
  }

  private async expectDriftShown(): Promise<void> {
    const drifts = [
      { stack: this.stack('network'), type: 'aws_vpc', set: { enable_dns_support: false } },
      { stack: this.stack('cluster'), type: 'aws_autoscaling_group', set: { max_size: 999 } },
    ];
    for (const { stack, type, set } of drifts) {
      const resource = (await stack.resources()).find((candidate) => candidate.type === type);
      expect(resource !== undefined, `${stack.subject} has no ${type}`);
      const id = `"id":${JSON.stringify(resource.values['id'])}`;
      try {
        this.account.set({ drift: [{ type, match: id, set }] });
        await this.step(stack, `drift of ${resource.address} is shown`, async () => {
          const changes = (await stack.plan()).map(({ address, change }) => `${address} ${change.actions.join()}`);
          expectSame(changes, [`${resource.address} update`], 'resources that the plan corrects', stack.log);
        });
      } finally {
        this.account.set({});
      }
    }
  }

  /** Updates an image to its next build, and rolls it back. */
  private async rollImage(image: string): Promise<void> {
    const pin = this.environment.machineImages[image];
    expect(pin !== undefined, `${this.environment.name} has no image ${image}`);
    const next = nextPin(pin);
    const all = [...Object.values(this.environment.machineImages), next];
    this.account.set({ images: all });
    await this.changePin(`${image} ${next.kubernetesVersion}`, withImage(this.environment, image, next), image, pin.id);
    await this.changePin(`${image} back to ${pin.kubernetesVersion}`, this.environment, image, next.id);
    this.account.set({});
  }

  private async changePin(title: string, environment: Environment, image: string, before: string): Promise<void> {
    const stack = this.stack('cluster');
    const templates = launchTemplatesUsing(await stack.resources(), before);
    const zones = Object.keys(environment.network.zones).length;
    const groups = Object.values(environment.nodeGroups).filter((group) => group.image === image).length * zones;
    this.write(environment);
    await this.step(
      stack,
      `${title}: the plan updates ${groups} Auto Scaling groups in place and nothing else`,
      async () => {
        const found = templates.flatMap((template) => template.groups).length;
        expect(
          found === groups,
          `${groups} Auto Scaling groups use the image, but the state has ${found} with ${before}`,
          stack.log,
        );
        expectRollingUpdate(await stack.plan(), templates, stack.log);
      },
    );
    const applied = this.account.journal().length;
    await this.step(stack, `${title}: apply updates each launch template before its group`, async () => {
      await stack.apply();
      expectTemplateFirst(this.account.journal().slice(applied), templates, stack.log);
    });
    await this.expectEmptyPlans(`after ${title}`);
  }

  /** Changes the weight of a variant and restores it, then removes the variant and adds it again. */
  private async changeWeights(variant: WeightedVariant): Promise<void> {
    const stack = this.stack('cluster');
    const [title, otherWeight] = [`${variant.variant} of ${variant.service}`, variant.weight === 0 ? 1 : 0];
    for (const weight of [otherWeight, variant.weight]) {
      this.write(withWeight(this.environment, variant, weight));
      await this.step(stack, `${title}, weight ${weight}: one listener rule is updated in place`, async () => {
        expectWeightChange(await stack.plan(), await stack.resources(), variant, weight, stack.log);
        await stack.apply();
      });
      await this.step(stack, `plan is empty with weight ${weight}`, () => stack.expectEmptyPlan());
    }
    const before = await stack.resources();
    this.write(withWeight(this.environment, variant, undefined));
    await this.step(
      stack,
      `${title} is removed: its listener rule is updated before its target group is deleted`,
      async () => {
        expectVariantRemoval(await stack.plan(), variant, stack.log);
        const applied = this.account.journal().length;
        await stack.apply();
        expectRuleUpdatedFirst(this.account.journal().slice(applied), before, variant, stack.log);
      },
    );
    this.write(this.environment);
    await this.step(stack, `${title} is added again`, async () => {
      await stack.plan();
      await stack.apply();
    });
    await this.expectEmptyPlans(`after ${title}`);
  }

  /** Requires that stateful resources refuse to be destroyed, then disables the protection and destroys everything. */
  private async destroyAll(): Promise<void> {
    const isProtected = this.environment.deletionProtection;
    const protectedAddresses = this.stacks.flatMap((stack) => stack.configuration.protectedAddresses);
    await this.report.step(name, this.environment.name, `${protectedAddresses.length} resources are protected`, () =>
      expect(isProtected === protectedAddresses.length > 0, `deletionProtection is ${String(isProtected)}`),
    );
    for (const stack of this.stacks) {
      if (stack.configuration.protectedAddresses.length === 0) continue;
      const addresses = stack.configuration.refusedAddresses;
      await this.step(stack, 'destroy is refused because of prevent_destroy', async () => {
        const wanted = addresses.map((address) => `${address} has lifecycle.prevent_destroy set`);
        expectMessage(await stack.failingPlan('-destroy'), wanted, stack.log);
      });
    }
    if (isProtected) {
      this.write({ ...this.environment, deletionProtection: false });
      for (const stack of this.stacks) {
        await this.step(stack, 'protection is disabled in place', async () => {
          const changes = await stack.plan();
          const others = changes.filter(({ change }) => change.actions.join() !== 'update');
          expectEmpty(others, 'not updated in place', stack.log);
          await stack.apply();
        });
      }
    }
    for (const stack of [...this.stacks].reverse()) {
      await this.step(stack, 'destroy removes every resource', async () => {
        await stack.plan('-destroy');
        await stack.apply();
        expectEmpty(await stack.resources(), 'still in the state', stack.log);
      });
    }
  }
}
