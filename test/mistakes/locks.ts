import { containerImagesFile, machineImagesFile } from '../../environments/locks';
import {
  another,
  changedLocks,
  containerImagePin,
  defined,
  diagnostics,
  type LockContents,
  locksFor,
} from '../environments/definitions';
import type { Mistake } from '../support/mistakes';

const one = [defined('one')];

/** A mistake in the lock files of environment `one`. */
function inLocks(title: string, id: string, source: string, locks: () => LockContents): Mistake {
  return { title, id, source, mistaken: () => diagnostics(one, locks()), corrected: () => diagnostics(one) };
}

const inMachineImages = (title: string, id: string, setting: string, change: Parameters<typeof changedLocks>[0]) =>
  inLocks(title, id, `${machineImagesFile} → ${setting}`, () => changedLocks(change));
const inContainerImages = (title: string, id: string, setting: string, change: Parameters<typeof changedLocks>[0]) =>
  inLocks(title, id, `${containerImagesFile} → ${setting}`, () => changedLocks(change));

const syntax: readonly (readonly [mistake: string, text: string, line: number, column: number])[] = [
  ['a missing comma', '{\n  "lab": {}\n  "staging": {}\n}', 3, 3],
  ['a missing quote', '{\n  "lab: {}\n}', 2, 11],
  ['an early end', '{\n  "lab": {', 2, 11],
  ['an empty file', '', 1, 1],
  ['a trailing comma', '{"lab": {},}', 1, 12],
];

const contents: readonly Mistake[] = [
  ...syntax.map(([mistake, machineImages, line, column]) =>
    inLocks(`lock file: ${mistake}`, 'lock-file-syntax', `${machineImagesFile}:${line}:${column}`, () => ({
      ...locksFor('one'),
      machineImages,
    })),
  ),
  inLocks('lock file: an environment twice', 'duplicate-key', `${containerImagesFile}:2:1`, () => ({
    ...locksFor('one'),
    containerImages: `{"one": {},\n"one": ${JSON.stringify(locksFor('one').containerImages['one'])}}`,
  })),
  inLocks('lock file: null', 'setting-value', machineImagesFile, () => ({ ...locksFor('one'), machineImages: null })),
  inLocks('lock file: a list', 'setting-value', machineImagesFile, () => ({
    ...locksFor('one'),
    machineImages: ['lab'],
  })),
  inMachineImages(
    'machine image: an id of 3 digits',
    'setting-value',
    "one.node.pinned.images['eu-west-1']",
    ({ machineImages }) => {
      Object.assign(machineImages['node']?.pinned.images ?? {}, { 'eu-west-1': 'ami-123' });
    },
  ),
  inMachineImages(
    'machine image: an id for no region',
    'setting-value',
    "one.node.pinned.images['eu-west1']",
    ({ machineImages }) => {
      Object.assign(machineImages['node']?.pinned.images ?? {}, { 'eu-west1': 'ami-0123456789abcdef0' });
    },
  ),
  inMachineImages(
    'machine image: a Kubernetes version without patch',
    'setting-value',
    'one.node.pinned.kubernetesVersion',
    ({ machineImages }) => {
      Object.assign(machineImages['node']?.pinned ?? {}, { kubernetesVersion: '1.34' });
    },
  ),
  inMachineImages(
    'machine image: a recipe that is no hash',
    'setting-value',
    'one.node.pinned.recipe',
    ({ machineImages }) => {
      Object.assign(machineImages['node']?.pinned ?? {}, { recipe: 'none' });
    },
  ),
  inMachineImages('machine image: an unknown key', 'unknown-setting', 'one.node.pinned.note', ({ machineImages }) => {
    Object.assign(machineImages['node']?.pinned ?? {}, { note: 'hello' });
  }),
  inContainerImages(
    'container image: no history',
    'missing-setting',
    'one.api.history (not set)',
    ({ containerImages }) => {
      Reflect.deleteProperty(containerImages['api'] ?? {}, 'history');
    },
  ),
  inContainerImages(
    'container image: no digest',
    'missing-setting',
    'one.api.pinned.digest (not set)',
    ({ containerImages }) => {
      Reflect.deleteProperty(containerImages['api']?.pinned ?? {}, 'digest');
    },
  ),
  inContainerImages(
    'container image: a tag in place of a digest',
    'setting-value',
    'one.api.pinned.digest',
    ({ containerImages }) => {
      Object.assign(containerImages['api']?.pinned ?? {}, { digest: 'latest' });
    },
  ),
  inContainerImages(
    'container image: a repository with a tag',
    'setting-value',
    'one.api.pinned.repository',
    ({ containerImages }) => {
      Object.assign(containerImages['api']?.pinned ?? {}, { repository: 'registry.example.com/api:v1' });
    },
  ),
];

