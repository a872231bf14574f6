import { examples } from '../../../apps/examples';
import { environments } from '../../../environments';
import { localStack } from './local-stacks';
import { cachePath } from '../support/project';
import { expect, type Report } from '../support/report';
import { FakeAccount } from './fake-account';

/** The example's name, which takes the place of an environment's name. */
const example = 'two-regions';

/** The machine image that the example pins. */
const image = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2', recipe: '' };

/** Applies and destroys the example with two regions. */
export async function runExample(report: Report, name: string, providerSettings: string): Promise<void> {
  const [lab] = Object.values(environments);
  expect(lab !== undefined, 'there is no environment');
  const account = new FakeAccount(cachePath(name, 'fake-account', example), { ...lab, machineImages: { image } });
  const env = { STANDIN_WORLD: account.folder, TF_CLI_CONFIG_FILE: providerSettings };
  const stack = localStack(name, { name: example }, 'cluster', env, []);
  const files = [...examples()].map(([file, text]): [string, string] => [
    file.replace(`examples/${example}/`, `terraform/${stack.subject}/`),
    text,
  ]);
  stack.write(new Map(files));
  const step = <T>(what: string, action: () => Promise<T>) => report.step(name, `example/${example}`, what, action);
  await step('init', () => stack.init());
  await step('is valid', () => stack.validate());
  // The stand-in generates an invalid IPv6 block, and the subnets are computed from it.
  await step('apply the network with IPv6', async () => {
    await stack.plan('-target=aws_vpc.home_vpc');
    await stack.apply();
    account.set({ drift: [{ type: 'aws_vpc', match: 'two-regions-home', set: { ipv6_cidr_block: '2001:db8::/56' } }] });
  });
  await step('plan', () => stack.plan());
  await step('apply', () => stack.apply());
  await step('plan is empty', () => stack.expectEmptyPlan());
  await step('destroy removes every resource', async () => {
    await stack.plan('-destroy');
    await stack.apply();
    expect((await stack.resources()).length === 0, 'the state still has resources', stack.log);
  });
}
