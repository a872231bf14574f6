import fc from 'fast-check';

/** Words, numbers and characters that some reader of YAML, of a command or of a file name takes for more than text. */
const parts = [
  ...[
    'y',
    'Y',
    'yes',
    'No',
    'ON',
    'off',
    'true',
    'FALSE',
    'null',
    '~',
    '.inf',
    '.NaN',
    '<<',
    '=',
    '1_000',
    '0b101',
    '0o17',
    '0x1F',
  ],
  ...[
    '012',
    '1e3',
    '12:30:45',
    '2027-01-31',
    '-',
    '?',
    ':',
    '#',
    '&a',
    '*a',
    '!!str',
    '|',
    '>',
    '%',
    '@',
    '`',
    '---',
    '...',
    '{}',
    '[]',
  ],
  ...[
    '\t',
    ' ',
    '\n',
    '\r\n',
    '\u0000',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u0092',
    '\u00a0',
    '\u200b',
    '\u2028',
    '\u2029',
    '\ufeff',
  ],
  ...[
    '\u{1f600}',
    '\u{e0001}',
    'é',
    '"',
    "'",
    '\\',
    '\\u0041',
    '$$',
    '$(X)',
    '$',
    '$(',
    'text',
    'a/b',
    ': ',
    ' #',
    '{{ x }}',
  ],
];

/** Generates texts: the parts alone and joined, and any other well-formed text. */
export const hardTexts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...parts),
  fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((chosen) => chosen.join('')),
  fc
    .array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 5 })), { maxLength: 6 })
    .map((lines) => lines.join('\n')),
  fc.string({ maxLength: 4 }),
  fc.stringMatching(/^[-+.0-9a-fox_:]{1,9}$/),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Generates manifests whose keys and values are such texts, at several depths. */
export const hardManifests: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.dictionary(
  hardTexts,
  fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      hardTexts,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(hardTexts, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).value,
  { maxKeys: 6, noNullPrototype: true },
);
