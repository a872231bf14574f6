import { declaredBelow, declaredIn, hasTagLayout, isProp, saysChange } from '../support/tags';

const props = declaredBelow('aws', 'kubernetes', 'operators').filter(isProp);
const named = props.map(({ file, name, owner, ...prop }) => ({ ...prop, name: `${file}: ${owner}.${name}` }));

describe('every prop of a construct', () => {
  it('says what happens when it changes: @replaces, @rolls or @inPlace', () => {
    const silent = props.filter((prop) => !saysChange(prop));
    expect(silent.map(({ name, owner }) => `${owner}.${name}`)).toEqual([]);
  });

  it('that may be left out says what it is then: @default', () => {
    const silent = named.filter(({ optional, tags }) => optional && !tags.includes('@default'));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it.each(['aws', 'kubernetes', 'operators'])(
    'has a blank line before its tags, and its tags in order: %s',
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

  it('is seen by these tests: the known ones, and one without a word', () => {
    expect(named.map(({ name }) => name)).toContain('aws/compute/node-group-props.ts: NodeGroupProps.drainTimeout');
    const example = 'interface XProps {\n/** A. @inPlace */\na: 1; b?: 2 }\ninterface Other { c: 3 }';
    expect(declaredIn('x.ts', example).filter(isProp)).toEqual([
      expect.objectContaining({ name: 'a', optional: false, owner: 'XProps', tags: ['@inPlace'] }),
      expect.objectContaining({ name: 'b', optional: true, owner: 'XProps', tags: [] }),
    ]);
  });
});
