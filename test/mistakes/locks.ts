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

/** Rejected lock files, and settings that need a pin that they do not have. */
export const locks: readonly Mistake[] = [...contents, ...missingPins];
