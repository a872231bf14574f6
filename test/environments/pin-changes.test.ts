import fc from 'fast-check';
import { pinImage, promoteImages, rollBackImages } from '../../environments/pin-changes';
import type { MachineImageLockPin, Pinned } from '../../environments/locks';

const pin = (recipe: string, id = recipe, kubernetesVersion = '1.34.2'): MachineImageLockPin => ({
  images: { 'eu-west-1': `ami-${id}` },
  kubernetesVersion,
  recipe,
});
const entry = (...recipes: readonly string[]) => {
  const [pinned = pin('a'), ...history] = recipes.map((recipe) => pin(recipe));
  return { history, pinned };
};
const recipesOf = ({ history, pinned }: Pinned<MachineImageLockPin> = entry()) =>
  [pinned, ...history].map(({ recipe }) => recipe);

describe('pin', () => {
  test('moves the pin before to the history, and takes a pin of the same recipe out of it', () => {
    const lock = pinImage({ lab: { node: entry('c', 'b', 'a') } }, 'lab', 'node', pin('b'));
    expect(recipesOf(lock['lab']?.['node'])).toEqual(['b', 'c', 'a']);
  });

  test('adds the id of another region to a pin of the same recipe', () => {
    const other = { ...pin('c'), images: { 'eu-central-1': 'ami-d' } };
    const lock = pinImage({ lab: { node: entry('c', 'b') } }, 'lab', 'node', other);
    expect(lock['lab']?.['node']).toEqual({
      history: [pin('b')],
      pinned: { ...pin('c'), images: { 'eu-central-1': 'ami-d', 'eu-west-1': 'ami-c' } },
    });
  });

  test('pins an image that no environment has', () => {
    expect(pinImage({}, 'lab', 'node', pin('a'))).toEqual({ lab: { node: entry('a') } });
  });

  test('a rollback is the pin before, whatever was pinned', () => {
    const recipes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
    fc.assert(
      fc.property(recipes, fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), (known, next) => {
        fc.pre(known[0] !== next);
        const before = { lab: { node: entry(...known) } };
        const back = rollBackImages(pinImage(before, 'lab', 'node', pin(next)), 'lab', ['node']);
        const found = recipesOf(back['lab']?.['node']);
        expect(found[0]).toBe(known[0]);
        // No recipe is lost, and none is there twice.
        expect([...found].sort()).toEqual([...new Set([...known, next])].sort());
      }),
    );
  });
});

describe('promote', () => {
  const accounts = { lab: '111111111111', staging: '222222222222', other: '111111111111' };

  test('uses the AMI of the other account as one that its owner shares', () => {
    const lock = promoteImages(
      { lab: { node: entry('b') }, staging: { node: entry('a') } },
      'lab',
      'staging',
      accounts,
    );
    expect(lock['staging']?.['node']).toEqual({ history: [pin('a')], pinned: { ...pin('b'), owner: '111111111111' } });
    expect(promoteImages(lock, 'lab', 'staging', accounts)).toBe(lock);
  });

  test('names no owner in the same account, and keeps that of a shared image', () => {
    const owned = { ...pin('b'), owner: '999999999999' };
    const lock = { lab: { node: { history: [], pinned: owned } } };
    expect(promoteImages(lock, 'lab', 'other', accounts)['other']?.['node']?.pinned).toEqual(owned);
    const own = promoteImages({ lab: { node: entry('b') } }, 'lab', 'other', accounts);
    expect(own['other']?.['node']?.pinned).toEqual(pin('b'));
  });
});

describe('rollback', () => {
  test('exchanges the newest two pins, so that a second one returns', () => {
    const lock = { lab: { node: entry('c', 'b', 'a'), other: entry('x') } };
    const back = rollBackImages(lock, 'lab', ['node', 'other']);
    expect(recipesOf(back['lab']?.['node'])).toEqual(['b', 'c', 'a']);
    expect(back['lab']?.['other']).toEqual(entry('x'));
    expect(rollBackImages(back, 'lab', ['node', 'other'])).toEqual(lock);
  });
});
