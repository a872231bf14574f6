import { readdirSync, readFileSync } from 'node:fs';
import { explanations } from '../../../cli/explain';
import { formatExplanation, listExplanations } from '../../../lib/rules/explain';
import { tables } from '../../mistakes';

const folders = ['apps', 'cli', 'environments', 'lib', 'test/support'];
const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`),
);
const isExplanations = (file: string) => file.endsWith('explanations.ts');

describe('explanations', () => {
  it('exist for every id of a rejected input', () => {
    const ids = new Set(Object.values(tables).flatMap((table) => table.map(({ id }) => id)));
    expect([...ids].filter((id) => !(id in explanations))).toEqual([]);
  });

  it('exist only for ids of checks', () => {
    const checks = sources
      .filter((file) => !isExplanations(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    expect(Object.keys(explanations).filter((id) => !checks.includes(`'${id}'`))).toEqual([]);
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
