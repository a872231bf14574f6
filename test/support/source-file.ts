import ts from 'typescript';

/**
 * Returns true if a file has the setting that a diagnostic names, by the file's own text: `network.zones.a` is looked up in
 * the object that a TypeScript file defines, or in a JSON file. A setting that is `(not set)` is missing in an object that
 * exists. A place is `line:column`.
 */
export function hasSource(source: string, read: (file: string) => string): boolean {
  const place = /^(.+):(\d+):(\d+)$/.exec(source);
  if (place) return (read(place[1] ?? '').split('\n')[Number(place[2]) - 1] ?? '').length >= Number(place[3]) - 1;
  const [file = '', setting = ''] = source.split(' → ');
  const isMissing = setting.endsWith(' (not set)');
  const path = setting.replace(/ \(not set\)$/, '');
  const object = file.endsWith('.json') ? jsonObject(read(file)) : definedObject(read(file));
  // The name of an environment is the first argument of defineEnvironment.
  if (path === 'name' && read(file).includes("defineEnvironment('")) return true;
  const keys = pathKeys(path);
  const found = lookUp(object, keys) !== undefined;
  if (!isMissing) return keys.length > 0 && found;
  return !found && lookUp(object, keys.slice(0, -1)) !== undefined;
}

/** `labels['a/b'].c[0]` as its keys. */
function pathKeys(path: string): string[] {
  return [...path.matchAll(/\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name ?? '',
  );
}

function jsonObject(text: string): ts.Expression | undefined {
  const { statements } = ts.parseJsonText('x.json', text);
  return statements[0]?.expression;
}

/** The object of a file's exported constant: itself, or the last argument of the function that makes it. */
export function definedObject(text: string): ts.Expression | undefined {
  const { statements } = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true);
  const exported = statements.find((statement) => ts.isVariableStatement(statement));
  const value = exported?.declarationList.declarations[0]?.initializer;
  return value && ts.isCallExpression(value) ? value.arguments.at(-1) : value;
}

function lookUp(expression: ts.Node | undefined, [key, ...rest]: readonly string[]): ts.Node | undefined {
  if (expression === undefined || key === undefined) return expression;
  if (ts.isArrayLiteralExpression(expression)) return lookUp(expression.elements[Number(key)], rest);
  if (!ts.isObjectLiteralExpression(expression)) return undefined;
  const property = findProperty(expression, key);
  return lookUp(property && ts.isPropertyAssignment(property) ? property.initializer : property, rest);
}

/** The property of an object literal with a key. */
export function findProperty({ properties }: ts.ObjectLiteralExpression, key: string) {
  return properties.find(
    ({ name }) => name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === key,
  );
}
