import { resolve } from '../../environments';
import { another, defined, locksFor } from './definitions';

const of = (account: string, name = 'api') => `${account}.dkr.ecr.eu-west-1.amazonaws.com/${name}`;
const pin = (repository: string) => ({ digest: `sha256:${'b'.repeat(64)}`, repository });

function registries(releases: Record<string, { pinned: string; history?: string[] }>) {
  const definitions = [defined('one'), another('two')];
  const lock = Object.fromEntries(
    Object.entries(releases).map(([name, { history = [], pinned }]) => [
      name,
      { api: { history: history.map(pin), pinned: pin(pinned) } },
    ]),
  );
  const images = JSON.stringify(locksFor('one', 'two').images);
  const { environments } = resolve(definitions, { images, releases: JSON.stringify(lock) });
  return Object.fromEntries(Object.values(environments).map(({ name, registry }) => [name, registry]));
}

test('the environment whose account releases come from owns the registry, and knows who pulls', () => {
  expect(registries({ one: { pinned: of('222222222222') }, two: { pinned: of('222222222222', 'imp/web') } })).toEqual({
    one: undefined,
    two: { pullAccounts: { one: '111111111111', two: '222222222222' }, repositories: ['api', 'imp/web'] },
  });
});

test('a repository stays while the way back leads to it', () => {
  const { two } = registries({
    one: { history: [of('222222222222', 'former')], pinned: 'registry.example.com/api' },
    two: { pinned: of('222222222222') },
  });
  expect(two).toEqual({ pullAccounts: { one: '111111111111', two: '222222222222' }, repositories: ['api', 'former'] });
});

test('a registry of another account or region is nobody’s here', () => {
  const elsewhere = of('222222222222').replace('eu-west-1', 'us-east-1');
  expect(registries({ one: { pinned: of('999999999999') }, two: { pinned: elsewhere } })).toEqual({
    one: undefined,
    two: undefined,
  });
});
