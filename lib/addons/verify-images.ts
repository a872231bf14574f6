import type { Finding } from '../core/diagnostics';
import { hasTag, imageName } from './image-names';
import type { AddonProps } from './props';
import { containersOf, imagesOf, isWorkload, type RenderedObject } from './rendered-object';

/**
 * Compares the images of containers with those of the source: kustomize finds an image by its name, and gives one digest to all
 * versions of it.
 */
export function compareImages(
  props: AddonProps,
  rendered: readonly RenderedObject[],
  source: readonly RenderedObject[],
): Finding[] {
  const workloads = source.filter(isWorkload);
  return [
    ...versions(props, workloads),
    ...workloads.flatMap((object) => taggedContainers(props, object)),
    ...rendered.filter(isWorkload).flatMap((object) => exchangedImages(props, object)),
  ];
}

/** Reports an image of which the source has several versions. */
function versions({ images, release }: AddonProps, source: readonly RenderedObject[]): Finding[] {
  const used = [...new Set(source.flatMap((object) => imagesOf(object, release)))].sort();
  return Object.keys(images).flatMap((name) => {
    const versions = used.filter((image) => imageName(image) === name);
    if (versions.length < 2) return [];
    return [
      {
        id: 'addon-image',
        setting: ['images', name],
        message: `images must have each version of ${name} that the source has; got one digest for ${versions.join(' and ')}`,
        hint: `write ${versions.map((image) => `'${image}'`).join(' and ')} in the containers of the release and in images`,
      },
    ];
  });
}

function containerImages({ release }: AddonProps, { metadata, ...object }: RenderedObject) {
  const { containers = {}, initContainers = {} } = release.workloads[metadata.name] ?? {};
  return containersOf({ metadata, ...object }).map(({ image, name }) => {
    const list = Object.hasOwn(initContainers, name) ? 'initContainers' : 'containers';
    return {
      declared: { ...containers, ...initContainers }[name],
      image,
      setting: ['release', 'workloads', metadata.name, list, name],
    };
  });
}

/** Reports a container that is declared with another tag than that of the source. */
function taggedContainers(props: AddonProps, object: RenderedObject): Finding[] {
  return containerImages(props, object)
    .filter(({ declared, image }) => declared !== undefined && hasTag(declared) && declared !== image)
    .map(({ declared = '', image, setting }) => wrongImage(setting, `${image}, as in the source`, declared));
}

/** Reports a container with the image of another one. One that is not declared at all is reported by its name. */
function exchangedImages(props: AddonProps, object: RenderedObject): Finding[] {
  const pinned = Object.values(props.images).map(({ digest, repository }) => `${repository}@${digest}`);
  return containerImages(props, object).flatMap(({ declared, image, setting }) => {
    const own = declared === undefined ? undefined : props.images[declared];
    if (declared === undefined || !own || !pinned.includes(image)) return [];
    if (`${own.repository}@${own.digest}` === image) return [];
    return [wrongImage(setting, `the image of the source, which runs ${image}`, declared)];
  });
}

function wrongImage(setting: readonly string[], wanted: string, got: string): Finding {
  return {
    id: 'addon-image',
    setting,
    message: `image of ${setting.at(-1)} must be ${wanted}; got ${got}`,
    hint: 'correct the declaration, and pin its image',
  };
}
