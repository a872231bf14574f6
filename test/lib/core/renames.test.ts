import { Construct, RootConstruct } from 'constructs';
import { problemsIn } from '../../../lib/core/diagnostics';
import { formerPath, renamedFrom } from '../../../lib/core/renames';

const found = (declare: (parent: Construct) => void) => {
  const root = new RootConstruct('root');
  declare(root);
  return problemsIn(root).map(({ fix, rule }) => [rule, fix]);
};

describe('a rename', () => {
  it('gives everything below the construct its former path, whatever else was renamed', () => {
    const root = new RootConstruct('root');
    const group = new Construct(root, 'web');
    const part = new Construct(group, 'hook');
    renamedFrom(group, 'general');
    expect(formerPath(part, root)).toEqual(['general', 'hook']);
    renamedFrom(part, 'drain');
    expect(formerPath(part, root)).toEqual(['general', 'drain']);
    expect(formerPath(new Construct(root, 'other'), root)).toEqual(['other']);
    expect(problemsIn(root)).toEqual([]);
  });

  it.each<[string, (parent: Construct) => void, [string, string]]>([
    [
      'to the same id',
      (parent) => renamedFrom(new Construct(parent, 'web'), 'web'),
      [`a construct is renamed from another id, got its own: 'web'`, 'remove it'],
    ],
    [
      'from an id that is in use',
      (parent) => {
        new Construct(parent, 'general');
        renamedFrom(new Construct(parent, 'web'), 'general');
      },
      [`the id that was left must be free, and 'general' is in use`, 'give one of them another id'],
    ],
    [
      'across stacks',
      (parent) => renamedFrom(new Construct(parent, 'web'), 'lab-data/general'),
      [
        `a rename keeps a construct in its stack and its place, got the path 'lab-data/general'`,
        'pull both states, then: terraform state mv -state=OLD.tfstate -state-out=NEW.tfstate ADDRESS ADDRESS, and push both',
      ],
    ],
    [
      'twice',
      (parent) => {
        const web = new Construct(parent, 'web');
        renamedFrom(web, 'general');
        renamedFrom(web, 'main');
      },
      [
        `a construct is renamed once at a time, got 'main' and 'general'`,
        `apply the rename from 'general' everywhere, then put 'main' in its place`,
      ],
    ],
  ])('%s is refused', (_, declare, problem) => {
    expect(found(declare)).toEqual([problem]);
  });
});
