import fc from 'fast-check';
import { libraryExample, shop } from '../../../../apps/examples/library/library';
import { nodeCapacity } from '../../../../lib/aws/compute/node-capacity';
import type { NodeCapacity } from '../../../../lib/core/contract';
import { checkCapacity, type PlacedPods } from '../../../../lib/platform/checks/check-capacity';
import { checkPlatform } from '../../../../lib/platform/checks/check-halves';

const group = (capacity: NodeCapacity) => ({ general: { capacity, labels: {}, taints: {} } });

function nodes(maxNodes: number): NodeCapacity {
  const capacity = nodeCapacity({ instanceType: 'm6i.large', maxNodes });
  if (!capacity) throw new Error('unknown instance type');
  return capacity;
}

/** Distributes pods as a simple scheduler does: each on the first node with room. */
function fits(capacity: NodeCapacity, workloads: readonly PlacedPods[]): boolean {
  const nodes = Array.from({ length: capacity.maxNodes }, () => ({ ...capacity }));
  return workloads.every(({ cpu, memory, replicas }) =>
    Array.from({ length: replicas }).every(() => {
      const [cores, size] = [Number.parseInt(cpu, 10), Number.parseInt(memory, 10)];
      const node = nodes.find((each) => each.cpu >= cores && each.memory >= size && each.pods >= 1);
      if (node) Object.assign(node, { cpu: node.cpu - cores, memory: node.memory - size, pods: node.pods - 1 });
      return node !== undefined;
    }),
  );
}

const workload = fc
  .record({ cpu: fc.integer({ max: 2000, min: 10 }), memory: fc.integer({ max: 4000, min: 16 }), replicas: fc.nat(40) })
  .map(({ cpu, memory, replicas }): PlacedPods => ({
    cpu: `${cpu}m`,
    memory: `${memory}Mi`,
    name: 'worker',
    nodeGroup: 'general',
    replicas,
  }));

describe('capacity of node groups', () => {
  it('pods that fit on the nodes: are never rejected', () => {
    fc.assert(
      fc.property(fc.array(workload, { maxLength: 4 }), fc.nat(12), (workloads, maxNodes) => {
        const capacity = nodes(maxNodes);
        if (!fits(capacity, workloads)) return;
        expect(checkCapacity(group(capacity), workloads)).toEqual([]);
      }),
    );
  });

  it('pods that need one more node than there is: are rejected', () => {
    fc.assert(
      fc.property(fc.integer({ max: 50, min: 0 }), (maxNodes) => {
        const capacity = nodes(maxNodes);
        const pods: PlacedPods = {
          cpu: '1',
          memory: '1Gi',
          name: 'worker',
          nodeGroup: 'general',
          replicas: maxNodes + 1,
        };
        expect(checkCapacity(group(capacity), [pods])).toMatchObject([
          { id: 'node-group-capacity', nodeGroup: 'general', setting: 'maxSizePerZone' },
        ]);
      }),
    );
  });

  it('groups without pods: are not checked', () => {
    const capacity = nodes(0);
    expect(checkCapacity({ ...group(capacity), other: { labels: {}, taints: {} } }, [])).toEqual([]);
  });

  it('equal labels: taints that pods do not tolerate separate two groups', () => {
    const pods: PlacedPods = { cpu: '1', memory: '1Gi', name: 'web', nodeGroup: 'general', replicas: 1 };
    const groups = (taints: Readonly<Record<string, string>>) => ({
      general: { labels: {}, taints: {} },
      gpu: { labels: { gpu: 'true' }, taints },
    });
    expect(checkCapacity(groups({}), [pods])).toMatchObject([{ id: 'node-group-labels', setting: 'labels' }]);
    expect(checkCapacity(groups({ gpu: 'true:NoSchedule' }), [pods])).toEqual([]);
  });

  it('a program of its own: has the same check', () => {
    const found = (maxReplicas: number) => {
      const { chart, stack } = libraryExample([{ ...shop, size: { ...shop.size, maxReplicas } }]);
      return checkPlatform(stack, [chart]).map(({ id, source }) => [id, source]);
    };
    expect(found(6)).toEqual([]);
    expect(found(600)).toEqual([['node-group-capacity', 'NodeGroup general: maxSizePerZone']]);
  });
});
