import { parser } from '@prometheus-io/lezer-promql';
import type { Finding } from './diagnostics';
import { isGoRegexp, matchesWhole } from './go-regexp';
import { aggregationSignatures, functionSignatures, type PromqlType, type Signature } from './promql-functions';
import { unquote } from './promql-text';
import { settingName, type SettingPath } from './settings-location';

type Node = ReturnType<typeof parser.parse>['topNode'];

/** An expression that Prometheus refuses, with the reason. */
class Refused extends Error {}

/**
 * Checks an expression in PromQL: its syntax, the types of its operands and arguments, and its selectors, as Prometheus does when it
 * loads a file of rules. It loads none of the rules of a file with one that it refuses.
 *
 * @param type type of the result
 */
export function checkPromql(expression: string, setting: string | SettingPath, type: PromqlType = 'vector'): Finding[] {
  const reason = refusal(expression, type);
  if (reason === undefined) return [];
  return [
    {
      id: 'promql',
      setting,
      message: `${settingName(setting)} must be an expression in PromQL whose result is ${titles[type]}: ${reason}; got '${expression}'`,
      hint: 'try it in Prometheus, and write it as sum(rate(http_requests_total[5m]))',
    },
  ];
}

const titles: Readonly<Record<PromqlType, string>> = {
  matrix: 'a range vector',
  scalar: 'a scalar',
  string: 'a string',
  vector: 'an instant vector',
};

