import type { PrinterColumn } from '../../lib/operators/metacontroller/custom-resource';
import type { Mistake } from '../support/mistakes';
import { backup } from '../support/operator-samples';
import { composite, property, resource } from './metacontroller';

// Schemas and columns of custom resources that the API server refuses, or that no value has.

const text = { type: 'string' } as const;
const column = { jsonPath: '.status.phase', name: 'Phase', type: 'string' } as const;
const rules = (rule: string, message = 'as it was') => ({ 'x-kubernetes-validations': [{ message, rule }] });

/** An object with a rule. */
const ruled = (rule: string, message?: string) => ({
  properties: { 'a': text, 'max-size': { type: 'integer' } },
  type: 'object',
  ...rules(rule, message),
});

export const customResources: readonly Mistake[] = [
  ...(
    [
      ['enum', { enum: [], type: 'string' }, { enum: ['a'], type: 'string' }],
      ['enum', { enum: ['a', 'a'], type: 'string' }, { enum: ['a', 'b'], type: 'string' }],
      ['enum', { enum: ['abc'], maxLength: 2, type: 'string' }, { enum: ['ab'], maxLength: 2, type: 'string' }],
      ['minLength', { maxLength: 2, minLength: 3, type: 'string' }, { maxLength: 3, minLength: 3, type: 'string' }],
      ['minLength', { minLength: -1, type: 'string' }, { minLength: 0, type: 'string' }],
      ['maxLength', { maxLength: 1.5, type: 'string' }, { maxLength: 1, type: 'string' }],
      ['minimum', { maximum: 1, minimum: 2, type: 'number' }, { maximum: 2, minimum: 2, type: 'number' }],
      ['minimum', { minimum: 0.5, type: 'integer' }, { minimum: 0.5, type: 'number' }],
      ['maximum', { maximum: Number.NaN, type: 'number' }, { maximum: 1, type: 'number' }],
      [
        'minItems',
        { items: text, maxItems: 1, minItems: 2, type: 'array' },
        { items: text, minItems: 2, type: 'array' },
      ],
      [
        'minProperties',
        { additionalProperties: text, maxProperties: 1, minProperties: 2, type: 'object' },
        { additionalProperties: text, maxProperties: 2, minProperties: 2, type: 'object' },
      ],
      ['required', { properties: { a: text }, required: ['a', 'a'], type: 'object' }, ruled('true')],
      ...[
        ['', 'self.a == "b"'],
        ['self.a ==', "self.a == r'\\d'"],
        ['self.a = "b"', 'has(self.a) ? self.a.matches("^a") : true'],
        ['(self.a', '(self.a != "") && !(size(self.a) > 0x1F)'],
        ['self.a == "b', 'self.all(key, key in ["a"])'],
        ['self.b == "b"', "self.a.startsWith('x') || self.?a.orValue('') == ''"],
        ['self.a @ 1', '[1, 2.5e3, 3u].exists(x, x == self.max__dash__size)'],
        ['self.if', '{"a": true}[self.a]'],
        ['a == self.a', 'type(self.a) == string && self.a.split(",").exists(a, a == "b")'],
        ['self.a.b == "c"', 'self == oldSelf // comment'],
      ].map(
        ([mistaken = '', corrected = '']) => ['x-kubernetes-validations', ruled(mistaken), ruled(corrected)] as const,
      ),
      ['x-kubernetes-validations', ruled('true', ''), ruled('true', 'never')],
      ['x-kubernetes-validations', ruled('true', 'two\nlines'), ruled('true', 'one line')],
    ] as const
  ).map(([key, mistaken, corrected], index) =>
    composite(
      `schema ${index} with ${JSON.stringify(mistaken)}`,
      'custom-resource-schema',
      key.startsWith('x-') ? `resource.spec.properties.keep['${key}']` : `resource.spec.properties.keep.${key}`,
      property(mistaken),
      property(corrected),
    ),
  ),
  composite(
    'rule about a change below a list',
    'custom-resource-schema',
    "resource.spec.properties.keep.items.properties.a['x-kubernetes-validations']",
    property({ items: { properties: { a: { ...text, ...rules('self == oldSelf') } }, type: 'object' }, type: 'array' }),
    property({ additionalProperties: { ...text, ...rules('self == oldSelf') }, type: 'object' }),
  ),
  ...(
    [
      ['jsonPath', { jsonPath: '.status.phse' }, {}],
      ['jsonPath', { jsonPath: '.status[' }, {}],
      ['jsonPath', { jsonPath: '.status.phase[0]' }, {}],
      ['jsonPath', { jsonPath: '.status phase' }, {}],
      ['type', { type: 'integer' }, { jsonPath: '.status.observedGeneration', type: 'integer' }],
      ['type', { type: 'date' }, { jsonPath: '.metadata.creationTimestamp', type: 'date' }],
      ['type', { type: 'text' }, { jsonPath: '.metadata.labels.shop\\.example\\.com/team' }],
      ['name', { name: '' }, { name: 'State' }],
    ] as const
  ).map(([key, mistaken, corrected]) =>
    composite(
      `column with ${JSON.stringify(mistaken)}`,
      'custom-resource-schema',
      `resource.additionalPrinterColumns[0].${key}`,
      resource({ additionalPrinterColumns: [{ ...column, ...mistaken } as PrinterColumn] }),
      resource({ additionalPrinterColumns: [{ ...column, ...corrected } as PrinterColumn] }),
    ),
  ),
  composite(
    'two columns of one name',
    'custom-resource-schema',
    'resource.additionalPrinterColumns[1].name',
    resource({ additionalPrinterColumns: [column, column] }),
    resource({ additionalPrinterColumns: [column, { ...column, name: 'State' }] }),
  ),
  composite(
    'short name that is the plural',
    'custom-resource-name',
    'resource.shortNames',
    resource({ shortNames: ['bu', backup.plural] }),
    resource({ shortNames: ['bu'] }),
  ),
];
