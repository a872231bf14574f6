import { readdirSync, readFileSync } from 'node:fs';
import { explanations } from '../../../cli/explain';
import { formatExplanation, listExplanations } from '../../../lib/rules/explain';
import { tables } from '../../mistakes';
import { mistakenFiles } from '../../mistakes/files';

const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
const sources = ['apps', 'cli', 'environments', 'lib', 'test/support'].flatMap(files);
const isExplanations = (file: string) => file.endsWith('explanations.ts');
const checks = sources.filter((file) => !isExplanations(file)).map((file) => readFileSync(file, 'utf8'));
const tests = files('test').filter((file) => file.endsWith('.test.ts') && !file.endsWith('explain.test.ts'));

describe('explanations', () => {
  it('ids: each id of a diagnostic in the source is explained', () => {
    const ids = checks.flatMap((text) =>
      [...text.matchAll(/\bid: '([a-z][a-z0-9-]*)',\n\s+(?:setting|path|message)\b/g)].map(([, id = '']) => id),
    );
    expect(ids.length).toBeGreaterThan(150);
    expect([...new Set(ids)].filter((id) => !(id in explanations))).toEqual([]);
  });

  it('ids: each explained id is reported by a check, and asserted by a test of an input that it rejects', () => {
    const ids = Object.keys(explanations);
    expect(ids.filter((id) => !checks.some((text) => text.includes(`'${id}'`)))).toEqual([]);
    const rejected = new Set([...Object.values(tables).flat(), ...mistakenFiles].map(({ id }) => id));
    const elsewhere = tests.map((file) => readFileSync(file, 'utf8')).join('\n');
    expect(
      ids.filter((id) => !rejected.has(id) && !elsewhere.includes(`'${id}'`) && !elsewhere.includes(`[${id}]`)),
    ).toEqual([]);
  });

  it.each(sources.filter(isExplanations))('%s: merged', (file) => {
    const text = readFileSync(file, 'utf8');
    const ids = [...text.matchAll(/^ {2}'?([a-z][a-z0-9-]*)'?: \{$/gm)].map(([, id = '']) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !(id in explanations))).toEqual([]);
  });

  it('are printed with reason, example, fix and documentation', () => {
    const explanation = { reason: 'AWS rejects it.', example: 'a: 1', fix: 'a: 2', see: 'https://example.com' };
    expect(formatExplanation('some-id', explanation).split('\n')).toEqual([
      'some-id',
      '  reason   AWS rejects it.',
      '  example  a: 1',
      '  fix      a: 2',
      '  see      https://example.com',
    ]);
  });

  it('are listed with one line each', () => {
    const explanation = { reason: 'First. Second.', example: '', fix: '' };
    expect(listExplanations({ 'b': explanation, 'a-long-id': explanation })).toBe(
      'a-long-id  First.\nb          First.',
    );
  });
});
