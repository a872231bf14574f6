import { Construct, RootConstruct } from 'constructs';
import { previousConstructId, stableName } from '../../../lib/core/stable-name';

describe('renamed props', () => {
  it('physical name: physicalName before the former name before the name', () => {
    expect(stableName({ name: 'web' })).toBe('web');
    expect(stableName({ name: 'web', renamedFrom: 'general' })).toBe('general');
    expect(stableName({ name: 'web', physicalName: 'w', renamedFrom: 'general' })).toBe('w');
  });

  it('previous construct id: follows the name that the id ends in, and no other', () => {
    const construct = (id: string) => new Construct(new RootConstruct('root'), id);
    expect(previousConstructId(construct('node-group-web'), { name: 'web', renamedFrom: 'general' })).toBe(
      'node-group-general',
    );
    expect(previousConstructId(construct('machines'), { name: 'web', renamedFrom: 'general' })).toBeUndefined();
    expect(previousConstructId(construct('node-group-web'), { name: 'web' })).toBeUndefined();
  });
});