function refusal(expression: string, type: PromqlType): string | undefined {
  try {
    const { topNode } = parser.parse(expression);
    checkSyntax(topNode, expression);
    const found = typeOf(operands(topNode)[0] ?? topNode, expression);
    return found === type ? undefined : `this is ${titles[found]}`;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** Nodes of operators that a Prometheus knows only with a feature flag. */
const experimental = ['AnchoredExpr', 'FillModifier', 'SmoothedExpr', 'TrimLower', 'TrimUpper'];

const range = /^(?=.)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$|^\d+(?:\.\d+)?$/;

function checkSyntax(top: Node, source: string): void {
  top.cursor().iterate(({ from, name, node, to, type }) => {
    const text = source.slice(from, to);
    if (type.isError) throw new Refused(`syntax error at character ${from + 1}`);
    if (experimental.includes(name)) throw new Refused(`${text} needs a feature flag`);
    if (name === 'StringLiteral' && unquote(text) === undefined) {
      throw new Refused(`${text} has an unknown escape; write two backslashes for one`);
    }
    // Two words of Prometheus, which has no rest of a number: 0and.
    if (name.startsWith('NumberDurationLiteral') && /^\w/.test(source.slice(to))) {
      throw new Refused(`syntax error at character ${to + 1}`);
    }
    if (name === 'DurationExpr' || name === 'OffsetDurationExpr') checkDuration(node, text);
    if (name === 'VectorSelector') checkSelector(node, source);
  });
}

function checkDuration({ name }: Node, text: string): void {
  const amount = text.replace(name === 'DurationExpr' ? /^\+\s*/ : /^[+-]\s*/, '');
  if (range.test(amount) && (name !== 'DurationExpr' || /[1-9]/.test(amount))) return;
  throw new Refused(`${text} must be a positive duration such as 5m or 1h30m`);
}

/** Checks the matchers of a selector: one of them must not match series without the label. */
function checkSelector(selector: Node, source: string): void {
  const text = (node: Node | null | undefined) => (node ? source.slice(node.from, node.to) : '');
  const list = selector.getChild('LabelMatchers');
  const matchers = [
    ...(list?.getChildren('UnquotedLabelMatcher') ?? []),
    ...(list?.getChildren('QuotedLabelMatcher') ?? []),
  ].map((node) => ({
    label: unquoted(text(node.firstChild)),
    operator: text(node.getChild('MatchOp')),
    value: unquoted(text(node.lastChild)),
  }));
  const names = [
    ...selector.getChildren('Identifier'),
    ...(list?.getChildren('QuotedLabelName') ?? []),
    ...matchers.filter(({ label, operator }) => label === '__name__' && operator === '='),
  ];
  if (names.length > 1) throw new Refused(`${text(selector)} names its metric twice`);
  for (const { operator, value } of matchers) {
    if (operator.endsWith('~') && !isGoRegexp(value)) throw new Refused(`${value} is no regular expression of Go`);
  }
  if (names.length === 0 && matchers.every(matchesMissing)) {
    throw new Refused(`${text(selector)} selects every series; name a metric`);
  }
}

function matchesMissing({ operator, value }: { readonly operator: string; readonly value: string }): boolean {
  const isEqual = operator.endsWith('~') ? matchesWhole(value, '') : value === '';
  return operator.startsWith('!') ? !isEqual : isEqual;
}

function unquoted(text: string): string {
  return /^["'`]/.test(text) ? (unquote(text) ?? '') : text;
}

function operands(node: Node): Node[] {
  return node.getChildren('Expr');
}

function typeOf(node: Node, source: string): PromqlType {
  const of = (index = 0): PromqlType => {
    const child = operands(node)[index];
    if (!child) throw new Refused('syntax error');
    return typeOf(child, source);
  };
  switch (node.name) {
    case 'NumberDurationLiteral':
      return 'scalar';
    case 'StringLiteral':
      return 'string';
    case 'VectorSelector':
      return 'vector';
    case 'MatrixSelector':
      if (operands(node)[0]?.name !== 'VectorSelector') throw new Refused('only a selector has a range');
      return 'matrix';
    case 'SubqueryExpr':
      expect(of() === 'vector', 'a subquery has an instant vector');
      return 'matrix';
    case 'UnaryExpr': {
      const type = of();
      expect(type === 'scalar' || type === 'vector', `the operand of a sign must not be ${titles[type]}`);
      return type;
    }
    case 'BinaryExpr':
      return typeOfBinary(node, [of(0), of(1)]);
    case 'AggregateExpr':
      return typeOfCall(node, node.getChild('AggregateOp'), aggregationSignatures, source);
    case 'FunctionCall':
      return typeOfCall(node, node.getChild('FunctionIdentifier'), functionSignatures, source);
    case 'OffsetExpr':
    case 'StepInvariantExpr':
      expect(isSelector(operands(node)[0], node.name), 'offset and @ follow a selector or a subquery');
      return of();
    default:
      // Parentheses.
      return of();
  }
}

/** True for a selector or subquery. The grammar takes the operators before it for a part of it: `a / b offset 5m`. */
function isSelector(node: Node | undefined, modifier: string): boolean {
  // One selector has each modifier once.
  if (!node || node.name === modifier) return false;
  const within = ['BinaryExpr', 'OffsetExpr', 'StepInvariantExpr', 'UnaryExpr'].includes(node.name);
  return within ? isSelector(operands(node).at(-1), modifier) : /Selector$|^SubqueryExpr$/.test(node.name);
}

const comparisons = ['Eql', 'EqlC', 'Gte', 'Gtr', 'Lss', 'Lte', 'Neq'];
const setOperators = ['And', 'Or', 'Unless'];

function typeOfBinary(node: Node, types: readonly PromqlType[]): PromqlType {
  const isScalars = types.every((type) => type === 'scalar');
  const has = (...names: readonly string[]) => names.some((name) => node.getChild(name) !== null);
  const matching = node.getChild('MatchingModifierClause');
  expect(
    types.every((type) => type === 'scalar' || type === 'vector'),
    'operands must be scalars or instant vectors',
  );
  expect(!has('BoolModifier') || has(...comparisons), 'bool is for comparisons');
  expect(!isScalars || !has(...comparisons) || has('BoolModifier'), 'a comparison of scalars must have bool');
  expect(!has(...setOperators) || !types.includes('scalar'), 'operands of and, or and unless must be instant vectors');
  expect(matching === null || !types.includes('scalar'), 'only instant vectors are matched by labels');
  const isGrouped = matching?.getChild('GroupLeft') ?? matching?.getChild('GroupRight');
  expect(!isGrouped || !has(...setOperators), 'and, or and unless have no group_left and group_right');
  return isScalars ? 'scalar' : 'vector';
}

function typeOfCall(
  call: Node,
  identifier: Node | null,
  known: ReadonlyMap<string, Signature>,
  source: string,
): PromqlType {
  // Aggregations are not case-sensitive.
  const written = identifier ? source.slice(identifier.from, identifier.to) : '';
  const name = call.name === 'AggregateExpr' ? written.toLowerCase() : written;
  const signature = known.get(name);
  if (!signature) throw new Refused(`${written} needs a feature flag, or does not exist`);
  const { last, parameters, returns } = signature;
  const body = call.getChild('FunctionCallBody');
  const given = body ? operands(body) : [];
  const min = parameters.length - (last === 'once' ? 0 : 1);
  const max = last === 'any number' ? Infinity : parameters.length;
  expect(given.length >= min && given.length <= max, `${written} has another number of arguments`);
  given.forEach((argument, index) => {
    const wanted = parameters[index] ?? parameters.at(-1) ?? 'vector';
    const type = typeOf(argument, source);
    expect(type === wanted, `argument ${index + 1} of ${written} must be ${titles[wanted]}, not ${titles[type]}`);
  });
  return returns;
}

function expect(isRight: boolean, reason: string): void {
  if (!isRight) throw new Refused(reason);
}
