import { Fn, Lazy, Token } from 'cdktf';
import { resolve } from 'cdktf/lib/_tokens';
import { tokenResolver } from '../../../../lib/aws/stack/resolve-tokens';
import { testStack } from '../../../support/terraform';

const text = Token.asString('${aws_vpc.main.id}');

describe('tokens', () => {
  it.each<[string, object]>([
    ['text', { alone: text, inside: `a ${text} b`, twice: [`${text}-1`, `${text}-1`], key: { [text]: 1 } }],
    [
      'number',
      { alone: Token.asNumber('${count}'), inside: `:${Token.asNumber('${count}')}`, list: [Token.asNumber(1)] },
    ],
    ['list', { alone: Token.asList('${aws_subnet.all}'), numbers: Token.asNumberList('${ports}') }],
    ['map', { alone: Token.asStringMap('${tags}'), inList: [Token.asStringMap('${tags}')] }],
    ['object', { alone: Token.asAny({ a: text }), inList: [Token.asAny(text), { b: Token.asAny(text) }] }],
    [
      'lazy value',
      { text: Lazy.stringValue({ produce: () => text }), any: Lazy.anyValue({ produce: () => ({ a: [text] }) }) },
    ],
    ['function', { joined: Fn.join(',', [text, 'b']), raw: Fn.rawString('${not_a_token}') }],
  ])('%s: is resolved as cdktf resolves it', (_, value) => {
    const stack = testStack();
    expect(tokenResolver(stack)(value)).toEqual(resolve(stack, value, true));
  });

  it.each<[string, object]>([
    ['scalars', { boolean: false, fraction: 0.5, large: 1e300, nothing: null, text: '1e+21', zero: 0 }],
    ['templates', { escaped: '$${a}', reference: '${aws_vpc.main.id}', list: ['${a}', 'b'] }],
    ['undefined members', { absent: undefined, inList: [1, undefined, { absent: undefined }] }],
    ['empty values', { list: [], object: {}, text: '' }],
    ['dates', { created: new Date(0) }],
  ])('values without a token: %s are as cdktf leaves them', (_, value) => {
    const stack = testStack();
    expect(tokenResolver(stack)(value)).toStrictEqual(resolve(stack, value, true));
  });
});

describe("cdktf's metadata", () => {
  it('is left out at any depth', () => {
    expect(tokenResolver(testStack())({ '//': 1, 'a': [{ '//': 1, 'b': { '//': 1, 'c': text } }] })).toEqual({
      a: [{ b: { c: '${aws_vpc.main.id}' } }],
    });
  });
});
