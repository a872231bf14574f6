import { sortedEntries } from '../core/canonical';
import type { Finding } from '../core/diagnostics';
import { checkName } from '../core/naming';
import { maxInt32 } from '../core/units';
import { checkRanges } from '../kubernetes/pod/endpoint-checks';
import { checkImagePlatform, checkPodFitsNode } from '../kubernetes/pod/pod-capacity';
import { checkImageDigest, checkRepository, checkResources } from '../kubernetes/pod/pod-checks';
import { hasTag, imageName } from './image-names';
import type { AddonPods, AddonProps, AddonRelease, AddonWorkload, KubernetesMinor } from './props';

/** Checks the declaration of an addon. `adamant addons verify` compares it with the source. */
export function checkAddon(props: AddonProps): Finding[] {
  const { apiServerAddresses = [], images, kubernetesVersion, name, placement, release } = props;
  const named = usedImages(release);
  return [
    ...checkName('addon', name),
    ...checkSource(release),
    ...checkRanges(apiServerAddresses, 'apiServerAddresses'),
    ...checkKubernetesVersion(release, kubernetesVersion),
    ...checkOtherNamespaces(props),
    ...checkKeys('images', Object.keys(images), named),
    ...checkTags(release),
    ...checkKeys('pods', Object.keys(props.pods), Object.keys(release.workloads)),
    ...sortedEntries(images).flatMap(([image, pinned]) =>
      [
        ...checkRepository(pinned.repository),
        ...checkImageDigest(pinned.digest),
        ...checkImagePlatform(pinned, placement),
      ].map((finding) => ({ ...finding, setting: ['images', image, lastKey(finding)] })),
    ),
    ...sortedEntries(props.pods).flatMap(([workload, pods]) => checkPods(props, workload, pods)),
  ];
}

/** Returns the images of all containers of a release, and of those that its operators start. */
export function usedImages({ workloads }: AddonRelease): string[] {
  const images = Object.values(workloads).flatMap((workload) => [
    ...Object.values(allContainers(workload)),
    ...(workload.imageArguments ?? []).map(({ image }) => image),
  ]);
  return [...new Set(images)].sort();
}

/** Returns the images of all containers of a workload, by their names: those of a pod are unique. */
function allContainers({ containers, initContainers }: AddonWorkload): Readonly<Record<string, string>> {
  return { ...initContainers, ...containers };
}

/**
 * Checks the source. Branches and tags can be moved, and another content would be applied under the same name.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/
 */
function checkSource({ commit, folder = '', repository }: AddonRelease): Finding[] {
  const found: Finding[] = [];
  if (!/^[0-9a-f]{40}$/.test(commit)) {
    found.push({
      id: 'addon-commit',
      setting: 'release.commit',
      message: `commit must be 40 lower-case hexadecimal digits; got '${commit}'`,
      hint: 'write the commit of the tag: git ls-remote --tags prints it',
    });
  }
  if (!/^[\w-]+\/[\w.-]+$/.test(repository) || !/^(?:[\w.-]+(?:\/[\w.-]+)*)?$/.test(folder) || folder.includes('..')) {
    found.push({
      id: 'addon-source',
      setting: 'release.repository',
      message: `repository and folder must be owner/name and a path in it; got '${repository}' and '${folder}'`,
      hint: "write them as 'rabbitmq/cluster-operator' and 'config/installation'",
    });
  }
  return found;
}

/** Checks that objects of other namespaces are declared, and no pods: quota and policies are those of the addon's namespace. */
function checkOtherNamespaces({ namespace, release }: AddonProps): Finding[] {
  return sortedEntries(release.otherNamespaces ?? {}).flatMap(([other, objects]) => {
    const setting = ['release', 'otherNamespaces', other];
    const unknown = objects.filter((object) => !release.objects.includes(object));
    if (other === namespace) {
      return [
        {
          id: 'addon-declaration',
          setting,
          message: `otherNamespaces must be other namespaces than that of the addon; got ${other}`,
          hint: 'remove it: all other objects are in the namespace of the addon',
        },
      ];
    }
    if (unknown.length === 0) return [];
    return [
      {
        id: 'addon-declaration',
        setting,
        message: `otherNamespaces must contain objects of the release, without workloads; got ${unknown.join(', ')}`,
        hint: "write kind and name as in objects: 'RoleBinding metrics-auth-reader'",
      },
    ];
  });
}

