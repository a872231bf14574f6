/** Selections of fields of `self` and `oldSelf` in a rule: `['self', 'spec', 'size']`. */
export type Selection = readonly string[];

/** A word, a literal or a sign of the Common Expression Language. */
const token =
  /\s+|\/\/[^\n]*|(?<literal>(?:[rR]|[bB][rR]?)?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|0x[\da-fA-F]+u?|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?u?)|(?<word>[A-Za-z_]\w*)|(?<sign>&&|\|\||[<>=!]=|[-+*/%<>!?:.,()[\]{}])/y;

const reserved = new Set([
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'return',
  'var',
  'void',
  'while',
]);

const binary = new Set(['&&', '||', '==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '/', '%']);

/** Functions whose first argument is the name of a variable. */
const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/** Names that every rule has: those of values, types and libraries. */
const names = new Set([
  ...['self', 'oldSelf', 'true', 'false', 'null'],
  ...['bool', 'bytes', 'double', 'dyn', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint'],
  ...['base64', 'format', 'google', 'ip', 'cidr', 'kubernetes', 'math', 'optional', 'semver', 'sets', 'strings', 'net'],
]);

/** A rule with an error in its syntax. */
class RuleError extends Error {}

/**
 * Parser of a rule. Types are not checked.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
class Parser {
  readonly selections: Selection[] = [];
  private position = 0;

  /** Variables of macros, wherever they are bound: `self.all(item, item > 0)`. */
  private readonly variables: ReadonlySet<string>;

  constructor(private readonly tokens: readonly string[]) {
    this.variables = new Set(
      tokens.filter((_, at) => macros.has(tokens[at - 2] ?? '') && tokens[at - 1] === '(' && tokens[at + 1] === ','),
    );
  }

  parse(): void {
    this.expression();
    if (this.next !== undefined) throw new RuleError(`'${this.next}' is not expected`);
  }

  private get next(): string | undefined {
    return this.tokens[this.position];
  }

  private take(): string {
    const { next } = this;
    if (next === undefined) throw new RuleError('it ends too early');
    this.position += 1;
    return next;
  }

  private accept(text: string): boolean {
    if (this.next !== text) return false;
    this.position += 1;
    return true;
  }

  private expect(text: string): void {
    const found = this.take();
    if (found !== text) throw new RuleError(`'${text}' must be in the place of '${found}'`);
  }

  private expression(): void {
    this.operand();
    while (this.next !== undefined && binary.has(this.next)) {
      this.position += 1;
      this.operand();
    }
    if (!this.accept('?')) return;
    this.expression();
    this.expect(':');
    this.expression();
  }

  private operand(): void {
    while (this.next === '!' || this.next === '-') this.position += 1;
    const selection = this.primary();
    const path = this.members(selection);
    if (path.length > 1) this.selections.push(path);
  }

  /** Parses a name, a literal or an expression in brackets. Returns the name. */
  private primary(): string | undefined {
    if (this.accept('(')) {
      this.expression();
      this.expect(')');
      return undefined;
    }
    if (this.accept('[')) {
      this.list(']');
      return undefined;
    }
    if (this.accept('{')) {
      this.entries();
      return undefined;
    }
    this.accept('.');
    const word = this.take();
    if (reserved.has(word)) throw new RuleError(`'${word}' is a reserved word`);
    if (!/^[\w"'.]/.test(word)) throw new RuleError(`'${word}' is not expected`);
    const isName = /^[A-Za-z_]\w*$/.test(word) && this.next !== '(';
    if (isName && !names.has(word) && !this.variables.has(word)) throw new RuleError(`'${word}' is no name of a rule`);
    return word;
  }

  /** Parses fields, calls and indexes. Returns the fields that are selected before the first call or index. */
  private members(name: string | undefined): Selection {
    const path = name === undefined ? [] : [name];
    let isPath = name === 'self' || name === 'oldSelf';
    for (;;) {
      if (this.accept('.')) {
        // An optional field is `.?name`, and an optional index is `[?name]`.
        this.accept('?');
        const field = this.take();
        if (!/^[A-Za-z_]/.test(field)) throw new RuleError(`'${field}' is no field`);
        if (this.next === '(') isPath = false;
        if (isPath) path.push(field);
      } else if (this.accept('(')) {
        this.list(')');
        isPath = false;
      } else if (this.accept('[')) {
        this.accept('?');
        this.expression();
        this.expect(']');
        isPath = false;
      } else return path;
    }
  }

  private list(end: string): void {
    while (!this.accept(end)) {
      this.expression();
      if (!this.accept(',') && this.next !== end) this.expect(end);
    }
  }

  private entries(): void {
    while (!this.accept('}')) {
      this.expression();
      this.expect(':');
      this.expression();
      if (!this.accept(',') && this.next !== '}') this.expect('}');
    }
  }
}

/** Returns the selections of a rule, or the reason for which it is none. */
export function ruleSelections(rule: string): readonly Selection[] | string {
  const tokens: string[] = [];
  for (token.lastIndex = 0; token.lastIndex < rule.length;) {
    const start = token.lastIndex;
    const { groups } = token.exec(rule) ?? {};
    if (!groups) return `'${rule.slice(start, start + 10)}' is no part of an expression`;
    const text = groups['literal'] ?? groups['word'] ?? groups['sign'];
    if (text !== undefined) tokens.push(text);
  }
  const parser = new Parser(tokens);
  try {
    parser.parse();
    return parser.selections;
  } catch (error) {
    if (error instanceof RuleError) return error.message;
    throw error;
  }
}
