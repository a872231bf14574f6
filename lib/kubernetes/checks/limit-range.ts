import type { Manifest } from '../manifests/manifest';
import type { ContainerFields, Quantities, Resources } from '../manifests/pods';

interface LimitRangeItem {
  readonly type: string;
  readonly default?: Quantities;
  readonly defaultRequest?: Quantities;
  readonly max?: Quantities;
  readonly min?: Quantities;
}

/** Limits and requests that a LimitRange gives to a container without. */
export interface ContainerDefaults {
  readonly limits: Quantities;
  readonly requests: Quantities;
}

export const noDefaults: ContainerDefaults = { limits: {}, requests: {} };

/**
 * Returns the defaults of a LimitRange. A maximum without a default is the default, which without a default request is that
 * too, as the API server completes them.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function containerDefaults(manifest: Manifest): ContainerDefaults {
  const { limits = [] } =
    (manifest as Manifest & { readonly spec?: { readonly limits?: LimitRangeItem[] } }).spec ?? {};
  return limits
    .filter(({ type }) => type === 'Container')
    .map((item) => {
      const defaultLimits = { ...item.max, ...item.default };
      return { limits: defaultLimits, requests: { ...item.min, ...defaultLimits, ...item.defaultRequest } };
    })
    .reduce(plusDefaults, noDefaults);
}

/** Returns the defaults of two LimitRanges of one namespace. */
export function plusDefaults(one: ContainerDefaults, other: ContainerDefaults): ContainerDefaults {
  return {
    limits: { ...one.limits, ...other.limits },
    requests: { ...one.requests, ...other.requests },
  };
}

/** Returns the resources of a container with which the API server checks its pod: a limit without a request is the request. */
export function withDefaults(container: ContainerFields, defaults: ContainerDefaults): Required<Resources> {
  const { limits = {}, requests = {} } = container.resources ?? {};
  return {
    limits: { ...defaults.limits, ...limits },
    requests: { ...defaults.requests, ...limits, ...requests },
  };
}
