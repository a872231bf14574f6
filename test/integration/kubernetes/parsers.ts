import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { checkCron } from '../../../lib/core/cron';
import { isGoRegexp } from '../../../lib/core/go-regexp';
import { goDuration, parseQuantity, seconds } from '../../../lib/core/units';
import { toYaml } from '../../../lib/kubernetes/manifests/yaml';
import { escapeReferences } from '../../../lib/kubernetes/pod/command';
import { hardManifests, hardTexts } from '../../support/hard-texts';
import { run } from '../support/process';
import { cachePath, filesBelow, hasTool, root, writeJson } from '../support/project';
import { expect, type Report } from '../support/report';

const name = 'kubernetes';
const subject = 'parsers';

/** A result of the Go program. */
interface Result {
  readonly value?: unknown;
  readonly error?: string;
}

type Parser = 'cron' | 'duration' | 'expand' | 'quantity' | 'regexp' | 'yaml';

const number = fc.oneof(fc.stringMatching(/^[+-]?\d{1,6}(?:\.\d{0,4})?$/), fc.stringMatching(/^\.\d{1,4}$/));
const quantities = fc
  .tuple(
    number,
    fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-2', 'e+1', 'K', 'GB', ' Gi'),
  )
  .map(([amount, unit]) => amount + unit);
const durations = fc
  .tuple(fc.integer({ max: 999, min: 1 }), fc.constantFrom('s', 'm', 'h', 'd'))
  .map(([amount, unit]) => `${amount}${unit as 's'}` as const);
const days = fc.constantFrom('*', '31', '30,31', '1-7', '29', '*/2', '30-31/1', '28/1');
const schedules = fc
  .tuple(days, fc.constantFrom('*', '2', 'feb', '4,6,9,11', '2-3', '*/11', '2/12'), fc.constantFrom('*', 'MON', '1-5'))
  .map((fields) => `0 3 ${fields.join(' ')}`);

const patternParts = [
  ...[
    'a',
    'Z',
    '0',
    '-',
    '_',
    '.',
    '^',
    '$',
    '|',
    '(',
    ')',
    '(?:',
    '(?i)',
    '(?=',
    '(?!',
    '(?<n>',
    '(?P<n>',
    '(?s-m:',
    '(?x)',
  ],
  ...[
    '[',
    ']',
    '[^',
    '[^]',
    '[]',
    'a-z',
    '[:alpha:]',
    '[[:^word:]]',
    '*',
    '+',
    '?',
    '{',
    '}',
    '{2}',
    '{1,}',
    '{,2}',
    '{2,1}',
  ],
  ...[
    '{1000}',
    '{1001}',
    '*?',
    '++',
    '**',
    String.raw`\d`,
    String.raw`\w`,
    String.raw`\b`,
    String.raw`\A`,
    String.raw`\z`,
  ],
  ...[
    String.raw`\Z`,
    String.raw`\cA`,
    String.raw`\u0041`,
    String.raw`\x41`,
    String.raw`\x{41}`,
    String.raw`\x`,
    String.raw`\0`,
  ],
  ...[
    String.raw`\1`,
    String.raw`\12`,
    String.raw`\pL`,
    String.raw`\p{Greek}`,
    String.raw`\p{Foo}`,
    String.raw`\Q`,
    String.raw`\E`,
  ],
  ...[String.raw`\k<n>`, String.raw`\-`, String.raw`\/`, String.raw`\e`, '\\', ' ', 'é', '\n'],
];
const patterns = fc.array(fc.constantFrom(...patternParts), { maxLength: 6 }).map((parts) => parts.join(''));

/**
 * Parses what the library writes with the code of kubectl, of the kubelet and of the controllers: thousands of texts, and
 * every accepted manifest.
 */
