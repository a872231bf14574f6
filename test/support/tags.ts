import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const lib = path.resolve(__dirname, '../../lib');

/** A setting of a construct as its interface declares it. */
export interface Declared {
  /** The file below `lib`. */
  readonly file: string;
  readonly owner: string;
  readonly name: string;
  readonly optional: boolean;
  readonly documentation: string;
  /** The tags of its documentation, by name: `@inPlace`. */
  readonly tags: readonly string[];
}

/** The members of every interface in a file. */
export function declaredIn(file: string, text = readFileSync(path.join(lib, file), 'utf8')): Declared[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .flatMap(({ members, name: owner }) =>
      members.map((member) => {
        const documentation = ts
          .getJSDocCommentsAndTags(member)
          .map((doc) => doc.getText())
          .join('\n');
        return {
          documentation,
          file,
          name: member.name?.getText() ?? '?',
          optional: member.questionToken !== undefined,
          owner: owner.text,
          // A tag may be in the middle of a line, where TypeScript does not recognize it.
          tags: documentation.match(/@\w+/g) ?? [],
        };
      }),
    );
}

/** The members of every interface below some folders of `lib`. */
export function declaredBelow(...folders: readonly string[]): Declared[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(lib, folder), { recursive: true })
        .map((file) => path.join(folder, String(file)))
        .filter((file) => file.endsWith('.ts'))
        .sort(),
    )
    .flatMap((file) => declaredIn(file));
}

/** Returns true for a prop of a construct. */
export function isProp({ owner }: Declared): boolean {
  return owner.endsWith('Props');
}

/** Tags of the effect of a change: a resource is replaced, pods or instances are rolled, or everything is updated in place. */
export const effectTags = ['@replaces', '@rolls', '@inPlace'] as const;

/** Returns true if the documentation has a tag for the effect of a change. */
export function hasChangeTag({ tags }: Declared): boolean {
  return effectTags.some((tag) => tags.includes(tag));
}

/** The order of tags in a doc comment. */
const tagOrder = ['@default', ...effectTags, '@see', '@example'];

/** Returns true if a doc comment has a blank line before its first tag, and its tags in their order. */
export function hasTagLayout({ documentation, tags }: Pick<Declared, 'documentation' | 'tags'>): boolean {
  const positions = tags.map((tag) => tagOrder.indexOf(tag));
  const inOrder = positions.every((position, index) => index === 0 || position >= (positions[index - 1] ?? 0));
  const lines = documentation.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => line.startsWith('* @'));
  const isApart = lines.length === 1 || first <= 1 || lines[first - 1] === '*';
  return inOrder && isApart;
}
