import fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { toYaml } from '../../../../lib/kubernetes/manifests/yaml';
import { hardManifests, hardTexts } from '../../../support/hard-texts';

/** Text whose characters YAML 1.1 permits unescaped. */
const permitted = /^(?:[\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\u{10000}-\u{10ffff}])*$/u;

test('YAML: parsers of 1.1 and 1.2 return every manifest unchanged', () => {
  fc.assert(
    fc.property(hardManifests, (manifest) => {
      const text = toYaml(manifest);
      expect(text).toMatch(permitted);
      for (const version of ['1.1', '1.2'] as const) {
        expect(parse(text, { version, merge: version === '1.1' })).toEqual(manifest);
      }
    }),
    { numRuns: 500 },
  );
});

test('YAML: every text is a word that no version resolves, a block, or quoted', () => {
  fc.assert(
    fc.property(hardTexts, (text) => {
      const [, shown = ''] = toYaml({ key: text }).split('key: ');
      expect(shown).toMatch(/^(?:"[^\n]*"\n|\|[+-]?\n(?: {2}[^\n]+\n|\n)+|[A-Za-z][-\w./]*\n)$/);
    }),
  );
});

test.each([
  'y',
  'Yes',
  'no',
  'ON',
  'off',
  'True',
  'null',
  'nan',
  'inf',
  '1_000',
  '0b101',
  '12:30:45',
  '<<',
  '~',
  'e',
  'e1 ',
])('YAML: %j is quoted as a value and as a key', (text) => {
  expect(toYaml({ key: text, [text]: 1 })).toBe(`key: ${JSON.stringify(text)}\n${JSON.stringify(text)}: 1\n`);
});

test('YAML: fields of the API and identifiers are readable', () => {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { items: ['a-b', 2], empty: {} },
  };
  expect(toYaml(manifest)).toBe(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  items:\n    - a-b\n    - 2\n  empty: {}\n',
  );
});

test('YAML: files of several lines are readable, with and without a line break at the end', () => {
  expect(toYaml({ key: 'a: 1\n\n  b: é' })).toBe('key: |-\n  a: 1\n\n    b: é\n');
  expect(toYaml({ key: 'a\nb\n' })).toBe('key: |\n  a\n  b\n');
  expect(toYaml({ key: 'a\n\n' })).toBe('key: |+\n  a\n\n');
  expect(load(toYaml({ key: 'a\n\n' }))).toEqual({ key: 'a\n\n' });
});
