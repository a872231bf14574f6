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
export type { RenderedContainer, RenderedObject } from './rendered-object';
export { compareWithSource } from './verify';
export type { NamespacedObject } from './verify-namespaces';
