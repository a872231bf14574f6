import { declaredBelow, declaredIn, hasChangeTag, hasTagLayout, isProp } from './support/tags';

const props = declaredBelow('aws', 'kubernetes', 'operators').filter(isProp);
const named = props.map(({ file, name, owner, ...prop }) => ({ ...prop, name: `${file}: ${owner}.${name}` }));

describe('props of constructs', () => {
  it('effect of a change: each has @replaces, @rolls or @inPlace', () => {
    const untagged = props.filter((prop) => !hasChangeTag(prop));
    expect(untagged.map(({ name, owner }) => `${owner}.${name}`)).toEqual([]);
  });

  it('default: each optional prop has @default', () => {
    const untagged = named.filter(({ optional, tags }) => optional && !tags.includes('@default'));
    expect(untagged.map(({ name }) => name)).toEqual([]);
  });

  it.each(['aws', 'kubernetes', 'operators'])(
    'layout of lib/%s: a blank line before the tags, and the tags in order',
    (folder) => {
      const others = named.filter((prop) => prop.name.startsWith(`${folder}/`) && !hasTagLayout(prop));
      expect(others.map(({ name }) => name)).toEqual([]);
    },
  );

  it.each([
    ['/** A. @inPlace */', true],
    ['/**\n * A.\n *\n * @default 1\n * @replaces it\n * @rolls the nodes\n * @see x\n */', true],
    ['/**\n * A.\n * @inPlace\n */', false],
    ['/**\n * A.\n *\n * @inPlace\n * @default 1\n */', false],
  ])('layout: %j', (documentation, expected) => {
    expect(hasTagLayout({ documentation, tags: documentation.match(/@\w+/g) ?? [] })).toBe(expected);
  });

  it('tags: are read from any line of a comment', () => {
    expect(named.map(({ name }) => name)).toContain('aws/compute/node-group-props.ts: NodeGroupProps.drainTimeout');
    const example = 'interface XProps {\n/** A. @inPlace */\na: 1; b?: 2 }\ninterface Other { c: 3 }';
    expect(declaredIn('x.ts', example).filter(isProp)).toEqual([
      expect.objectContaining({ name: 'a', optional: false, owner: 'XProps', tags: ['@inPlace'] }),
      expect.objectContaining({ name: 'b', optional: true, owner: 'XProps', tags: [] }),
    ]);
  });
});
