import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const lib = path.resolve(__dirname, '../../../lib');

interface Prop {
  readonly name: string;
  readonly optional: boolean;
  readonly tags: readonly string[];
}

/** The members of the interfaces in a file whose names end in Props, with the tags of their documentation. */
function propsIn(file: string, text = readFileSync(path.join(lib, file), 'utf8')): Prop[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ name }) => name.text.endsWith('Props'))
    .flatMap(({ members, name }) =>
      members.map((member) => ({
        name: `${file}: ${name.text}.${member.name?.getText() ?? '?'}`,
        optional: member.questionToken !== undefined,
        // A tag may stand in the middle of a line, where TypeScript does not see it.
        tags: ts.getJSDocCommentsAndTags(member).flatMap((doc) => doc.getText().match(/@\w+/g) ?? []),
      })),
    );
}

const files = ['aws', 'kubernetes', 'operators'].flatMap((part) =>
  readdirSync(path.join(lib, part), { recursive: true })
    .map((file) => path.join(part, String(file)))
    .filter((file) => file.endsWith('.ts')),
);
const props = files.flatMap((file) => propsIn(file));

describe('every prop of a construct', () => {
  it('says what happens when it changes: @replaces or @inPlace', () => {
    const silent = props.filter(({ tags }) => !tags.includes('@replaces') && !tags.includes('@inPlace'));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('that may be left out says what it is then: @default', () => {
    const silent = props.filter(({ optional, tags }) => optional && !tags.includes('@default'));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('is seen by these tests: the known ones, and one without a word', () => {
    expect(props.map(({ name }) => name)).toContain('aws/node-group.ts: NodeGroupProps.drain');
    expect(propsIn('x.ts', 'interface XProps {\n/** A. @inPlace */\na: 1; b?: 2 }\ninterface Other { c: 3 }')).toEqual([
      { name: 'x.ts: XProps.a', optional: false, tags: ['@inPlace'] },
      { name: 'x.ts: XProps.b', optional: true, tags: [] },
    ]);
  });
});
