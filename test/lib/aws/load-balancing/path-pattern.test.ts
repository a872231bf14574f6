import fc from 'fast-check';
import { isCovered, isSupersetOf, isPathPattern, wildcardCount } from '../../../../lib/aws/load-balancing/path-pattern';

const escape = (text: string) => text.replace(/[.$+/]/g, '\\$&');
const matcher = (pattern: string) => new RegExp(`^${escape(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');

/** All words of up to five letters, with one letter that is not in the patterns. */
const words = Array.from({ length: 6 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 3 ** length }, (_word, index) => index.toString(3).padStart(length, '0'))
    .map((digits) => (length === 0 ? '' : digits))
    .map((digits) => digits.replaceAll('0', 'a').replaceAll('1', 'b').replaceAll('2', 'c')),
);
const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 3 }).map((letters) => letters.join(''));

describe('path pattern', () => {
  it.each<[string, string]>([
    ['/*', '/v1/*'],
    ['/*', '/'],
    ['/v1/*', '/v1/orders'],
    ['/v?/*', '/v1/*'],
    ['/*/orders', '/v1/orders'],
    ['/?*', '/*a'],
    ['/*?', '/?*'],
  ])('isSupersetOf: %s matches all of %s', (wide, narrow) => {
    expect(isSupersetOf(wide, narrow)).toBe(true);
  });

  it.each<[string, string]>([
    ['/v1/*', '/*'],
    ['/v1/*', '/v1'],
    ['/?', '/*'],
    ['/v1', '/V1'],
    ['/*/orders', '/v1/*'],
  ])('isSupersetOf: %s does not match all of %s', (wide, narrow) => {
    expect(isSupersetOf(wide, narrow)).toBe(false);
  });

  it('isSupersetOf: is true exactly if every match of the other is a match', () => {
    fc.assert(
      fc.property(pattern, pattern, (wide, narrow) => {
        const matched = words.filter((word) => matcher(narrow).test(word));
        expect(isSupersetOf(wide, narrow)).toBe(matched.every((word) => matcher(wide).test(word)));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, readonly string[], boolean]>([
    ['/*', ['/', '/?*'], true],
    ['/v?', ['/v1', '/v2'], false],
    ['/v1', ['/v2', '/v?'], true],
    ['/v1', [], false],
  ])('isCovered: %s by %j: %s', (narrow, wide, expected) => {
    expect(isCovered(narrow, wide)).toBe(expected);
  });

  it('isCovered: is true exactly if every match of the pattern is a match of one of the others', () => {
    fc.assert(
      fc.property(pattern, fc.array(pattern, { maxLength: 3 }), (narrow, wide) => {
        const matched = words.filter((word) => matcher(narrow).test(word));
        const covered = matched.every((word) => wide.some((each) => matcher(each).test(word)));
        expect(isCovered(narrow, wide)).toBe(covered);
      }),
      { numRuns: 500 },
    );
  });

  it('isSupersetOf: is fast with the maximum number of wildcards', () => {
    const wide = `/${'*a?'.repeat(3)}${'b'.repeat(100)}`;
    expect(isSupersetOf(wide, `/${'?*a'.repeat(3)}${'b'.repeat(100)}`)).toBe(false);
    expect(isSupersetOf(wide, wide)).toBe(true);
  });

  it('wildcardCount: counts * and ?', () => {
    expect(['/a', '/*', '/?/*'].map(wildcardCount)).toEqual([0, 1, 2]);
  });

  it.each(['/', '/*', '/a-b_c.d$e~f"g\'h@i:j+k&l', `/${'a'.repeat(127)}`])('isPathPattern: accepts %s', (text) => {
    expect(isPathPattern(text)).toBe(true);
  });

  it.each(['', '*', 'a', '/a b', '/a=b', '/ä', '/a#b', '/%20', '/a;b', `/${'a'.repeat(128)}`])(
    'isPathPattern: rejects %s',
    (text) => {
      expect(isPathPattern(text)).toBe(false);
    },
  );
});
