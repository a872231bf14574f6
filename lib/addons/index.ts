export { Addon } from './addon';
export type {
  AddonPods,
  AddonProps,
  AddonRelease,
  AddonSource,
  AddonWorkload,
  ImageArgument,
  KubernetesMinor,
} from './props';
export { compareWithSource, type RenderedContainer, type RenderedObject } from './verify';
export type { NamespacedObject } from './verify-namespaces';
