import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve(__dirname, '..');
const lib = path.join(root, 'lib');

const sources = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, tree: parse(path.join(lib, file)) }));

/** Files of lib by the names that they export; an example uses them without an import. */
const exporters = new Map(
  sources
    .filter(({ file }) => !file.endsWith('index.ts'))
    .flatMap(({ file, tree }) => exportedNames(tree).map((name) => [name, file] as const)),
);

/** Variables that every example may use. In workloads, `image` is the image of a container. */
const variables: Readonly<Record<string, string>> = {
  chart: 'WaveChart',
  image: 'MachineImage',
  key: 'IKmsKey',
  loadBalancer: 'ApplicationLoadBalancer',
  network: 'Network',
  nodeGroup: 'NodeGroup',
  clients: 'SecurityGroup',
  nodes: 'SecurityGroup',
  scope: 'Construct',
  service: 'DeployedService',
  stack: 'Stack',
  zone: 'PrivateZone',
};

interface Example {
  readonly title: string;
  readonly code: string;
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
}

function exportedNames(tree: ts.SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.[0]?.kind === ts.SyntaxKind.ExportKeyword;
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    return 'name' in statement ? [(statement as ts.DeclarationStatement).name?.getText() ?? ''] : [];
  });
}

/** Names that the index files of lib's folders publish. */
const published = new Set(
  sources
    .filter(({ file }) => path.basename(file) === 'index.ts')
    .flatMap(({ tree }) => [...tree.text.matchAll(/\b[A-Z]\w*\b/g)].map(([name]) => name)),
);

/** Public constructs: published classes that extend `Construct` or a class of cdktf or cdk8s. */
const constructs = sources
  .flatMap(({ file, tree }) =>
    tree.statements
      .filter((statement) => ts.isClassDeclaration(statement))
      .filter((statement) => statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      .filter((statement) =>
        statement.heritageClauses?.some((clause) =>
          /^extends (Construct|Chart|TerraformStack)\b/.test(clause.getText()),
        ),
      )
      .map((statement) => ({ examples: examplesOn(statement), file, name: statement.name?.text ?? '' })),
  )
  .filter(({ name }) => published.has(name));

function examplesOn(node: ts.Node): string[] {
  return ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === 'example')
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '');
}

/** An example as a module: with the imports and variables that it uses. */
function asModule(code: string, file: string): string {
  const used = new Set(code.match(/\b[A-Za-z]\w*\b/g) ?? []);
  const types = /^(addons|kubernetes|operators|platform)/.test(file)
    ? { ...variables, image: 'ImageByDigest' }
    : variables;
  const declared = Object.entries(types).filter(
    ([name]) => used.has(name) && !new RegExp(`const ${name}\\b`).test(code),
  );
  const names = [...used, ...declared.map(([, type]) => type)].filter((name) => exporters.has(name));
  return [
    `import { Construct } from 'constructs';`,
    ...[...new Set(names)].map(
      (name) => `import { ${name} } from '../lib/${exporters.get(name)?.replace(/\.ts$/, '')}';`,
    ),
    ...declared.map(([name, type]) => `declare const ${name}: ${type};`),
    code,
    'export {};',
  ].join('\n');
}

function readmeExamples(folder: string): Example[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'README.md')
    .flatMap((file) =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => ({
        code: `${code}\nexport {};`,
        title: path.join('lib', file),
      })),
    );
}

const examples: Example[] = [
  ...sources.flatMap(({ file, tree }) =>
    tree.statements.flatMap((statement) =>
      examplesOn(statement).map((code) => ({ code: asModule(code, file), title: `lib/${file}` })),
    ),
  ),
  ...readmeExamples(lib),
];

/** Compile errors by the example's title. One program for all: loading the types of the provider takes seconds. */
function compileErrors(): Map<string, string[]> {
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
    ts.sys,
    root,
  );
  const files = new Map(examples.map(({ code }, index) => [path.join(root, 'test', `example-${index}.ts`), code]));
  const options = { ...config.options, noUnusedLocals: false };
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (file) => files.has(file) || onDisk.fileExists(file);
  host.readFile = (file) => files.get(file) ?? onDisk.readFile(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const code = files.get(file);
    return code === undefined
      ? onDisk.getSourceFile(file, languageVersion, ...rest)
      : ts.createSourceFile(file, code, languageVersion, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return new Map(
    [...files.keys()].map((file, index): [string, string[]] => {
      const source = program.getSourceFile(file);
      const errors = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [
        `${index} ${examples[index]?.title}`,
        errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      ];
    }),
  );
}

describe('examples', () => {
  test('public constructs: each has an example', () => {
    expect(constructs.length).toBeGreaterThan(30);
    expect(constructs.filter(({ examples: own }) => own.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test('published folders of lib: each has a README with an example', () => {
    const folders = sources
      .filter(({ file }) => path.basename(file) === 'index.ts')
      .map(({ file }) => path.dirname(file));
    const hasExample = (folder: string) =>
      examples.some(({ title }) => title === path.join('lib', folder, 'README.md'));
    expect(folders.filter((folder) => folder !== '.' && !hasExample(folder))).toEqual([]);
  });

  const errors = compileErrors();

  test.each([...errors.keys()])('example %s: compiles', (title) => {
    expect(errors.get(title)).toEqual([]);
  });
});
