import { isGoRegexp, matchesPart, matchesWhole } from '../../../lib/core/go-regexp';

// `npm run integration -- kubernetes` compares it with Go itself.

describe('regular expressions of Go', () => {
  test.each([
    '[^]a',
    'a{1001}',
    String.raw`\u0041`,
    String.raw`\cA`,
    String.raw`\Z`,
    '(?!a)',
    String.raw`(a)\1`,
    'shop-[',
  ])('%s: is none, although most are valid in JavaScript', (pattern) => {
    expect(isGoRegexp(pattern)).toBe(false);
  });

  test.each(['(?i)error', String.raw`\Aa\z`, '(?P<name>a)', '[[:alpha:]]', String.raw`\Q(\E`, ''])(
    '%s: is one',
    (pattern) => {
      expect(isGoRegexp(pattern)).toBe(true);
    },
  );

  test('match: of the whole text, or of a part', () => {
    expect(matchesWhole('(?i)shop', 'SHOP')).toBe(true);
    expect(matchesWhole('shop', 'shop-a')).toBe(false);
    expect(matchesPart('^shop', 'shop-a')).toBe(true);
    expect(matchesPart('[', 'shop')).toBe(false);
  });
});
