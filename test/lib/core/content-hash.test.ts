import fc from 'fast-check';
import { contentHash } from '../../../lib/core/content-hash';

/** The same value with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('content hash', () => {
  it('keys: their order does not matter, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(contentHash(reversed(value))).toBe(contentHash(value));
      }),
    );
  });

  it('values: a different one changes the hash', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), fc.string(), (settings, key, value) => {
        fc.pre(key !== '__proto__' && settings[key] !== value);
        expect(contentHash({ ...settings, [key]: value })).not.toBe(contentHash(settings));
      }),
    );
  });

  it('undefined member: is equal to a missing one, and null is not', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
    expect(contentHash({ a: 1, b: null })).not.toBe(contentHash({ a: 1 }));
  });

  it('lists and types: their order and type matter', () => {
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']));
    expect(contentHash({ port: 80 })).not.toBe(contentHash({ port: '80' }));
  });

  it('digits: are as many as requested, and never change', () => {
    // Another hash would rename every ConfigMap and target group.
    expect(contentHash({ b: [1, 'two'], a: null })).toBe('7405a42ac1');
    expect(contentHash({ b: [1, 'two'], a: null }, 6)).toBe('7405a4');
    expect(contentHash(undefined)).toMatch(/^[0-9a-f]{10}$/);
  });
});
