import { load } from 'js-yaml';
import { kustomization } from '../../../lib/addons/kustomization';
import type { AddonProps } from '../../../lib/addons/props';
import type { RenderedObject } from '../../../lib/addons/rendered-object';
import { compareWithSource } from '../../../lib/addons/verify';
import { addonProps, sampleImage, sampleObjects, sampleRelease } from '../../support/addons';

const name = 'ghcr.io/example/queue-operator';
const otherImage = { ...sampleImage, digest: `sha256:${'cd'.repeat(32)}` };
const reference = ({ digest, repository }: typeof sampleImage) => `${repository}@${digest}`;
const resources = { cpu: '100m', memory: '256Mi' } as const;

/** An addon of two containers with the given images. */
const propsOf = (images: AddonProps['images'], manager: string, proxy: string): AddonProps => ({
  ...addonProps,
  images,
  pods: { 'queue-operator': { containers: { manager: resources, proxy: resources }, replicas: 2 } },
  release: {
    ...sampleRelease,
    workloads: {
      'queue-operator': { ...sampleRelease.workloads['queue-operator']!, containers: { manager, proxy } },
    },
  },
});

/** The objects of a source whose containers have the given images. */
const objectsOf = (manager: string, proxy: string): RenderedObject[] =>
  sampleObjects({ image: manager }).map((object: RenderedObject) => {
    const { template, ...spec } = object.spec ?? {};
    if (!template) return object;
    const containers = [...(template.spec?.containers ?? []), { name: 'proxy', image: proxy }];
    return { ...object, spec: { ...spec, template: { ...template, spec: { containers } } } };
  });

const found = (props: AddonProps, objects: readonly RenderedObject[], source: readonly RenderedObject[]) =>
  compareWithSource(props, objects, source).map(({ id, setting }) => [id, [setting].flat().join('.')]);

describe('images of an addon', () => {
  const tagged = propsOf({ [`${name}:v1`]: sampleImage, [`${name}:v2`]: otherImage }, `${name}:v1`, `${name}:v2`);
  const source = objectsOf(`${name}:v1`, `${name}:v2`);

  it('rejects one digest for two versions in the source', () => {
    const once = propsOf({ [name]: sampleImage }, name, name);
    const rendered = objectsOf(reference(sampleImage), reference(sampleImage));
    expect(found(once, rendered, source)).toEqual([['addon-image', `images.${name}`]]);
    expect(found(once, rendered, objectsOf(`${name}:v1`, `${name}:v1`))).toEqual([]);
  });

  it('accepts a digest for each version', () => {
    expect(found(tagged, objectsOf(reference(sampleImage), reference(otherImage)), source)).toEqual([]);
  });

  it('rejects exchanged images, and a tag that the source does not have', () => {
    const exchanged = objectsOf(reference(otherImage), reference(sampleImage));
    const containers = 'release.workloads.queue-operator.containers';
    expect(found(tagged, exchanged, source)).toEqual([
      ['addon-image', `${containers}.manager`],
      ['addon-image', `${containers}.proxy`],
    ]);
    const upgraded = objectsOf(`${name}:v1`, `${name}:v3`);
    expect(found(tagged, objectsOf(reference(sampleImage), reference(otherImage)), upgraded)).toEqual([
      ['addon-image', `${containers}.proxy`],
    ]);
  });

  it('sets images with a tag in their containers', () => {
    const { images, patches } = kustomization(tagged);
    expect(images).toEqual([]);
    expect(load(patches.at(-1)?.patch ?? '')).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              { image: reference(sampleImage), name: 'manager' },
              { image: reference(otherImage), name: 'proxy' },
            ],
          },
        },
      },
    });
  });
});
