import { resolve } from '../../environments';
import { defineEnvironment, type EnvironmentDefinition } from '../../environments/define-environment';
import { platformImages } from '../../environments/locks';
import type { Diagnostic } from '../../lib/core/diagnostics';
import { base } from '../fixtures/project/environments/base';

export type Overrides = Parameters<typeof defineEnvironment>[1];

/** The settings that an environment's own file must have. */
export const ownSettings: Overrides = {
  account: '111111111111',
  alarms: { topic: 'alarms' },
  domain: 'one.example.com',
  network: { cidr: '10.1.0.0/16' },
  region: 'eu-west-1',
  state: { bucket: 'one-state' },
};

/** Returns a valid environment, with other overrides in place of some of its own. */
export function defined(name: string, overrides: object = {}): EnvironmentDefinition {
  return defineEnvironment(name, { ...ownSettings, ...overrides }, base);
}

/** Returns a second environment that shares no account, domain and addresses with the first. */
export function another(name: string, overrides: object = {}): EnvironmentDefinition {
  const own = {
    account: '222222222222',
    domain: 'two.example.com',
    network: { cidr: '10.2.0.0/16' },
    state: { bucket: 'two-state' },
  };
  return defined(name, { ...own, ...overrides });
}

/** Returns a pin of one recipe, with an AMI in the account of the environment. */
const machineImagePin = (environment: string) => ({
  history: [],
  pinned: {
    images: { 'eu-west-1': environment === 'one' ? 'ami-0123456789abcdef0' : 'ami-0fedcba9876543210' },
    kubernetesVersion: '1.34.2',
    recipe: 'a'.repeat(64),
  },
});
export const containerImagePin = () => ({
  history: [],
  pinned: { digest: `sha256:${'b'.repeat(64)}`, repository: 'registry.example.com/app' },
});

/** Returns lock files that pin every image of the base for the named environments. */
export function locksFor(...names: readonly string[]) {
  const images = [...new Set(Object.values(base.nodeGroups).map(({ image }) => image))];
  const each = <Pin>(keys: readonly string[], pin: (environment: string) => Pin) =>
    Object.fromEntries(names.map((name) => [name, Object.fromEntries(keys.map((key) => [key, pin(name)]))]));
  return {
    machineImages: each(images, machineImagePin),
    containerImages: each([...Object.keys(base.services), ...platformImages], containerImagePin),
  };
}

type Locks = ReturnType<typeof locksFor>;

/** Lock files as texts, or as the values that they contain. */
export interface LockContents {
  readonly machineImages: unknown;
  readonly containerImages: unknown;
}

/** Pins of environment `one`, by name. */
interface Pins {
  readonly machineImages: NonNullable<Locks['machineImages']['one']>;
  readonly containerImages: NonNullable<Locks['containerImages']['one']>;
}

/** Returns the lock files of environment `one`, changed by a test. */
export function changedLocks(change: (pins: Pins) => void): LockContents {
  const locks = locksFor('one');
  change({ machineImages: locks.machineImages['one'] ?? {}, containerImages: locks.containerImages['one'] ?? {} });
  return locks;
}

/** Resolves definitions with lock files, which are by default complete. */
export function resolved(
  definitions: readonly EnvironmentDefinition[],
  locks: LockContents = locksFor(...definitions.map(({ settings }) => settings.name)),
) {
  const text = (lock: unknown) => (typeof lock === 'string' ? lock : JSON.stringify(lock));
  return resolve(Object.fromEntries(definitions.map((each) => [each.settings.name, each])), {
    machineImages: text(locks.machineImages),
    containerImages: text(locks.containerImages),
  });
}

/** Returns the diagnostics of definitions and lock files. */
export const diagnostics = (
  definitions: readonly EnvironmentDefinition[],
  locks?: LockContents,
): readonly Diagnostic[] => resolved(definitions, locks).diagnostics;
