import { Construct, RootConstruct } from 'constructs';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { previousPath, recordRename } from '../../../lib/core/renames';

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
