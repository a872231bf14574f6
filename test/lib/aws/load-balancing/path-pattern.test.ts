import fc from 'fast-check';
import { isSupersetOf, isPathPattern, wildcardsIn } from '../../../../lib/aws/load-balancing/path-pattern';

const everything = (text: string) => text.replace(/[.$+/]/g, '\\$&');
const matcher = (pattern: string) =>
  new RegExp(`^${everything(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');

/** All words of up to five letters of an alphabet that holds one letter more than the patterns do. */
const words = Array.from({ length: 6 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 3 ** length }, (_word, index) => index.toString(3).padStart(length, '0'))
    .map((digits) => (length === 0 ? '' : digits))
    .map((digits) => digits.replaceAll('0', 'a').replaceAll('1', 'b').replaceAll('2', 'c')),
);
const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 3 }).map((letters) => letters.join(''));

describe('a path pattern', () => {
  it.each<[string, string]>([
    ['/*', '/v1/*'],
    ['/*', '/'],
    ['/v1/*', '/v1/orders'],
    ['/v?/*', '/v1/*'],
    ['/*/orders', '/v1/orders'],
    ['/?*', '/*a'],
    ['/*?', '/?*'],
  ])('%s covers %s', (wide, narrow) => {
    expect(isSupersetOf(wide, narrow)).toBe(true);
  });

  it.each<[string, string]>([
    ['/v1/*', '/*'],
    ['/v1/*', '/v1'],
    ['/?', '/*'],
    ['/v1', '/V1'],
    ['/*/orders', '/v1/*'],
  ])('%s does not cover %s', (wide, narrow) => {
    expect(isSupersetOf(wide, narrow)).toBe(false);
  });

  it('covers another exactly if it matches all that the other matches', () => {
    fc.assert(
      fc.property(pattern, pattern, (wide, narrow) => {
        const matched = words.filter((word) => matcher(narrow).test(word));
        expect(isSupersetOf(wide, narrow)).toBe(matched.every((word) => matcher(wide).test(word)));
      }),
      { numRuns: 500 },
    );
  });

  it('is judged in time even where it has all the wildcards that a rule may have', () => {
    const wide = `/${'*a?'.repeat(3)}${'b'.repeat(100)}`;
    expect(isSupersetOf(wide, `/${'?*a'.repeat(3)}${'b'.repeat(100)}`)).toBe(false);
    expect(isSupersetOf(wide, wide)).toBe(true);
  });

  it('counts its wildcards', () => {
    expect(['/a', '/*', '/?/*'].map(wildcardsIn)).toEqual([0, 1, 2]);
  });

  it.each(['/', '/*', '/a-b_c.d$e~f"g\'h@i:j+k;l&m', `/${'a'.repeat(127)}`])('may be %s', (text) => {
    expect(isPathPattern(text)).toBe(true);
  });

  it.each(['', '*', 'a', '/a b', '/a=b', '/ä', '/a#b', '/%20', `/${'a'.repeat(128)}`])('may not be %s', (text) => {
    expect(isPathPattern(text)).toBe(false);
  });
});
