import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');
const { exports: files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string>>;
};

/** Folders of the library, each a subpath of the package: `aws/compute`. */
const folders = ['aws', 'kubernetes', 'operators']
  .flatMap((half) => subfolders(`lib/${half}`).map((folder) => `${half}/${folder}`))
  .concat(subfolders('lib').filter((folder) => !['aws', 'kubernetes', 'operators'].includes(folder)));

function subfolders(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** The file of a subpath, as Node resolves the `exports` of package.json. */
function exportedFile(subpath: string): string | undefined {
  const [half = '', folder = ''] = subpath.split('/');
  return files[`./${subpath}`] ?? files[`./${half}/*`]?.replace('*', folder);
}

/** Source files of the library. */
const sources = readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => parse(file, readFileSync(path.join(root, 'lib', file), 'utf8')));

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
}

/** Names that the indexes of folders export. */
const published = new Set(
  sources
    .filter(({ fileName }) => fileName.endsWith('/index.ts'))
    .flatMap(({ statements }) => statements.filter(ts.isExportDeclaration))
    .flatMap(({ exportClause }) => (exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : []))
    .map(({ name }) => name.text),
);

/** Types of the library that a published interface of a file names, and that no index exports. */
function unpublishedTypes(source: ts.SourceFile, names: ReadonlySet<string>): string[] {
  const own = libraryTypes(source);
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ modifiers, name }) => modifiers?.length && names.has(name.text))
    .flatMap((declaration) =>
      typeNames(declaration)
        .filter((type) => own.has(type) && !names.has(type))
        .map((type) => `${source.fileName}: ${declaration.name.text} names ${type}`),
    );
}

/** Types that a file declares, or imports from other files of the library. */
function libraryTypes({ statements }: ts.SourceFile): ReadonlySet<string> {
  const imported = statements
    .filter(ts.isImportDeclaration)
    .filter(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text.startsWith('.'))
    .flatMap(({ importClause }) => importClause?.namedBindings ?? [])
    .flatMap((bindings) => (ts.isNamedImports(bindings) ? bindings.elements : []));
  const declared = statements.filter(
    (statement) =>
      ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isClassDeclaration(statement),
  );
  return new Set([...imported, ...declared].map(({ name }) => name?.text ?? ''));
}

/** Names of types in the members of an interface and of its bases in the same file, each once. */
function typeNames(declaration: ts.InterfaceDeclaration): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node) => {
    if (ts.isTypeReferenceNode(node)) names.add(node.typeName.getText());
    if (ts.isExpressionWithTypeArguments(node)) baseIn(declaration.getSourceFile(), node)?.forEachChild(visit);
    node.forEachChild(visit);
  };
  visit(declaration);
  return [...names];
}

function baseIn({ statements }: ts.SourceFile, { expression }: ts.ExpressionWithTypeArguments) {
  return statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .find(({ name }) => name.text === expression.getText());
}

describe('package', () => {
  test.each(folders)('exports: %s has an index, a subpath and a namespace', (folder) => {
    const file = exportedFile(folder);
    expect(file).toBe(`./lib/${folder}/index.ts`);
    expect(existsSync(path.join(root, file ?? ''))).toBe(true);
    expect(readFileSync(path.join(root, 'lib/index.ts'), 'utf8')).toContain(` from './${folder}';`);
  });

  test('exports: lib/index.ts is the package itself', () => {
    expect(files['.']).toBe('./lib/index.ts');
  });

  test('types: each that a published interface names is published', () => {
    expect(sources.flatMap((source) => unpublishedTypes(source, published))).toEqual([]);
    const text =
      "import type { A } from './a'; export interface XProps extends Base { a: A; b?: readonly string[] }\ninterface Base { c: C }\ntype C = 1";
    expect(unpublishedTypes(parse('x.ts', text), new Set(['XProps', 'A']))).toEqual(['x.ts: XProps names C']);
  });
});
