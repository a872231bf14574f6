import type { Environment } from '../../environments/environment';
import { environments, synthesizeFixture } from '../fixtures/platform';
import { goldenLayout } from '../golden';
import { checkLostNodes } from './node-guard';

const twoZones = environments.twoZones;
const { idle, ...others } = twoZones.nodeGroups;
const files = (nodeGroups: Environment['nodeGroups']) => goldenLayout(synthesizeFixture([{ ...twoZones, nodeGroups }]));
const before = files(twoZones.nodeGroups);
const line = (zone: string) => `terraform cluster aws_autoscaling_group.node-group-idle_auto-scaling-group-${zone}`;
const entry = (zone: string) => ({ address: line(zone), environment: 'two-zones', owner: 'platform', reason: 'empty' });

const found = (nodeGroups: Environment['nodeGroups'], was = before, removals = [] as ReturnType<typeof entry>[]) =>
  checkLostNodes(was, files(nodeGroups), [twoZones], removals).map(({ id, message, path }) => [
    id,
    path,
    message.includes('replaced'),
  ]);

describe('node guard', () => {
  it('accepts an unchanged group, another size, and a rename', () => {
    expect(found(twoZones.nodeGroups)).toEqual([]);
    expect(found({ ...others, idle: { ...idle!, maxSizePerZone: 0 } })).toEqual([]);
    expect(found({ ...others, batch: { ...idle!, renamedFrom: 'idle' } })).toEqual([]);
  });

  it('rejects the removal of a group that may have nodes, in each zone', () => {
    expect(found(others)).toEqual([
      ['lost-nodes', 'two-zones: two-zones-idle-a', false],
      ['lost-nodes', 'two-zones: two-zones-idle-b', false],
    ]);
  });

  it('rejects the replacement of a group that may have nodes', () => {
    const replaced = [
      ['lost-nodes', 'two-zones: two-zones-idle-a', true],
      ['lost-nodes', 'two-zones: two-zones-idle-b', true],
    ];
    expect(found({ ...others, idle: { ...idle!, physicalName: 'other' } })).toEqual(replaced);
    // An entry for its removal does not allow it.
    expect(found({ ...others, idle: { ...idle!, physicalName: 'other' } }, before, [entry('a'), entry('b')])).toEqual(
      replaced,
    );
  });

  it('accepts the removal and the replacement of a group without nodes', () => {
    const empty = files({ ...others, idle: { ...idle!, maxSizePerZone: 0 } });
    expect(found(others, empty)).toEqual([]);
    expect(found({ ...others, idle: { ...idle!, maxSizePerZone: 0, physicalName: 'other' } }, empty)).toEqual([]);
  });

  it('accepts a removal with an entry, such as of a zone whose group was emptied by hand', () => {
    expect(found(others, before, [entry('a')])).toEqual([['lost-nodes', 'two-zones: two-zones-idle-b', false]]);
  });
});
