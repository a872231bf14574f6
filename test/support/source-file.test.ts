import { hasSource } from './source-file';

describe('source of a diagnostic', () => {
  const text = `export const lab = defineEnvironment('lab', { network: { 'a/b': [1] }, x });`;

  it.each([
    ["lab.ts → network['a/b'][0]", true],
    ['lab.ts → x', true],
    ['lab.ts → network.nat (not set)', true],
    ['lab.ts → network.nat', false],
    ['lab.ts → nodeGroups.general (not set)', false],
    ['lab.ts', false],
    ['lab.ts:1:4', true],
    ['lab.ts:1:400', false],
  ])('%s: %s', (source, expected) => {
    expect(hasSource(source, () => text)).toBe(expected);
  });
});
