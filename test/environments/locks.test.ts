import { readFileSync } from 'node:fs';
import type { Lock, PinnedContainerImage } from '../../environments/locks';
import { another, containerImagePin, defined, diagnostics, locksFor, resolved } from './definitions';

// Rejected lock files are in test/mistakes/locks.ts.

describe('pins', () => {
  it('belong to the environment: machine images of its region, and container images', () => {
    const one = resolved([defined('one')]).environments['one'];
    const pin = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2', recipe: 'a'.repeat(64) };
    expect(one?.machineImages).toEqual({ 'node': pin, 'transfer-node': pin });
    expect(one?.containerImages['api']).toEqual({
      digest: `sha256:${'b'.repeat(64)}`,
      repository: 'registry.example.com/app',
    });
  });

  it('are promoted to protected environments only', () => {
    const promotions = (overrides: object) => {
      const locks = locksFor('one', 'two');
      Object.assign(locks.machineImages['two']?.['node']?.pinned ?? {}, {
        images: { 'eu-west-1': 'ami-0000000000000000b' },
        recipe: 'c'.repeat(64),
      });
      const environments = [defined('one'), another('two', overrides)];
      return resolved(environments, locks).diagnostics.map(({ id }) => id);
    };
    expect([promotions({}), promotions({ deletionProtection: false })]).toEqual([['image-promotion'], []]);
  });

  it('belong to a variant under the name of its workload', () => {
    const locks = locksFor('one');
    const canary = {
      history: [],
      pinned: { digest: `sha256:${'c'.repeat(64)}`, repository: 'registry.example.com/app' },
    };
    Object.assign(locks.containerImages['one']?.['web'] ?? {}, { variants: { canary } });
    const result = resolved([defined('one')], locks);
    expect(result.diagnostics).toEqual([]);
    expect(result.environments['one']?.containerImages['web-canary']).toEqual(canary.pinned);
    expect(result.environments['one']?.containerImages['web']).toEqual(containerImagePin().pinned);
  });
});

describe('unreadable lock file', () => {
  it('is reported without the pins that it lacks', () => {
    const locks = { ...locksFor('one', 'two'), containerImages: '{' };
    expect(diagnostics([defined('one'), another('two')], locks).map(({ id }) => id)).toEqual(['lock-file-syntax']);
  });

  it('does not hide what the other lock file lacks', () => {
    const { machineImages } = locksFor('one');
    delete machineImages['one']?.['node'];
    const found = diagnostics([defined('one')], { machineImages, containerImages: '{' });
    expect(found.map(({ id }) => id)).toEqual(['machine-image-pin', 'lock-file-syntax']);
  });
});

describe('committed lock files', () => {
  it.each(['environments/machine-images.lock.json', 'environments/container-images.lock.json'])(
    '%s: history without the current pin',
    (file) => {
      const { $schema, ...lock } = JSON.parse(readFileSync(file, 'utf8')) as Lock<PinnedContainerImage>;
      expect($schema).toMatch(/\.schema\.json$/);
      const entries = Object.values(lock).flatMap((pins) => Object.values(pins));
      for (const { history, pinned } of entries.flatMap((entry) => [entry, ...Object.values(entry.variants ?? {})])) {
        expect(history[0]).not.toEqual(pinned);
      }
    },
  );
});
