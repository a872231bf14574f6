import { withNextPin } from '../support/lock-file';
import { endVariant, runningVariant, setWeight } from './canary';
import { addEnvironment, addService } from './new-files';
import type { ProjectCopy } from './project-copy';
import { freeName, hexadecimal, withPin } from './values';

/** A change that a team makes often. `npm run accept` runs after each step, and `npm test` after the last one. */
export interface OrdinaryTask {
  readonly name: string;
  readonly steps: readonly ((copy: ProjectCopy) => void)[];
}

/** Ordinary tasks, in an order in which they can be performed one after the other on one copy. */
export const ordinaryTasks: readonly OrdinaryTask[] = [
  { name: 'upgrade of a machine image', steps: [upgradeMachineImage] },
  { name: 'release of a container image', steps: [releaseContainerImage] },
  { name: 'size of a node group', steps: [resizeNodeGroup] },
  { name: 'storage of the database', steps: [growDatabase] },
  {
    name: "weight of a service's canary",
    steps: [runningVariant, (copy) => setWeight(copy, (weight) => (weight === 5 ? 10 : 5))],
  },
  { name: 'end of a canary', steps: [(copy) => setWeight(copy, () => 0), endVariant] },
  { name: 'new service', steps: [addService] },
  {
    name: 'new node group without pods',
    steps: [(copy) => addNodeGroup(copy, 'spare', { maxSizePerZone: 2, minSizePerZone: 1 })],
  },
  {
    name: 'node group at size 0',
    steps: [
      (copy) => addNodeGroup(copy, 'emptied', { maxSizePerZone: 2, minSizePerZone: 1 }),
      (copy) => resize(copy, 'emptied', { maxSizePerZone: 0, minSizePerZone: 0 }),
    ],
  },
  { name: 'new environment without a replica', steps: [addEnvironment] },
  { name: 'new name of a node group', steps: [renameNodeGroup] },
];

/** Returns the environment in which changes are tried first: one without deletion protection. */
function firstEnvironment(copy: ProjectCopy): string {
  const isProtected = (name: string) => copy.setting(name, 'deletionProtection') === 'true';
  const environment = copy.environments.find((name) => !isProtected(name)) ?? copy.environments[0];
  if (environment === undefined) throw new Error('there is no environment');
  return environment;
}

/** Returns the node group that RabbitMQ and exposed services run on. */
function mainNodeGroup(copy: ProjectCopy): string {
  return unquoted(copy.setting('base', 'rabbitmq', 'nodeGroup'));
}

function unquoted(text: string): string {
  return text.slice(1, -1);
}

function upgradeMachineImage(copy: ProjectCopy): void {
  const environment = firstEnvironment(copy);
  const image = unquoted(copy.setting(environment, 'nodeGroups', mainNodeGroup(copy), 'image'));
  copy.editMachineImages((lock) =>
    withPin(lock, environment, image, (entry) =>
      withNextPin(entry, ({ images, kubernetesVersion, recipe }) => ({
        images: Object.fromEntries(
          Object.entries(images).map(([region, id]) => [region, `ami-${hexadecimal(id, 17)}`]),
        ),
        kubernetesVersion,
        recipe: hexadecimal(recipe, 64),
      })),
    ),
  );
}

function releaseContainerImage(copy: ProjectCopy): void {
  const environment = firstEnvironment(copy);
  copy.editContainerImages((lock) => {
    const [service = ''] = Object.keys(lock[environment] ?? {});
    return withPin(lock, environment, service, (entry) =>
      withNextPin(entry, (pin) => ({ ...pin, digest: `sha256:${hexadecimal(pin.digest, 64)}` })),
    );
  });
}

function resizeNodeGroup(copy: ProjectCopy): void {
  const environment = firstEnvironment(copy);
  const setting = ['nodeGroups', mainNodeGroup(copy), 'maxSizePerZone'] as const;
  copy.environment(environment).set(setting, String(Number(copy.setting(environment, ...setting)) + 2));
}

function growDatabase(copy: ProjectCopy): void {
  const environment = firstEnvironment(copy);
  const size = parseInt(unquoted(copy.setting(environment, 'database', 'storage')), 10);
  copy.environment(environment).set(['database', 'storage'], `'${2 * size}Gi'`);
}

interface Size {
  readonly minSizePerZone: number;
  readonly maxSizePerZone: number;
}

function addNodeGroup(copy: ProjectCopy, name: string, { maxSizePerZone, minSizePerZone }: Size): void {
  const environment = firstEnvironment(copy);
  const image = copy.setting(environment, 'nodeGroups', mainNodeGroup(copy), 'image');
  copy.environment(environment).set(
    ['nodeGroups', name],
    `{
      image: ${image},
      instanceType: 'm6i.large',
      minSizePerZone: ${minSizePerZone},
      maxSizePerZone: ${maxSizePerZone},
      rootVolume: '60Gi',
      labels: { 'node.adamant.dev/group': '${name}' },
      taints: { dedicated: '${name}:NoSchedule' },
    }`,
  );
}

function resize(copy: ProjectCopy, nodeGroup: string, { maxSizePerZone, minSizePerZone }: Size): void {
  const settings = copy.environment(firstEnvironment(copy));
  settings.set(['nodeGroups', nodeGroup, 'minSizePerZone'], String(minSizePerZone));
  settings.set(['nodeGroups', nodeGroup, 'maxSizePerZone'], String(maxSizePerZone));
}

/** Renames a node group in `base.ts`, in each environment and in each service that runs on it. */
function renameNodeGroup(copy: ProjectCopy): void {
  const from = mainNodeGroup(copy);
  const to = freeName('shared', copy.environment('base').keys('nodeGroups'));
  for (const name of ['base', ...copy.environments]) {
    const settings = copy.environment(name);
    settings.rename(['nodeGroups', from], to);
    for (const owner of ['addons', 'logging', 'monitoring', 'rabbitmq']) {
      if (settings.get(owner, 'nodeGroup') === `'${from}'`) settings.set([owner, 'nodeGroup'], `'${to}'`);
    }
  }
  copy.environment('base').set(['nodeGroups', to, 'renamedFrom'], `'${from}'`);
  for (const name of copy.services) {
    if (copy.service(name).get('nodeGroup') === `'${from}'`) copy.service(name).set(['nodeGroup'], `'${to}'`);
  }
}
