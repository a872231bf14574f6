import type { platformImages } from '../../environments/locks';
import type { ContainerImagePin, Environment } from '../../environments/environment';

/** Name of an image of the platform itself in `environments/container-images.lock.json`. */
export type PlatformImage = (typeof platformImages)[number];

/** Tags of samples, for an environment without a pin, which is reported as `container-image-pin`. */
const sampleTags: Readonly<Partial<Record<PlatformImage, string>>> = {
  alertmanager: '0.33.1',
  elasticsearch: '9.1.3',
  filebeat: '9.1.3',
  prometheus: '3.13.2',
  rabbitmq: '4.2.9',
};

/** Returns the pin of an image of the platform itself. */
export function platformImage(
  { containerImages }: Environment,
  name: PlatformImage,
): ContainerImagePin & { readonly tag: string } {
  const sample = { digest: `sha256:${'0'.repeat(64)}`, repository: name, tag: sampleTags[name] ?? '' };
  const pin = containerImages[name] ?? sample;
  return { ...pin, tag: pin.tag ?? '' };
}

/** Returns the version of an image by its tag: `3.13.2` of `v3.13.2`. */
export function imageVersion({ tag }: { readonly tag: string }): string {
  return tag.replace(/^v/, '');
}
