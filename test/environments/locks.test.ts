import { readFileSync } from 'node:fs';
import path from 'node:path';
import { resolve } from '../../environments';
import type { Lock, PinnedContainerImage } from '../../environments/locks';
import { another, defined, locksFor, problemsOf } from './definitions';

const imagesFile = 'environments/machine-images.lock.json';
const releasesFile = 'environments/container-images.lock.json';
const one = [defined('one')];

/** A lock of images with one value in the place of another. */
function changed(change: (lock: ReturnType<typeof locksFor>['images']) => void) {
  const locks = locksFor('one');
  change(locks.images);
  return locks;
}

describe('what is pinned', () => {
  it('is in the environment: the image of its region, and the releases', () => {
    const { images, releases } = locksFor('one');
    const { environments } = resolve(one, { images: JSON.stringify(images), releases: JSON.stringify(releases) });
    expect(environments['one']?.machineImages).toEqual({
      'node': { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2', recipe: 'a'.repeat(64) },
      'transfer-node': { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2', recipe: 'a'.repeat(64) },
    });
    expect(environments['one']?.containerImages['api']).toEqual({
      digest: `sha256:${'b'.repeat(64)}`,
      repository: 'registry.example.com/app',
    });
  });

  it('is in the environment under the name of what runs it, where it is for a variant of a service', () => {
    const { images, releases } = locksFor('one');
    const canary = {
      history: [],
      pinned: { digest: `sha256:${'c'.repeat(64)}`, repository: 'registry.example.com/app' },
    };
    const lock = { one: { ...releases['one'], web: { ...releases['one']!['web'], variants: { canary } } } };
    const { environments, diagnostics } = resolve(one, {
      images: JSON.stringify(images),
      releases: JSON.stringify(lock),
    });
    expect(diagnostics).toEqual([]);
    expect(environments['one']?.containerImages['web-canary']).toEqual(canary.pinned);
    expect(environments['one']?.containerImages['web']).not.toHaveProperty('variants');
  });

  it('must be every variant that has a weight', () => {
    const weighted = defined('one', { services: { web: { variants: { canary: { weight: 0 } } } } });
    expect(problemsOf([weighted])).toEqual([
      [
        'one',
        "variant 'canary' of web has no pinned image, got api, dts-scheduler, dts-worker, web",
        'environments/one.ts → services.web.variants.canary',
        'add it to environments/container-images.lock.json → one.web.variants',
      ],
    ]);
  });

  it('must be every image that a node group runs', () => {
    const locks = changed(({ one: pins }) => delete pins?.['transfer-node']);
    expect(problemsOf(one, locks)).toEqual([
      [
        'one',
        "image 'transfer-node' has no pin in eu-west-1, got node",
        'environments/base.ts → nodeGroups.transfer.image',
        'add it to environments/machine-images.lock.json → one, or name one that is pinned',
      ],
    ]);
  });

  it("must be copied to the environment's own region", () => {
    const moved = defined('one', { region: 'eu-central-1' });
    expect(problemsOf([moved], locksFor('one')).map(([, rule]) => rule)).toEqual([
      "image 'node' has no pin in eu-central-1, got none",
      "image 'transfer-node' has no pin in eu-central-1, got none",
    ]);
  });

  it('must be every service that has a size', () => {
    const { images, releases } = locksFor('one');
    delete releases['one']?.['api'];
    expect(problemsOf(one, { images, releases })).toEqual([
      [
        'one',
        "service 'api' has no pinned image, got dts-scheduler, dts-worker, web",
        'environments/base.ts → services.api',
        'add it to environments/container-images.lock.json → one',
      ],
    ]);
  });

  it('is of no use to another environment: each has pins of its own', () => {
    const found = problemsOf([...one, another('two')], locksFor('one'));
    expect(found).toHaveLength(6);
    expect(new Set(found.map(([path_]) => path_))).toEqual(new Set(['two']));
  });
});

describe('a lock file that cannot be read', () => {
  it.each<[string, string, number, number]>([
    ['a missing comma', '{\n  "lab": {}\n  "staging": {}\n}', 3, 3],
    ['a quote too few', '{\n  "lab: {}\n}', 2, 11],
    ['an end that comes too early', '{\n  "lab": {', 2, 11],
    ['nothing at all', '', 1, 1],
    ['a comma too many', '{"lab": {},}', 1, 12],
  ])('because of %s is told with line and column', (_, images, line, column) => {
    expect(problemsOf(one, { ...locksFor('one'), images })).toEqual([
      [
        imagesFile,
        `must be JSON, got a mistake at line ${line}, column ${column}`,
        `${imagesFile}:${line}:${column}`,
        'look for a missing comma, quote or brace there, or take the file from the last commit',
      ],
    ]);
  });

  it('is told once, and not as every pin that is missing now', () => {
    expect(problemsOf([...one, another('two')], { ...locksFor('one', 'two'), releases: '{' }).map(([p]) => p)).toEqual([
      releasesFile,
    ]);
  });

  it('leaves the other mistakes to be told as well', () => {
    const found = problemsOf([defined('one', { account: '1' })], { images: '{', releases: '[' });
    expect(found.map(([path_]) => path_)).toEqual(['one', imagesFile, releasesFile]);
  });
});

describe('a sound lock file beside one that cannot be read', () => {
  it('still tells what is missing in it', () => {
    const { images } = changed(({ one: pins }) => delete pins?.['node']);
    expect(problemsOf(one, { images, releases: '{' }).map(([, rule]) => rule)).toContain(
      "image 'node' has no pin in eu-west-1, got transfer-node",
    );
  });
});

describe('a lock file that is not as its schema says', () => {
  it('is told with place, value and what to write: an image id', () => {
    const locks = changed(({ one: pins }) => {
      if (pins?.['node']) pins['node'].pinned.images = { 'eu-west-1': 'ami-123' };
    });
    expect(problemsOf(one, locks)).toEqual([
      [
        imagesFile,
        'must match pattern "^ami-[0-9a-f]{17}$", got "ami-123"',
        `${imagesFile} → one.node.pinned.images.eu-west-1`,
        'write ami- and 17 hexadecimal digits',
      ],
    ]);
  });

  it('is told with place, value and what to write: a version and a recipe, both at once', () => {
    const locks = changed(({ one: pins }) => {
      if (pins?.['node']) Object.assign(pins['node'].pinned, { kubernetesVersion: '1.34', recipe: 'none' });
    });
    expect(problemsOf(one, locks)).toEqual([
      [
        imagesFile,
        'must match pattern "^1\\.\\d+\\.\\d+$", got "1.34"',
        `${imagesFile} → one.node.pinned.kubernetesVersion`,
        'write all three numbers, as 1.34.2',
      ],
      [
        imagesFile,
        'must match pattern "^[0-9a-f]{64}$", got "none"',
        `${imagesFile} → one.node.pinned.recipe`,
        'write the content hash of the recipe, 64 hexadecimal digits',
      ],
    ]);
  });

  it('is told which part is missing', () => {
    const locks = {
      ...locksFor('one'),
      releases: { one: { api: { pinned: { repository: 'registry.example.com/api' } } } },
    };
    expect(problemsOf(one, locks)).toEqual([
      [
        releasesFile,
        "must have required property 'history', got {pinned}",
        `${releasesFile} → one.api`,
        'write it as {"pinned": {…}, "history": []}',
      ],
      [
        releasesFile,
        "must have required property 'digest', got {repository}",
        `${releasesFile} → one.api.pinned`,
        "copy what the service's pipeline printed",
      ],
    ]);
  });

  it('is told of a tag where a digest belongs', () => {
    const { images, releases } = locksFor('one');
    const pins = releases['one']?.['api'];
    if (pins) pins.pinned = { digest: 'latest', repository: 'registry.example.com/api:v1' };
    expect(problemsOf(one, { images, releases }).map(([, , source, hint]) => [source, hint])).toEqual([
      [`${releasesFile} → one.api.pinned.repository`, 'write registry and repository without a tag'],
      [`${releasesFile} → one.api.pinned.digest`, 'write sha256: and 64 hexadecimal digits'],
    ]);
  });

  it('is told which key is one too many', () => {
    const locks = changed(({ one: pins }) => {
      if (pins?.['node']) Object.assign(pins['node'].pinned, { note: 'hello' });
    });
    expect(problemsOf(one, locks)[0]?.[1]).toContain("'note'");
  });

  it.each<[unknown, string]>([
    [null, 'must be object, got null'],
    [['lab'], 'must be object, got ["lab"]'],
  ])('is told as what it is: %j', (images, rule) => {
    expect(problemsOf(one, { ...locksFor('one'), images }).map(([, told]) => told)).toEqual([rule]);
  });
});

describe('the lock files as committed', () => {
  const read = (file: string): Lock<PinnedContainerImage> => {
    const { $schema, ...lock } = JSON.parse(readFileSync(path.resolve(__dirname, '../..', file), 'utf8'));
    expect($schema).toMatch(/\.schema\.json$/);
    return lock;
  };

  it.each([imagesFile, releasesFile])('%s keep in their history only what is pinned no more', (file) => {
    for (const [environment, pins] of Object.entries(read(file))) {
      for (const [name, entry] of Object.entries(pins)) {
        for (const { history, pinned } of [entry, ...Object.values(entry.variants ?? {})]) {
          expect([environment, name, history[0]]).not.toEqual([environment, name, pinned]);
        }
      }
    }
  });
});
