import { resolve } from '../../environments';
import { another, defined, locksFor } from './definitions';

const repositoryIn = (account: string, name = 'api') => `${account}.dkr.ecr.eu-west-1.amazonaws.com/${name}`;
const pin = (repository: string) => ({ digest: `sha256:${'b'.repeat(64)}`, repository });

function registries(releases: Record<string, { pinned: string; history?: string[] }>) {
  const definitions = { one: defined('one'), two: another('two') };
  const lock = Object.fromEntries(
    Object.entries(releases).map(([name, { history = [], pinned }]) => [
      name,
      { api: { history: history.map(pin), pinned: pin(pinned) } },
    ]),
  );
  const machineImages = JSON.stringify(locksFor('one', 'two').machineImages);
  const { environments } = resolve(definitions, { machineImages, containerImages: JSON.stringify(lock) });
  return Object.fromEntries(Object.values(environments).map(({ name, registry }) => [name, registry]));
}

test('registry: owned by the environment whose account has the repositories, with the accounts that pull', () => {
  expect(
    registries({
      one: { pinned: repositoryIn('222222222222') },
      two: { pinned: repositoryIn('222222222222', 'imp/web') },
    }),
  ).toEqual({
    one: undefined,
    two: { pullAccounts: { one: '111111111111', two: '222222222222' }, repositories: ['api', 'imp/web'] },
  });
});

test('registry: keeps a repository that an earlier pin uses', () => {
  const { two } = registries({
    one: { history: [repositoryIn('222222222222', 'former')], pinned: 'registry.example.com/api' },
    two: { pinned: repositoryIn('222222222222') },
  });
  expect(two).toEqual({ pullAccounts: { one: '111111111111', two: '222222222222' }, repositories: ['api', 'former'] });
});

test('registry: none for repositories of another account or region', () => {
  const elsewhere = repositoryIn('222222222222').replace('eu-west-1', 'us-east-1');
  expect(registries({ one: { pinned: repositoryIn('999999999999') }, two: { pinned: elsewhere } })).toEqual({
    one: undefined,
    two: undefined,
  });
});
