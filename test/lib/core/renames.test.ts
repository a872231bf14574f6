import { Construct, RootConstruct } from 'constructs';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { previousId, previousPath, recordRename, stableName } from '../../../lib/core/renames';

const found = (declare: (parent: Construct) => void) => {
  const root = new RootConstruct('root');
  declare(root);
  return collectDiagnostics(root).map(({ hint, message }) => [message, hint]);
};

describe('a rename', () => {
  it('gives everything below the construct its former path, whatever else was renamed', () => {
    const root = new RootConstruct('root');
    const group = new Construct(root, 'web');
    const part = new Construct(group, 'hook');
    recordRename(group, 'general');
    expect(previousPath(part, root)).toEqual(['general', 'hook']);
    recordRename(part, 'drain');
    expect(previousPath(part, root)).toEqual(['general', 'drain']);
    expect(previousPath(new Construct(root, 'other'), root)).toEqual(['other']);
    expect(collectDiagnostics(root)).toEqual([]);
  });

  it.each<[string, (parent: Construct) => void, [string, string]]>([
    [
      'to the same id',
      (parent) => recordRename(new Construct(parent, 'web'), 'web'),
      [`a construct is renamed from another id, got its own: 'web'`, 'remove it'],
    ],
    [
      'from an id that is in use',
      (parent) => {
        new Construct(parent, 'general');
        recordRename(new Construct(parent, 'web'), 'general');
      },
      [`the id that was left must be free, and 'general' is in use`, 'give one of them another id'],
    ],
    [
      'across stacks',
      (parent) => recordRename(new Construct(parent, 'web'), 'lab-data/general'),
      [
        `a rename keeps a construct in its stack and its place, got the path 'lab-data/general'`,
        'pull both states, then: terraform state mv -state=OLD.tfstate -state-out=NEW.tfstate ADDRESS ADDRESS, and push both',
      ],
    ],
    [
      'twice',
      (parent) => {
        const web = new Construct(parent, 'web');
        recordRename(web, 'general');
        recordRename(web, 'main');
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

describe('renamed props', () => {
  it('physical name: physicalName before the former name before the name', () => {
    expect(stableName({ name: 'web' })).toBe('web');
    expect(stableName({ name: 'web', renamedFrom: 'general' })).toBe('general');
    expect(stableName({ name: 'web', physicalName: 'w', renamedFrom: 'general' })).toBe('w');
  });

  it('previous id: follows the name that the id ends in, and no other', () => {
    const construct = (id: string) => new Construct(new RootConstruct('root'), id);
    expect(previousId(construct('node-group-web'), { name: 'web', renamedFrom: 'general' })).toBe('node-group-general');
    expect(previousId(construct('machines'), { name: 'web', renamedFrom: 'general' })).toBeUndefined();
    expect(previousId(construct('node-group-web'), { name: 'web' })).toBeUndefined();
  });
});