const missingPins: readonly Mistake[] = [
  inLocks('machine image: not pinned', 'machine-image-pin', 'environments/base.ts → nodeGroups.transfer.image', () =>
    changedLocks(({ machineImages }) => Reflect.deleteProperty(machineImages, 'transfer-node')),
  ),
  inMachineImages(
    'machine image: pinned in another region',
    'machine-image-pin',
    'one.node.pinned.images',
    ({ machineImages }) => {
      Object.assign(machineImages['node']?.pinned ?? {}, { images: { 'us-east-1': 'ami-0123456789abcdef0' } });
    },
  ),
  {
    title: 'machine image: misspelt in the base of several environments',
    id: 'machine-image-pin',
    source: 'environments/one.ts → nodeGroups.general.image',
    mistaken: () => diagnostics([defined('one', { nodeGroups: { general: { image: 'nodee' } } })]),
    corrected: () => diagnostics(one),
  },
  inLocks('container image: not pinned', 'container-image-pin', 'environments/base.ts → services.api', () =>
    changedLocks(({ containerImages }) => Reflect.deleteProperty(containerImages, 'api')),
  ),
  {
    title: 'container image: not pinned in several environments',
    id: 'container-image-pin',
    source: 'environments/base.ts → services.api',
    mistaken: () => {
      const locks = locksFor('one', 'two');
      for (const pins of Object.values(locks.containerImages)) delete pins['api'];
      return diagnostics([...one, another('two')], locks);
    },
    corrected: () => diagnostics([...one, another('two')]),
  },
  {
    title: 'container image: variant not pinned',
    id: 'container-image-pin',
    source: 'environments/one.ts → services.web.variants.canary',
    mistaken: () => diagnostics([defined('one', { services: { web: { variants: { canary: { weight: 0 } } } } })]),
    corrected: () =>
      diagnostics(
        [defined('one', { services: { web: { variants: { canary: { weight: 0 } } } } })],
        changedLocks(({ containerImages }) => {
          Object.assign(containerImages['web'] ?? {}, { variants: { canary: containerImagePin() } });
        }),
      ),
  },
  {
    title: 'lock file: an environment without machine images',
    id: 'environment-pins',
    source: `${machineImagesFile} → two (not set)`,
    mistaken: () =>
      diagnostics([...one, another('two')], {
        ...locksFor('one', 'two'),
        machineImages: locksFor('one').machineImages,
      }),
    corrected: () => diagnostics([...one, another('two')]),
  },
  {
    title: 'lock file: an environment without container images',
    id: 'environment-pins',
    source: `${containerImagesFile} → two (not set)`,
    mistaken: () =>
      diagnostics([...one, another('two')], {
        ...locksFor('one', 'two'),
        containerImages: locksFor('one').containerImages,
      }),
    corrected: () => diagnostics([...one, another('two')]),
  },
];

/** A mistake in the lock files of `one` and `two`. */
function inBoth(
  title: string,
  id: string,
  source: string,
  change: (locks: ReturnType<typeof locksFor>) => void,
  correct: (locks: ReturnType<typeof locksFor>) => void = () => undefined,
): Mistake {
  const diagnose = (edit: typeof change) => () => {
    const locks = locksFor('one', 'two');
    edit(locks);
    return diagnostics([...one, another('two')], locks);
  };
  return { title, id, source, mistaken: diagnose(change), corrected: diagnose(correct) };
}

type MachineImages = ReturnType<typeof locksFor>['machineImages'];

/** Changes the pin of the image `node`, and its history. */
const node =
  (environment: string, pinned: object, ...history: readonly object[]) =>
  (locks: { machineImages: MachineImages }) => {
    const entry = locks.machineImages[environment]?.['node'];
    if (!entry) throw new Error(`${environment} has no pin`);
    Object.assign(entry, {
      history: history.map((pin) => ({ ...entry.pinned, ...pin })),
      pinned: { ...entry.pinned, ...pinned },
    });
  };

const older = { images: { 'eu-west-1': 'ami-0000000000000000a' }, recipe: 'b'.repeat(64) };
const newer = { images: { 'eu-west-1': 'ami-0000000000000000b' }, recipe: 'c'.repeat(64) };
const inMachine = (setting: string) => `${machineImagesFile} → ${setting}`;
const inContainer = (setting: string) => `${containerImagesFile} → ${setting}`;

