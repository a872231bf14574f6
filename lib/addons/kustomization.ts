import { sortedEntries } from '../core/canonical';
import { managedBy } from '../kubernetes/pod/labels';
import { nodePlacement, resourceRequirements } from '../kubernetes/pod/pod-spec';
import type { PodResources } from '../kubernetes/pod/props';
import { toYaml } from '../kubernetes/manifests/yaml';
import {
  keptObjects,
  type KustomizePatch,
  patchBeforeMove,
  type Replacement,
  subjectReplacements,
  transformerAfterMove,
} from './kept-objects';
import { hasTag } from './image-names';
import type { AddonProps, AddonSource, AddonWorkload } from './props';

/** Fields of kustomization.yaml, without its names. */
export interface Kustomization {
  readonly namespace: string;
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string; readonly newName: string; readonly digest: string }[];
  readonly labels: readonly { readonly pairs: Readonly<Record<string, string>> }[];
  readonly patches: readonly KustomizePatch[];
  readonly replacements?: readonly Replacement[];
  readonly transformers?: readonly string[];
}

/** Returns the address by which kustomize reads a folder of a repository at its commit. */
export function sourceAddress({ commit, folder = '', repository }: AddonSource): string {
  return `https://github.com/${repository}${folder === '' ? '' : `//${folder}`}?ref=${commit}`;
}

/**
 * Returns the kustomization of an addon. It sets what the addon declares, so that what is counted is what runs: images by
 * digest, number, size and priority of pods, and their nodes. The app creates the namespace, with default policies.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function kustomization(props: AddonProps): Kustomization {
  const { images, namespace, release } = props;
  const kept = keptObjects(release);
  return {
    namespace,
    resources: [sourceAddress(release)],
    images: sortedEntries(images)
      .filter(([name]) => !hasTag(name))
      .map(([name, { digest, repository }]) => ({ name, newName: repository, digest })),
    labels: [{ pairs: managedBy }],
    patches: [
      { target: { kind: 'Namespace' }, patch: deletion },
      ...sortedEntries(release.workloads).flatMap(([name, workload]) => [
        ...argumentPatches(props, name, workload),
        workloadPatch(props, name, workload),
      ]),
      ...kept.map(patchBeforeMove),
    ],
    ...(kept.length > 0 && {
      replacements: subjectReplacements(props, kept),
      transformers: kept.map(transformerAfterMove),
    }),
  };
}

/** A patch that removes the object that it is applied to. */
const deletion = toYaml({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'any' }, $patch: 'delete' });

/** Returns the patch of arguments that are images. It fails if the argument of the release is another one. */
function argumentPatches(
  props: AddonProps,
  name: string,
  { imageArguments = [], kind }: AddonWorkload,
): KustomizePatch[] {
  if (imageArguments.length === 0) return [];
  const operations = imageArguments.flatMap(({ flag, image, path }) => {
    const pinned = props.images[image];
    const at = `/spec/template/spec/${path}`;
    return [
      { op: 'test', path: at, value: `${flag}=${image}:${props.release.tag}` },
      { op: 'replace', path: at, value: `${flag}=${pinned?.repository}@${pinned?.digest}` },
    ];
  });
  return [{ target: { kind, name }, patch: toYaml(operations) }];
}

function workloadPatch(props: AddonProps, name: string, workload: AddonWorkload): KustomizePatch {
  const { initContainers = {}, kind } = workload;
  const { placement, priorityClass } = props;
  const { containers = {}, replicas = 1 } = props.pods[name] ?? {};
  const entries = sortedEntries(containers);
  const first = entries.filter(([container]) => Object.hasOwn(initContainers, container));
  const patch = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      replicas,
      template: {
        spec: {
          ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
          ...(placement && nodePlacement(placement)),
          containers: entries
            .filter((entry) => !first.includes(entry))
            .map((entry) => ({ ...sizedContainer(entry), ...pinnedImage(props, workload, entry[0]) })),
          ...(first.length > 0 && {
            initContainers: first.map((entry) => ({
              ...sizedContainer(entry),
              ...pinnedImage(props, workload, entry[0]),
            })),
          }),
        },
      },
    },
  };
  return { target: { kind, name }, patch: toYaml(patch) };
}

/** Returns the patch of a container's resources. A container of the other list would be added to the pod. */
function sizedContainer([name, resources]: readonly [string, PodResources]) {
  return { name, resources: { $patch: 'replace', ...plain(resourceRequirements(resources)) } };
}

/** Returns the image of a container that is declared with a tag: kustomize's own setting of images knows names alone. */
function pinnedImage({ images }: AddonProps, { containers, initContainers = {} }: AddonWorkload, container: string) {
  const name = initContainers[container] ?? containers[container] ?? '';
  const pinned = images[name];
  return pinned && hasTag(name) ? { image: `${pinned.repository}@${pinned.digest}` } : {};
}

/** Returns requests and limits as texts. */
function plain({ limits = {}, requests = {} }: ReturnType<typeof resourceRequirements>) {
  const texts = (quantities: typeof limits) =>
    Object.fromEntries(sortedEntries(quantities).map(([name, quantity]) => [name, String(quantity.value)]));
  return { limits: texts(limits), requests: texts(requests) };
}
