import { examples } from '../../../apps/examples';
import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { liveExample } from './examples';
import { againstRegistry, localStack } from './local-stacks';
import { expectCovered, limitedStacks } from './moto-limits';
import { expectOrder, expectRolls, launchedFrom, nextPin, unknownImage, withImage } from './pins';
import { cache, fresh, hasTool } from '../support/project';
import { sideBySide } from '../support/process';
import { mirrorProviders } from './providers';
import { expect, expectSame, type Report } from '../support/report';
import { expectEnd, expectLetGo, expectShift, type Shared, sharedIn, withShare } from './weighted-routing';
import { expectNone, expectSaid, type Stack, stackNames, type StackName } from './stack';
import { World, type Image } from './fake-account';

const name = 'terraform';
const elsewhere = '999999999999';

/** Every environment's life with Terraform itself, in an account that a provider without an API plays. */
export async function terraform(report: Report): Promise<void> {
  fresh(cache(name));
  if (!hasTool('terraform')) return report.missing(name, 'terraform', 'is not installed');
  const all = Object.values(environments);
  const files = await report.step(name, 'all', 'synthesize', () => synthesize(all));
  const providers = await report.step(name, 'all', 'providers', () =>
    mirrorProviders(name, new Map([...files, ...examples()])),
  );
  if (!providers) return againstRegistry(name, report, files);
  await sideBySide(2, all, async (environment) => {
    const life = new Life(report, environment, providers.standIn);
    await report.part(name, environment.name, () => life.live());
  });
  await report.part(name, 'example', () => liveExample(report, name, providers.standIn));
}

/** One environment, from its first apply to its end. */
class Life {
  private readonly world: World;
  private readonly stacks: readonly Stack[];

  constructor(
    private readonly report: Report,
    private readonly environment: Environment,
    providerSettings: string,
  ) {
    this.world = new World(cache(name, 'world', environment.name), environment);
    const env = { STANDIN_WORLD: this.world.folder, TF_CLI_CONFIG_FILE: providerSettings };
    this.stacks = stackNames.map((stack) => localStack(name, environment, stack, env, []));
  }

  async live(): Promise<void> {
    this.write(this.environment);
    for (const stack of this.stacks) {
      await this.step(stack, 'init', () => stack.init());
      await this.step(stack, 'is valid', () => stack.validate());
    }
    await this.refusesWrongAccount();
    for (const stack of this.stacks) await this.create(stack);
    await this.everyPlanIsEmpty('after the first apply');
    for (const limited of limitedStacks) {
      const stack = this.stack(limited);
      await this.step(stack, 'what moto cannot do is done here', async () =>
        expectCovered(stack, await stack.resources()),
      );
    }

    // Each of these leaves the account as it found it, so that the next one holds whatever becomes of this one.
    const { report, environment } = this;
    await report.part(name, environment.name, () => this.refusesWrongImages());
    await report.part(name, environment.name, () => this.showsDrift());
    const used = new Set(Object.values(environment.nodeGroups).map(({ image }) => image));
    for (const image of used) await report.part(name, environment.name, () => this.rolls(image));
    for (const shared of sharedIn(environment)) {
      await report.part(name, environment.name, () => this.shifts(shared));
    }
    await this.end();
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
    // In one environment the first apply of the machines breaks half-way, as it may any day.
    const breaks = stack.name === 'cluster' && this.environment.name === 'lab';
    await this.step(stack, 'plan', () => stack.plan());
    if (breaks) await this.breaksHalfWay(stack);
    else await this.step(stack, 'apply', () => stack.apply());
    this.world.learn(await stack.resources());
    await this.step(stack, 'plan is empty', () => stack.planIsEmpty());
  }

