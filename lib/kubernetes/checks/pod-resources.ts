import { parseQuantity } from '../../core/units';
import {
  type ContainerFields,
  containersOf,
  isSidecar,
  type PodFields,
  type Quantities,
  type Resources,
} from '../manifests/pods';
import type { ResourcesFinding } from './container-resources';
import { type ContainerDefaults, noDefaults, withDefaults } from './limit-range';

/** Resources that a whole pod may have. */
const podResources = ['cpu', 'memory'] as const;

/**
 * Checks the resources of a whole pod: the requests of its containers together, and the limit of each, are at most those of the
 * pod. The API server compares them after the LimitRange has completed the containers, and rejects the pod otherwise.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/apis/core/validation/validation.go
 */
export function checkPodResources(pod: PodFields, defaults: ContainerDefaults): ResourcesFinding[] {
  const { resources } = pod;
  if (!resources) return [];
  return podResources.flatMap((name) => {
    const podRequest = requestOf(pod, name);
    const podLimit = resources.limits?.[name];
    const total = totalRequest(pod, name, defaults);
    const found = [
      ...(podRequest > amount(podLimit)
        ? [
            finding(
              ['resources', 'limits', name],
              'limit of the pod',
              `the requests (${shown(name, podRequest)})`,
              podLimit,
            ),
          ]
        : []),
      ...containerLimits(pod, name, defaults),
    ].slice(0, 1);
    if (found.length > 0 || total <= podRequest) return found;
    return [
      finding(
        ['resources', 'requests', name],
        'request of the pod',
        `the requests of its containers together (${shown(name, total)}${fromDefaults(pod, 'requests', name)})`,
        resources.requests?.[name] ?? shown(name, podRequest),
      ),
    ];
  });
}

function containerLimits(pod: PodFields, name: string, defaults: ContainerDefaults): ResourcesFinding[] {
  const podLimit = pod.resources?.limits?.[name];
  return (pod.containers ?? []).flatMap((container) => {
    const limit = withDefaults(container, defaults).limits[name];
    if (limit === undefined || !(amount(limit) > amount(podLimit))) return [];
    const own = container.resources?.limits?.[name] === undefined ? ', the default of the namespace' : '';
    return [
      finding(
        ['resources', 'limits', name],
        'limit of the pod',
        `the limit of its container ${container.name ?? ''} (${limit}${own})`,
        podLimit,
      ),
    ];
  });
}

function finding(
  field: readonly [string, string, string],
  subject: string,
  minimum: string,
  got: number | string | undefined,
): ResourcesFinding {
  const [, kind, name] = field;
  return {
    id: 'container-limit',
    message: `${name} ${subject} must be at least ${minimum}; got ${got}`,
    hint: `raise ${kind}.${name} of the pod, or write resources of its containers that are less`,
    field,
  };
}

/** Returns the request of a whole pod: its own, else those of its containers, else its limit; infinite if it has none. */
function requestOf(pod: PodFields, name: string): number {
  const { limits = {}, requests = {} } = pod.resources ?? {};
  if (requests[name] !== undefined) return amount(requests[name]);
  if (Object.keys(limits).length === 0) return Infinity;
  const hasRequest = containersOf(pod).some(({ container }) => withDefaults(container, noDefaults).requests[name]);
  return hasRequest ? totalRequest(pod, name, noDefaults) : amount(limits[name]);
}

/** Returns the requests of all containers together: those of init containers count while the others have not started. */
function totalRequest({ containers = [], initContainers = [] }: PodFields, name: string, defaults: ContainerDefaults) {
  const request = (container: ContainerFields) => {
    const { requests }: { readonly requests: Quantities } = withDefaults(container, defaults);
    return requests[name] === undefined ? 0 : amount(requests[name]);
  };
  let sidecars = 0;
  let largest = 0;
  for (const container of initContainers) {
    if (isSidecar(container)) sidecars += request(container);
    largest = Math.max(largest, sidecars + (isSidecar(container) ? 0 : request(container)));
  }
  const running = containers.reduce((sum, container) => sum + request(container), sidecars);
  return Math.max(largest, running);
}

function fromDefaults(pod: PodFields, kind: keyof Resources, name: string): string {
  const isDefault = containersOf(pod).some(({ container }) => container.resources?.[kind]?.[name] === undefined);
  return isDefault ? ', with the defaults of the namespace' : '';
}

/** Returns an amount in units, infinite for a limit that a pod does not have. */
function amount(quantity: number | string | undefined): number {
  return quantity === undefined ? Infinity : parseQuantity(quantity);
}

function shown(name: string, value: number): string {
  return name === 'cpu' ? `${Math.round(value * 1000)}m` : `${Math.ceil(value / 2 ** 20)}Mi`;
}
