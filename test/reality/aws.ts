import { synthesize, type Files } from '../../apps/platform';
import { environments } from '../../environments';
import type { Environment } from '../../environments/environment';
import { Account, motoAdvice } from './account';
import { cache, fresh, hasTool, shared } from './project';
import { eventually, sideBySide } from './process';
import { mirrorProviders, type Providers } from './providers';
import { expect, type Report } from './report';
import { expectSaid, Stack, stackNames, type StackName } from './stack';

const name = 'aws';

/** Every stack with AWS's own rules, as its provider knows them, and in an emulated account with states and locks in S3. */
export async function aws(report: Report, full: boolean): Promise<void> {
  fresh(cache(name));
  if (!hasTool('terraform')) return report.missing(name, 'terraform', 'is not installed');
  if (!hasTool('python3')) return report.missing(name, 'python3', 'is not installed');
  if (shared('terraform', 'aws.py') === undefined)
    return report.missing(name, 'account', 'there is no emulated account');
  const advice = await motoAdvice(cache(name, 'moto.log'));
  if (advice !== undefined) return report.missing(name, 'moto', advice);
  const all = Object.values(environments);
  const files = await report.step(name, 'all', 'synthesize', () => synthesize(all));
  const real = (await report.step(name, 'all', 'providers', () => mirrorProviders(name, files)))?.real;
  if (real === undefined) return report.missing(name, 'provider', 'no AWS provider is installed');
  await sideBySide(2, all, async (environment) => {
    const trial = new Trial(report, environment, files, real, full);
    await report.part(name, environment.name, () => trial.run());
  });
}

class Trial {
  private readonly account: Account;

  constructor(
    private readonly report: Report,
    private readonly environment: Environment,
    private readonly files: Files,
    private readonly provider: NonNullable<Providers['real']>,
    private readonly full: boolean,
  ) {
    this.account = new Account(name, environment);
  }

  async run(): Promise<void> {
    const { report, environment } = this;
    try {
      await report.step(name, environment.name, 'start an account', () => this.account.up());
      await report.step(name, environment.name, 'bucket, images, public zone', () => this.account.prepare());
      // The bucket is there already.
      const stacks = stackNames.filter((stack) => stack !== 'bootstrap').map((stack) => this.stack(stack, stack));
      let valid = true;
      // All of them, so that one run shows what is wrong anywhere.
      for (const stack of stacks) valid = (await report.part(name, stack.subject, () => this.validate(stack))) && valid;
      expect(valid, 'what is not valid is not applied');
      for (const stack of stacks) await this.create(stack);
    } finally {
      await this.account.down();
    }
  }

  private stack(stack: StackName, folder: string): Stack {
    const override = {
      // The bindings are of another major version than the provider that is installed.
      terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: this.provider.version } } },
      provider: { aws: [{ skip_credentials_validation: true }] },
    };
    const made = new Stack({
      run: name,
      environment: this.environment.name,
      name: stack,
      folder,
      override,
      init: ['-backend-config=use_path_style=true'],
      env: { ...this.account.env, TF_CLI_CONFIG_FILE: this.provider.settings },
      // When the API says no, the provider asks again for minutes.
      seconds: 600,
    });
    made.write(this.files);
    return made;
  }

  private step<T>(stack: Stack, what: string, action: () => Promise<T>): Promise<T> {
    return this.report.step(name, stack.subject, what, action);
  }

  private async validate(stack: Stack): Promise<void> {
    await this.step(stack, 'init', () => stack.init());
    await this.step(stack, 'is valid', () => stack.validate());
  }

  private async create(stack: Stack): Promise<void> {
    if (stack.name === 'network') await this.meetsLock(stack);
    await this.step(stack, 'plan', () => stack.plan());
    // A database takes three minutes and a load balancer one, whatever the account does, so a sample is applied: the
    // cluster in the lab. It looks up the security groups of the data stack, and -target makes these without the database.
    const isSample = stack.name === 'network' || (stack.name === 'cluster' && this.environment.name === 'lab');
    if (this.full || isSample) {
      await this.step(stack, 'apply', () => stack.apply());
      await this.step(stack, 'plan is empty', () => stack.planIsEmpty());
    } else if (stack.name === 'data') {
      await this.step(stack, 'apply its security groups', async () => {
        const groups = stack.addresses(([type]) => type === 'aws_security_group');
        await stack.plan(...groups.map((address) => `-target=${address}`));
        await stack.apply();
      });
    }
  }

  /** While one plan holds the state, another one is refused. */
  private async meetsLock(stack: Stack): Promise<void> {
    const other = this.stack(stack.name, `${stack.name}-other`);
    const key = `${this.environment.name}/${stack.name}.tfstate`;
    await this.step(stack, 'a second plan meets the lock', async () => {
      await other.init();
      const first = stack.plan();
      const second = eventually('the lock is in the bucket', 60, async () =>
        (await this.account.hasState(`${key}.tflock`)) ? true : undefined,
      ).then(() => other.refusedPlan('-lock-timeout=0s'));
      const [said] = await Promise.all([second, first]);
      expectSaid(said, ['Error acquiring the state lock'], other.log);
      expect(!(await this.account.hasState(`${key}.tflock`)), 'the lock is still there after the plan', stack.log);
    });
  }
}
