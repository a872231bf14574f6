import { examples } from '../../../apps/examples';
import { environments } from '../../../environments';
import { localStack } from './local-stacks';
import { cache } from '../support/project';
import { expect, type Report } from '../support/report';
import { World } from './fake-account';

/** Where the example is among the stacks, for the tools that know environments only. */
const example = 'two-regions';

/** The image that the example pins. */
const image = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2', recipe: '' };

/** The example of infrastructure, from its first apply to its end. */
export async function liveExample(report: Report, name: string, providerSettings: string): Promise<void> {
  const [lab] = Object.values(environments);
  expect(lab !== undefined, 'there is no environment whose account the example could be in');
  const world = new World(cache(name, 'world', example), { ...lab, machineImages: { image } });
  const env = { STANDIN_WORLD: world.folder, TF_CLI_CONFIG_FILE: providerSettings };
  const stack = localStack(name, { name: example }, 'cluster', env, []);
  const files = [...examples()].map(([file, text]): [string, string] => [
    file.replace(`examples/${example}/`, `terraform/${stack.subject}/`),
    text,
  ]);
  stack.write(new Map(files));
  const step = <T>(what: string, action: () => Promise<T>) => report.step(name, `example/${example}`, what, action);
  await step('init', () => stack.init());
  await step('is valid', () => stack.validate());
  // The stand-in makes values up that are no addresses, and the subnets are computed from one.
  await step('apply the network with IPv6', async () => {
    await stack.plan('-target=aws_vpc.home_vpc');
    await stack.apply();
    world.set({ drift: [{ type: 'aws_vpc', match: 'two-regions-home', set: { ipv6_cidr_block: '2001:db8::/56' } }] });
  });
  await step('plan', () => stack.plan());
  await step('apply', () => stack.apply());
  await step('plan is empty', () => stack.planIsEmpty());
  await step('destroy, and nothing is left', async () => {
    await stack.plan('-destroy');
    await stack.apply();
    expect((await stack.resources()).length === 0, 'something is still in the state', stack.log);
  });
}