/** Pins that contradict each other. */
const histories: readonly Mistake[] = [
  inBoth(
    'machine image: pinned in its own history',
    'pin-history',
    inMachine('two.node.history[1]'),
    node('two', {}, { ...older, kubernetesVersion: '1.34.1' }, {}),
    node('two', {}, { ...older, kubernetesVersion: '1.34.1' }),
  ),
  inBoth(
    'machine image: two minor versions after the one before',
    'kubernetes-version-step',
    inMachine('one.node.pinned.kubernetesVersion'),
    node('one', { kubernetesVersion: '1.36.0', ...newer }, { kubernetesVersion: '1.34.2' }),
    node('one', { kubernetesVersion: '1.35.0', ...newer }, { kubernetesVersion: '1.34.2' }),
  ),
  inBoth(
    'machine image: two minor versions below the one before',
    'kubernetes-version-step',
    inMachine('one.node.pinned.kubernetesVersion'),
    node('one', { kubernetesVersion: '1.32.9', ...newer }, { kubernetesVersion: '1.34.2' }),
    node('one', { kubernetesVersion: '1.33.9', ...newer }, { kubernetesVersion: '1.34.2' }),
  ),
  inBoth(
    'machine image: two minor versions above the cluster, without a history',
    'kubernetes-version-step',
    inMachine('one.node.pinned.kubernetesVersion'),
    node('one', { kubernetesVersion: '1.36.0', images: newer.images }),
    node('one', { kubernetesVersion: '1.35.0', images: newer.images }),
  ),
  inBoth(
    'machine image: kubelets that are too old',
    'kubernetes-version-step',
    inMachine('one.node.pinned.kubernetesVersion'),
    node('one', { kubernetesVersion: '1.20.0', images: newer.images }),
    node('one', { kubernetesVersion: '1.31.0', images: newer.images }),
  ),
  {
    title: 'podSecurityVersion: too new for all machine images',
    id: 'kubernetes-version-step',
    source: 'environments/one.ts → cluster.podSecurityVersion',
    mistaken: () => diagnostics([defined('one', { cluster: { podSecurityVersion: 'v1.99' } })]),
    corrected: () => diagnostics([defined('one', { cluster: { podSecurityVersion: 'v1.37' } })]),
  },
  inBoth(
    'machine image: a recipe that no earlier environment has',
    'image-promotion',
    inMachine('two.node.pinned.recipe'),
    node('two', newer),
    (locks) => {
      node('one', {}, { ...newer, images: { 'eu-west-1': 'ami-0000000000000000c' } })(locks);
      node('two', newer)(locks);
    },
  ),
  inBoth(
    'machine image: an AMI of two versions',
    'machine-image-conflict',
    inMachine("one['transfer-node'].pinned.images['eu-west-1']"),
    node('one', { kubernetesVersion: '1.34.1' }),
  ),
  inBoth(
    'machine image: an AMI of two accounts',
    'machine-image-conflict',
    inMachine("two.node.pinned.images['eu-west-1']"),
    node('two', { images: { 'eu-west-1': 'ami-0123456789abcdef0' } }),
    node('two', { images: { 'eu-west-1': 'ami-0123456789abcdef0' }, owner: '111111111111' }),
  ),
  inMachineImages('machine image: pinned and not used', 'unknown-pin', 'one.gpu', ({ machineImages }) => {
    Object.assign(machineImages, { gpu: machineImages['node'] });
  }),
  inLocks('container image: pinned in its own history', 'pin-history', inContainer('one.api.history[0]'), () =>
    changedLocks(({ containerImages }) => {
      Object.assign(containerImages['api'] ?? {}, { history: [containerImagePin().pinned] });
    }),
  ),
  inContainerImages(
    'container image: the repository of another service',
    'container-image-repository',
    'one.api.pinned.repository',
    ({ containerImages }) => {
      Object.assign(containerImages['api']?.pinned ?? {}, { repository: 'registry.example.com/web' });
    },
  ),
  inContainerImages(
    'container image: a repository of another region',
    'container-image-region',
    'one.api.pinned.repository',
    ({ containerImages }) => {
      const repository = '333333333333.dkr.ecr.us-east-1.amazonaws.com/api';
      Object.assign(containerImages['api']?.pinned ?? {}, { repository });
    },
  ),
  {
    title: 'environments: one state bucket',
    id: 'unique-state-bucket',
    source: 'environments/two.ts → state.bucket',
    mistaken: () => diagnostics([...one, another('two', { state: { bucket: 'one-state' } })]),
    corrected: () => diagnostics([...one, another('two')]),
  },
];

/** Rejected lock files, and settings that need a pin that they do not have. */
export const locks: readonly Mistake[] = [...contents, ...missingPins, ...histories];
