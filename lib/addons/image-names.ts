/** True for an image with a tag: `ghcr.io/example/agent:v1`. The port of a registry is no tag. */
export function hasTag(image: string): boolean {
  return imageName(image) !== image;
}

/** Returns the name of an image, without its tag and its digest. */
export function imageName(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