  private async breaksHalfWay(stack: Stack): Promise<void> {
    const error = 'Throttling: rate exceeded';
    this.world.set({ faults: [{ op: 'create', type: 'aws_autoscaling_group', match: '.', error }] });
    await this.step(stack, 'apply fails half-way', async () => {
      expectSaid(await stack.failingApply(), [error], stack.log);
      const types = (await stack.resources()).map(({ type }) => type);
      expect(types.length > 0, 'nothing was made before the failure', stack.log);
      expect(!types.includes('aws_autoscaling_group'), 'a group is in the state that was never made', stack.log);
    });
    this.world.set({});
    await this.step(stack, 'the next apply finishes', async () => {
      const changes = await stack.plan();
      const kept = changes.every(({ change }) => change.actions.join() === 'create');
      expect(kept, 'the plan after the failure changes what was made', stack.log);
      await stack.apply();
    });
  }

  private async everyPlanIsEmpty(when: string): Promise<void> {
    for (const stack of this.stacks) await this.step(stack, `plan is empty ${when}`, () => stack.planIsEmpty());
  }

  private async refusesWrongAccount(): Promise<void> {
    this.world.set({ account: elsewhere });
    for (const stack of this.stacks) {
      await this.step(stack, 'the wrong account is refused', async () => {
        expectSaid(await stack.refusedPlan(), ['account ID not allowed', elsewhere], stack.log);
      });
    }
    this.world.set({});
  }

  private async refusesWrongImages(): Promise<void> {
    const stack = this.stack('cluster');
    const [image] = Object.values(this.environment.nodeGroups).map((group) => group.image);
    const pin = this.environment.machineImages[image ?? ''];
    expect(image !== undefined && pin !== undefined, `${this.environment.name} has no node group with a known image`);
    const refused = async (what: string, wanted: string[]): Promise<void> => {
      await this.step(stack, what, async () => expectSaid(await stack.refusedPlan(), wanted, stack.log));
    };
    try {
      this.write(withImage(this.environment, image, { id: unknownImage }));
      await refused('an image that does not exist is refused', [unknownImage]);
      this.write(this.environment);
      const others = Object.values(this.environment.machineImages).filter(({ id }) => id !== pin.id);
      const as = (wrong: Partial<Image>): void => this.world.set({ images: [...others, { ...pin, ...wrong }] });
      as({ state: 'pending' });
      await refused('an image that is not available is refused', ['postcondition', pin.id]);
      as({ kubernetesVersion: '1.0.0' });
      await refused('an image of another version is refused', ['postcondition', pin.id]);
    } finally {
      this.world.set({});
      this.write(this.environment);
    }
  }

  private async showsDrift(): Promise<void> {
    const drifts = [
      { stack: this.stack('network'), type: 'aws_vpc', set: { enable_dns_support: false } },
      { stack: this.stack('cluster'), type: 'aws_autoscaling_group', set: { max_size: 999 } },
    ];
    for (const { stack, type, set } of drifts) {
      const resource = (await stack.resources()).find((candidate) => candidate.type === type);
      expect(resource !== undefined, `${stack.subject} has no ${type}`);
      const id = `"id":${JSON.stringify(resource.values['id'])}`;
      try {
        this.world.set({ drift: [{ type, match: id, set }] });
        await this.step(stack, `drift of ${resource.address} is shown`, async () => {
          const changes = (await stack.plan()).map(({ address, change }) => `${address} ${change.actions.join()}`);
          expectSame(changes, [`${resource.address} update`], 'what the plan puts right', stack.log);
        });
      } finally {
        this.world.set({});
      }
    }
  }

  /** To the next build of an image, and back. */
  private async rolls(image: string): Promise<void> {
    const pin = this.environment.machineImages[image];
    expect(pin !== undefined, `${this.environment.name} has no image ${image}`);
    const next = nextPin(pin);
    const all = [...Object.values(this.environment.machineImages), next];
    this.world.set({ images: all });
    await this.roll(`${image} ${next.kubernetesVersion}`, withImage(this.environment, image, next), image, pin.id);
    await this.roll(`${image} back to ${pin.kubernetesVersion}`, this.environment, image, next.id);
    this.world.set({});
  }

