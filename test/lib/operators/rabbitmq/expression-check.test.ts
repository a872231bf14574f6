import { expressionFault } from '../../../../lib/operators/rabbitmq/expression-check';

// Each was compiled by re:compile of Erlang, which RabbitMQ uses.
describe('expression', () => {
  it.each([
    '',
    '^$',
    '.*',
    '^amq\\.gen-[A-Za-z0-9_]+$',
    '[]a]',
    '[^]a]',
    '[[:alpha:]-]',
    '[a-]',
    '[\\]\\-z]',
    'a{,3}',
    '{',
    'a{x}{2}',
    'a++b*+c?+',
    '(?i)jobs',
    '(?<name>a)(?P<other>b)(?:c)(?=d)(?!e)(?<=f)(?<!g)(?>h)(?|i|j)',
    '(a)(?(1)b|c)',
    '(?#comment ( here)a',
    '\\Q([*\\E+',
    '\\Q(',
    '\\x{41}*',
    '\\c(a',
    '|a|',
    '(|a)*',
    '(?x) # a ( comment',
    '^{username}\\..*',
  ])('%j: compiles', (expression) => {
    expect(expressionFault(expression)).toBeUndefined();
  });

  it.each([
    ['(', 'a ( is not closed'],
    ['(?', 'a ( is not closed'],
    ['(a))', 'the ) at 4 closes nothing'],
    ['[a', 'the [ at 1 is not closed'],
    ['[]', 'the [ at 1 is not closed'],
    ['*a', 'the * at 1 repeats nothing'],
    ['a|+', 'the + at 3 repeats nothing'],
    ['(?:*)', 'the * at 4 repeats nothing'],
    ['a**', 'the * at 3 repeats nothing'],
    ['{2}', 'the { at 1 repeats nothing'],
    ['a{3,1}', '{3,1} has its numbers in the wrong order'],
    ['a{70000}', '{70000} is more than 65535'],
    ['[z-a]', 'the range z-a is in the wrong order'],
    ['\\', 'it ends in a backslash'],
    ['\\c', 'it ends in \\c'],
    ['(?#', 'a (?# is not closed'],
  ])('%j: does not compile', (expression, fault) => {
    expect(expressionFault(expression)).toBe(fault);
  });
});