/** An image without a tag is every version of it: the digest of one with a tag would be replaced. */
function checkTags(release: AddonRelease): Finding[] {
  const named = usedImages(release);
  const inArguments = Object.values(release.workloads).flatMap(({ imageArguments = [] }) =>
    imageArguments.map(({ image }) => image),
  );
  return named
    .filter((image) => hasTag(image) && (named.includes(imageName(image)) || inArguments.includes(image)))
    .map((image) => ({
      id: 'addon-declaration',
      setting: 'release.workloads',
      message: `images must be written with a tag in all containers, or in none, and without one in imageArguments; got ${image}`,
      hint: `write ${imageName(image)}, or the tag of each container with it`,
    }));
}

function checkKubernetesVersion({ kubernetes, tag }: AddonRelease, version: KubernetesMinor): Finding[] {
  const { max, min } = kubernetes;
  if (minor(version) >= minor(min) && minor(version) <= minor(max)) return [];
  return [
    {
      id: 'addon-kubernetes-version',
      setting: 'kubernetesVersion',
      message: `kubernetesVersion must be from ${min} to ${max} for ${tag}; got ${version}`,
      hint: 'choose a release of the addon that supports this version, and upgrade it before the cluster',
    },
  ];
}

function minor(version: KubernetesMinor): number {
  return Number(version.split('.')[1]);
}

/** Checks that a record has the keys of the release, and no others. */
function checkKeys(setting: 'images' | 'pods', given: readonly string[], named: readonly string[]): Finding[] {
  const missing = named.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !named.includes(name));
  if (missing.length === 0 && unknown.length === 0) return [];
  return [
    {
      id: 'addon-declaration',
      setting,
      message: `${setting} must be those of the release (${named.join(', ')}); got ${given.join(', ') || 'none'}`,
      hint: [
        ...(missing.length > 0 ? [`add ${missing.join(', ')}`] : []),
        ...(unknown.length > 0 ? [`remove ${unknown.join(', ')}`] : []),
      ].join(', and '),
    },
  ];
}

function checkPods({ placement, release }: AddonProps, workload: string, { containers, replicas = 1 }: AddonPods) {
  const at = ['pods', workload];
  const found: Finding[] = [];
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > maxInt32) {
    found.push({
      id: 'addon-replicas',
      setting: [...at, 'replicas'],
      message: `replicas must be a whole number from 1 to ${maxInt32}; got ${replicas}`,
      hint: 'remove the addon if it is not needed',
    });
  }
  const declared = release.workloads[workload];
  const named = Object.keys(declared ? allContainers(declared) : containers);
  const missing = named.filter((name) => !(name in containers));
  const unknown = Object.keys(containers).filter((name) => !named.includes(name));
  if (missing.length > 0 || unknown.length > 0) {
    found.push({
      id: 'addon-declaration',
      setting: [...at, 'containers'],
      message: `containers must be those of the release (${named.join(', ')}); got ${Object.keys(containers).join(', ') || 'none'}`,
      hint: 'give each container its resources: the quota and the fit of the nodes count them',
    });
  }
  return [
    ...found,
    ...sortedEntries(containers).flatMap(([name, resources]) =>
      [...checkResources(resources), ...checkPodFitsNode(resources, placement)].map((finding) => ({
        ...finding,
        setting: [...at, 'containers', name, lastKey(finding)],
      })),
    ),
  ];
}

function lastKey({ setting }: Finding): string {
  return typeof setting === 'string' ? (setting.split('.').at(-1) ?? setting) : (setting.at(-1) ?? '');
}
