import { sortedEntries } from '../../lib/core/canonical';
import type { Environment } from '../../environments/environment';
import type { MachineImages } from '../../environments/pin-changes';

/** Minutes from the launch of a node until it is ready, and until the pods of the old one have left it. */
const minutesOfNode = 5;

/** Minutes that a new node is watched, behind a load balancer whose alarm stops the roll, or elsewhere. */
const minutesOfWarmup = { exposed: 6, other: 1 } as const;

/** Returns the images that change in an environment, and the nodes that the next apply replaces for each. */
export function rolls(before: MachineImages, after: MachineImages, environment: Environment): string[] {
  const { name } = environment;
  return sortedEntries(after[name] ?? {}).flatMap(([image, { pinned }]) => {
    const old = before[name]?.[image]?.pinned;
    if (JSON.stringify(old) === JSON.stringify(pinned)) return [];
    const versions = `${old?.kubernetesVersion ?? 'new'} → ${pinned.kubernetesVersion}`;
    return [
      `${name}  ${image}  ${versions}  recipe ${old?.recipe.slice(0, 12) ?? 'none'} → ${pinned.recipe.slice(0, 12)}`,
      ...(old && old.images[environment.region] === pinned.images[environment.region]
        ? ['  the AMI of its region stays: no node is replaced']
        : rollingGroups(environment, image)),
    ];
  });
}

/** Zones roll at the same time, and groups too: each has a refresh of its own. */
function rollingGroups({ network, nodeGroups }: Environment, image: string): string[] {
  const zones = Object.keys(network.zones).length;
  return sortedEntries(nodeGroups)
    .filter(([, group]) => group.image === image)
    .map(([group, { maxSizePerZone, minSizePerZone }]) => {
      const batch = Math.ceil(maxSizePerZone / 10);
      const minutes = (nodes: number, warmup: number) => Math.ceil(nodes / batch) * (minutesOfNode + warmup);
      const shortest = minutes(minSizePerZone, minutesOfWarmup.other);
      const longest = minutes(maxSizePerZone, minutesOfWarmup.exposed);
      const count =
        minSizePerZone === maxSizePerZone ? String(maxSizePerZone) : `${minSizePerZone} to ${maxSizePerZone}`;
      return `  replaces ${count} nodes of ${group} in each of ${zones} zones, ${batch === 1 ? 'one' : `${batch}`} at a time: about ${shortest} to ${longest} minutes`;
    });
}
