import { Construct, RootConstruct } from 'constructs';
import { earlierOwner } from '../../../lib/core/owners';

const constructs = (...ids: readonly string[]) => {
  const root = new RootConstruct();
  return ids.map((id) => new Construct(root, id));
};

describe('earlierOwner', () => {
  it('key: belongs to the first construct of an app that uses it', () => {
    const object = {};
    const owners = constructs('a', 'b', 'c').map((construct) => earlierOwner(construct, object, 'name'));
    expect(owners).toEqual([undefined, 'a', 'a']);
  });

  it('keys: are those of one object in one app', () => {
    const [object, other] = [{}, {}];
    const [a, b] = constructs('a', 'b') as [Construct, Construct];
    const [elsewhere] = constructs('a') as [Construct];
    expect(earlierOwner(a, object, 'name')).toBeUndefined();
    expect(earlierOwner(b, other, 'name')).toBeUndefined();
    expect(earlierOwner(b, object, 'other name')).toBeUndefined();
    expect(earlierOwner(elsewhere, object, 'name')).toBeUndefined();
  });
});