  private async roll(title: string, environment: Environment, image: string, before: string): Promise<void> {
    const stack = this.stack('cluster');
    const launched = launchedFrom(await stack.resources(), before);
    const groups = Object.values(environment.nodeGroups).filter((group) => group.image === image).length;
    this.write(environment);
    await this.step(stack, `${title}: the plan rolls ${groups} groups in place and nothing else`, async () => {
      const found = launched.flatMap((template) => template.groups).length;
      expect(found === groups, `${groups} groups have the image, but the state has ${found} with ${before}`, stack.log);
      expectRolls(await stack.plan(), launched, stack.log);
    });
    const done = this.world.journal().length;
    await this.step(stack, `${title}: apply, the template before its group`, async () => {
      await stack.apply();
      expectOrder(this.world.journal().slice(done), launched, stack.log);
    });
    await this.everyPlanIsEmpty(`after ${title}`);
  }

  /** Requests are taken from a variant by one number and given back by it; then the variant ends, and comes back. */
  private async shifts(shared: Shared): Promise<void> {
    const stack = this.stack('cluster');
    const [who, other] = [`${shared.revision} of ${shared.service}`, shared.weight === 0 ? 1 : 0];
    for (const weight of [other, shared.weight]) {
      this.write(withShare(this.environment, shared, weight));
      await this.step(stack, `${who} gets ${weight} %: one rule is updated in place`, async () => {
        expectShift(await stack.plan(), await stack.resources(), shared, weight, stack.log);
        await stack.apply();
      });
      await this.step(stack, `plan is empty with ${weight} %`, () => stack.planIsEmpty());
    }
    const before = await stack.resources();
    this.write(withShare(this.environment, shared, undefined));
    await this.step(stack, `${who} ends: its rule lets go of it before it goes`, async () => {
      expectEnd(await stack.plan(), shared, stack.log);
      const done = this.world.journal().length;
      await stack.apply();
      expectLetGo(this.world.journal().slice(done), before, shared, stack.log);
    });
    this.write(this.environment);
    await this.step(stack, `${who} comes back`, async () => {
      await stack.plan();
      await stack.apply();
    });
    await this.everyPlanIsEmpty(`after ${who}`);
  }

  /** What holds data refuses to go; with the documented setting, everything goes. */
  private async end(): Promise<void> {
    const isProtected = this.environment.protection.stateful;
    const protectedAddresses = this.stacks.flatMap((stack) => stack.configuration.protectedAddresses);
    await this.report.step(name, this.environment.name, `${protectedAddresses.length} resources are protected`, () =>
      expect(isProtected === protectedAddresses.length > 0, `protection.stateful is ${String(isProtected)}`),
    );
    for (const stack of this.stacks) {
      if (stack.configuration.protectedAddresses.length === 0) continue;
      const addresses = stack.configuration.refusedAddresses;
      await this.step(stack, 'destroy is refused, and says why', async () => {
        const wanted = addresses.map((address) => `${address} has lifecycle.prevent_destroy set`);
        expectSaid(await stack.refusedPlan('-destroy'), wanted, stack.log);
      });
    }
    if (isProtected) {
      this.write({ ...this.environment, protection: { ...this.environment.protection, stateful: false } });
      for (const stack of this.stacks) {
        await this.step(stack, 'protection is lifted in place', async () => {
          const changes = await stack.plan();
          const others = changes.filter(({ change }) => change.actions.join() !== 'update');
          expectNone(others, 'not updated in place', stack.log);
          await stack.apply();
        });
      }
    }
    for (const stack of [...this.stacks].reverse()) {
      await this.step(stack, 'destroy, and nothing is left', async () => {
        await stack.plan('-destroy');
        await stack.apply();
        expectNone(await stack.resources(), 'still in the state', stack.log);
      });
    }
  }
}
