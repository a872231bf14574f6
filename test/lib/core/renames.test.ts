import { Construct, RootConstruct } from 'constructs';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { previousId, previousPath, recordRename, stableName } from '../../../lib/core/renames';

describe('rename', () => {
  it('previous path: has the previous id of every renamed scope', () => {
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
