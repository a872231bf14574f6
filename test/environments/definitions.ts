import { base } from '../../environments/base';
import { defineEnvironment, type EnvironmentDefinition } from '../../environments/define-environment';
import { resolve } from '../../environments';

type Own = Parameters<typeof defineEnvironment>[1];

/** What an environment says of itself, but for whom its alarms are told to. */
export const untold: Own = {
  account: '111111111111',
  domain: 'one.example.com',
  network: { cidr: '10.1.0.0/16' },
  region: 'eu-west-1',
  state: { bucket: 'one-state' },
};

/** A sound environment, with mistakes of the test's choosing. */
export function defined(name: string, mistakes: Partial<Own> = {}): EnvironmentDefinition {
  return defineEnvironment(name, { ...untold, alarms: { topic: 'alarms' }, ...mistakes });
}

/** A second sound environment that shares nothing with the first. */
export function another(name: string, mistakes: Partial<Own> = {}): EnvironmentDefinition {
  return defined(name, { account: '222222222222', network: { cidr: '10.2.0.0/16' }, ...mistakes });
}

const imagePin = (region: string) => ({
  history: [],
  pinned: { images: { [region]: 'ami-0123456789abcdef0' }, kubernetesVersion: '1.34.2', recipe: 'a'.repeat(64) },
});
const releasePin = {
  history: [],
  pinned: { digest: `sha256:${'b'.repeat(64)}`, repository: 'registry.example.com/app' },
};

/** Lock files with everything that the base asks for. */
export function locksFor(...names: readonly string[]) {
  const images = [...new Set(Object.values(base.nodeGroups).map(({ image }) => image))];
  const each = <Pin>(keys: readonly string[], pin: Pin) =>
    Object.fromEntries(names.map((name) => [name, Object.fromEntries(keys.map((key) => [key, structuredClone(pin)]))]));
  return { images: each(images, imagePin('eu-west-1')), releases: each(Object.keys(base.services), releasePin) };
}

/** What is wrong with definitions and locks, as the four lines of each problem. */
export function problemsOf(
  definitions: readonly EnvironmentDefinition[],
  locks: { readonly images: unknown; readonly releases: unknown } = locksFor(
    ...definitions.map(({ settings }) => settings.name),
  ),
): [string, string, string, string][] {
  const text = (lock: unknown) => (typeof lock === 'string' ? lock : JSON.stringify(lock));
  const { diagnostics } = resolve(definitions, { images: text(locks.images), releases: text(locks.releases) });
  return diagnostics.map(({ path, message, source, hint }) => [path, message, source, hint]);
}