export async function parsers(report: Report): Promise<void> {
  if (!hasTool('go')) return report.missingTool(name, subject, 'go is not installed');
  const step = <T>(what: string, action: () => T): Promise<T> => report.step(name, subject, what, action);
  const texts = {
    values: fc.sample(hardTexts, 4000),
    manifests: fc.sample(hardManifests, 1000),
    words: fc.sample(hardTexts, 2000),
    quantities: fc.sample(quantities, 1000),
    durations: fc.sample(durations, 200),
    schedules: fc.sample(schedules, 300),
    patterns: fc.sample(patterns, 5000).filter((pattern) => !repeatsName(pattern)),
  };
  const documents = [
    ...texts.values.map((text) => ({ data: { [text]: text, list: [text, [text]] } })),
    ...texts.manifests,
  ];
  const accepted = filesBelow(path.join(root, 'test/golden'), '.yaml').map((file) => readFileSync(file, 'utf8'));
  const results = await report.step(name, subject, 'parse with the code of Kubernetes', () =>
    parse({
      cron: texts.schedules,
      duration: texts.durations.map(goDuration),
      expand: texts.words.map(escapeReferences),
      quantity: texts.quantities,
      regexp: texts.patterns,
      yaml: [...documents.map(toYaml), ...accepted],
    }),
  );

  await step(`kubectl reads ${documents.length} manifests unchanged`, () =>
    expectAll(documents, results.yaml, (document, { value }) => isDeepStrictEqual(value, plain(document))),
  );
  await step(`kubectl reads ${accepted.length} accepted files`, () =>
    expectAll(accepted, results.yaml.slice(documents.length), (_, { error }) => error === undefined),
  );
  await step('the kubelet passes words of commands unchanged', () =>
    expectAll(texts.words, results.expand, (word, { value }) => value === word),
  );
  await step('regular expressions are accepted that Go compiles, and no others', () =>
    expectAll(texts.patterns, results.regexp, (text, { error }) => isGoRegexp(text) === (error === undefined)),
  );
  await step('quantities have the value that the API server reads', () =>
    expectAll(texts.quantities, results.quantity, (text, { value, error }) =>
      error === undefined ? isClose(parseQuantity(text), Number(value)) : Number.isNaN(parseQuantity(text)),
    ),
  );
  await step('durations have the value that controllers read', () =>
    expectAll(texts.durations, results.duration, (text, { value }) => isClose(seconds(text), Number(value))),
  );
  await step('schedules that are accepted have runs', () =>
    expectAll(texts.schedules, results.cron, (text, { value }) => {
      const [, , day, , dayOfWeek] = text.split(' ');
      const isOnEither = day !== '*' && dayOfWeek !== '*';
      const never = !isOnEither && (value as readonly string[]).length === 0;
      return (checkCron(text, 'schedule').length === 0) === !(isOnEither || never);
    }),
  );
}

/** Parses texts with the Go program in the folder `parsers`. */
async function parse(texts: Readonly<Record<Parser, readonly string[]>>): Promise<Record<Parser, readonly Result[]>> {
  const folder = cachePath(name, 'parsers');
  mkdirSync(folder, { recursive: true });
  const input = path.join(folder, 'texts.json');
  writeJson(input, texts);
  const { stdout } = await run({
    program: 'go',
    arguments: ['run', '.', input],
    folder: path.join(root, 'test/integration/kubernetes/parsers'),
    seconds: 600,
    log: cachePath(name, 'parsers.log'),
  });
  return JSON.parse(stdout) as Record<Parser, readonly Result[]>;
}

function expectAll<T>(
  given: readonly T[],
  results: readonly Result[],
  isRight: (one: T, result: Result) => boolean,
): void {
  const wrong = given.flatMap((one, index) => {
    const result = results[index] ?? { error: 'no result' };
    return isRight(one, result) ? [] : [`${JSON.stringify(one)}: ${JSON.stringify(result)}`];
  });
  expect(wrong.length === 0, `${wrong.length} differ: ${wrong.slice(0, 5).join('; ')}`);
}

/** True for a pattern with two groups of one name, which versions of Go differ about. */
function repeatsName(pattern: string): boolean {
  return pattern.split('<n>').length > 2;
}

/** The kinds of numbers that a quantity has beyond the precision of a double are no concern: nano units are rounded up. */
function isClose(ours: number, theirs: number): boolean {
  return Math.abs(ours - theirs) <= Math.max(Math.abs(theirs) * 1e-12, 1e-9);
}

/** An equal value of plain objects. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
