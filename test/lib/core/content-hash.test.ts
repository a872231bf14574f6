import fc from 'fast-check';
import { byCodePoint, canonicalJson, sortedEntries } from '../../../lib/core/canonical';
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

describe('a content hash', () => {
  it('is the same whatever the order of keys, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(contentHash(reversed(value))).toBe(contentHash(value));
      }),
    );
  });

  it('differs where any value differs', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), fc.string(), (settings, key, value) => {
        fc.pre(key !== '__proto__' && settings[key] !== value);
        expect(contentHash({ ...settings, [key]: value })).not.toBe(contentHash(settings));
      }),
    );
  });

  it('takes an undefined member for one that is not there, but not for null', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
    expect(contentHash({ a: 1, b: null })).not.toBe(contentHash({ a: 1 }));
  });

  it('minds the order of lists, and tells texts from numbers', () => {
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']));
    expect(contentHash({ port: 80 })).not.toBe(contentHash({ port: '80' }));
  });

  it('has the promised number of digits, and is the one of yesterday', () => {
    // A hash that moves would rename every config map and target group: it may not change by accident.
    expect(contentHash({ b: [1, 'two'], a: null })).toBe('7405a42ac1');
    expect(contentHash({ b: [1, 'two'], a: null }, 6)).toBe('7405a4');
    expect(contentHash(undefined)).toMatch(/^[0-9a-f]{10}$/);
  });
});

describe('canonical order', () => {
  it('sorts keys by code point and leaves lists as they are', () => {
    expect(JSON.stringify(canonicalJson({ b: 1, a: { Z: 1, a: [2, 1] }, ä: 0, B: undefined }))).toBe(
      '{"a":{"Z":1,"a":[2,1]},"b":1,"ä":0}',
    );
  });

  it('is of code points and not of a language', () => {
    expect(['b', 'ä', 'a', 'B', '10', '9'].sort(byCodePoint)).toEqual(['10', '9', 'B', 'a', 'b', 'ä']);
    expect(byCodePoint('a', 'a')).toBe(0);
    expect(sortedEntries({ c: 1, a: 2, B: 3 })).toEqual([
      ['B', 3],
      ['a', 2],
      ['c', 1],
    ]);
  });

  it('changes nothing but order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(canonicalJson(reversed(value)))).toBe(JSON.stringify(canonicalJson(value)));
        expect(canonicalJson(canonicalJson(value))).toEqual(canonicalJson(value));
      }),
    );
  });
});
