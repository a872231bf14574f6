import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');

/** A sentence begins with the thing that it is about, so no doc comment begins with one of these. */
const openings = /^(?:What|How|Where|Whether|Who|Which)\b/;

/** Words of a private dialect, each with the plain word. */
const banned: readonly (readonly [RegExp, string])[] = [
  [/\bmends?\b|\bmended\b|\bmending\b/i, 'fix'],
  [/\btold\b|\btells?\b/i, 'report, print, configure'],
  [/\b(?:asks?|asked|asking)\b/i, 'probe, request, query, connect'],
  [/\bstands\b/i, 'is, runs, exists'],
  [/\bbeside\b/i, 'next to, and'],
  [/\bways\b/i, 'routes, methods'],
  [/\b(?:whoever|whatever|whichever)\b/i, 'any'],
  [/\bof (?:ours|yours|theirs)\b/i, 'own'],
  [/\bthat there is not\b/i, 'that does not exist'],
  [/\bthe way back\b/i, 'rollback'],
  [/\bwhat left\b/i, 'removed resources'],
  [/\bastray\b|\bunstated\b/i, 'unscheduled, default'],
];

const sources = ['apps', 'bench', 'cli', 'environments', 'lib', 'test'].flatMap((folder) =>
  filesBelow(folder).filter((file) => file.endsWith('.ts')),
);

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...['apps', 'decisions', 'docs', 'lib'].flatMap((folder) =>
    filesBelow(folder).filter((file) => file.endsWith('.md')),
  ),
];

const scripts = [
  ...['bench', 'cli', 'scripts', 'test'].flatMap((folder) =>
    filesBelow(folder).filter((file) => /\.(?:mjs|cjs|sh)$/.test(file) && !file.endsWith('.validate.cjs')),
  ),
  ...['.ci/run', 'eslint.config.mjs', 'jest.config.cjs'],
  ...readdirSync(path.join(root, 'test/golden'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:sh|md)$|COST$|errors\.txt$/.test(file))
    .map((file) => path.join('test/golden', file)),
];

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => !file.startsWith(path.join('test', 'golden')));
}

/** Every comment of a source file, without its markers. */
function comments(text: string): string[] {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023);
  const ranges = new Map<number, number>();
  const visit = (node: ts.Node) => {
    const found = [
      ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ];
    for (const { end, pos } of found) ranges.set(pos, end);
    ts.forEachChild(node, visit);
  };
  visit(file);
  visit(file.endOfFileToken);
  return [...ranges].map(([pos, end]) =>
    text
      .slice(pos, end)
      .replaceAll(/^\/\*\*?|\*\/$|^\s*\*|^\/\//gm, '')
      .trim(),
  );
}

/** Every text of a source file that is printed or written: string and template literals of more than one word. */
function texts(text: string): string[] {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const isText =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isText && /\s/.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function bannedIn(text: string): string[] {
  return banned.flatMap(([word, plain]) => {
    const match = word.exec(text);
    return match ? [`'${match[0]}' (${plain}): ${text.slice(Math.max(0, match.index - 40), match.index + 40)}`] : [];
  });
}

describe('vocabulary', () => {
  test.each(sources)('comments of %s: name the thing first, in plain words', (file) => {
    const all = comments(readFileSync(path.join(root, file), 'utf8'));
    expect(all.filter((comment) => openings.test(comment))).toEqual([]);
    expect(file === path.join('test', 'vocabulary.test.ts') ? [] : all.flatMap(bannedIn)).toEqual([]);
  });

  test.each(sources.filter((file) => /^(?:apps|cli|environments|lib)\//.test(file)))(
    'texts of %s: plain words',
    (file) => {
      expect(texts(readFileSync(path.join(root, file), 'utf8')).flatMap(bannedIn)).toEqual([]);
    },
  );

  test.each(scripts)('%s: uses plain words', (file) => {
    expect(readFileSync(path.join(root, file), 'utf8').split('\n').flatMap(bannedIn)).toEqual([]);
  });

  test.each(documents)('%s: uses plain words', (file) => {
    const prose = readFileSync(path.join(root, file), 'utf8').replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
    expect(prose.split('\n').flatMap(bannedIn)).toEqual([]);
  });

  test('vocabulary: rejects an opening word and a banned word', () => {
    expect(comments('/** What a group is. */\n// told twice\nconst a = `${1} // no comment`;')).toEqual([
      'What a group is.',
      'told twice',
    ]);
    expect(openings.test('What a group is.')).toBe(true);
    expect(bannedIn('told twice')).toHaveLength(1);
  });
});
