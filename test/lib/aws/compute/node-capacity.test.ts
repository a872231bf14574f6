import { nodeCapacity } from '../../../../lib/aws/compute/node-capacity';
import { instanceTypes } from '../../../../lib/aws/compute/instance-types';

/** CPU in millicores and memory in MiB of a type. */
const resources = (instanceType: string) => {
  const capacity = nodeCapacity({ instanceType, maxNodes: 3 });
  return [capacity?.cpu, capacity?.memory];
};

describe('capacity of nodes', () => {
  it('CPU: less than the type has, by the reservations of the kubelet', () => {
    // Values of `kubectl describe node` on Amazon's AMI.
    expect(resources('m6i.large')[0]).toBe(1930);
    expect(resources('m6i.xlarge')[0]).toBe(3920);
    expect(resources('c6i.2xlarge')[0]).toBe(7910);
  });

  it('memory: less than the type has, by those of the kernel and the kubelet', () => {
    // 16 GiB without 7.5 %, 110 pods of 11 MiB, 255 MiB and the eviction threshold.
    expect(resources('m6i.xlarge')[1]).toBe(Math.floor(16384 * 0.925) - 1210 - 255 - 100);
  });

  it('alternatives: the smallest decides', () => {
    const mixedInstances = { alternatives: ['m6i.large'] };
    const capacity = nodeCapacity({ instanceType: 'm6i.xlarge', maxNodes: 3, mixedInstances });
    expect(capacity).toEqual({
      ...nodeCapacity({ instanceType: 'm6i.large', maxNodes: 3 }),
      instanceType: 'm6i.xlarge',
    });
  });

  it('every type: has room for pods, except those with almost no memory', () => {
    const full = Object.keys(instanceTypes).filter((type) => !resources(type).every((amount = 0) => amount > 0));
    expect(full).toEqual(['t3.nano', 't4g.nano']);
  });

  it('unknown type: has no capacity, because the node group reports it', () => {
    expect(nodeCapacity({ instanceType: 'm6i.huge', maxNodes: 3 })).toBeUndefined();
    expect(nodeCapacity({ instanceType: 'constructor', maxNodes: 3 })).toBeUndefined();
  });
});
