import fc from 'fast-check';
import { byCodePoint, canonicalJson, sortedEntries } from '../../../lib/core/canonical';

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

describe('canonical order', () => {
  it('keys: are sorted by code point, and lists keep their order', () => {
    expect(JSON.stringify(canonicalJson({ b: 1, a: { Z: 1, a: [2, 1] }, ä: 0, B: undefined }))).toBe(
      '{"a":{"Z":1,"a":[2,1]},"b":1,"ä":0}',
    );
  });

  it('strings: are sorted by code point and not by locale', () => {
    expect(['b', 'ä', 'a', 'B', '10', '9'].sort(byCodePoint)).toEqual(['10', '9', 'B', 'a', 'b', 'ä']);
    expect(byCodePoint('a', 'a')).toBe(0);
    expect(sortedEntries({ c: 1, a: 2, B: 3 })).toEqual([
      ['B', 3],
      ['a', 2],
      ['c', 1],
    ]);
  });

  it('values: do not change', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(canonicalJson(reversed(value)))).toBe(JSON.stringify(canonicalJson(value)));
        expect(canonicalJson(canonicalJson(value))).toEqual(canonicalJson(value));
      }),
    );
  });
});
