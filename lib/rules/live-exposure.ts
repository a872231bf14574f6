import type { Finding } from '../core/diagnostics';

/** A service or a variant as its load balancer sees it: its address, and its share of the requests. */
export interface Backend {
  /** `web`, or `web-canary`. */
  readonly name: string;
  /** Port of the target group and of the Service, on every node. */
  readonly nodePort: number;
  /** Port of its pods. Its Service and its NetworkPolicy have the new one at once, pods of the old release only the old one. */
  readonly port: number;
  /** @default 'http' */
  readonly protocol?: 'http' | 'grpc';
  readonly healthPath: string;
  /** Share of the requests, in percent. */
  readonly weight: number;
}

/**
 * Returns the changes between two states of a service's backends that lose requests. A load balancer sends requests to a
 * target group as soon as a rule names it: it does not wait until targets are healthy, or until pods listen on another port
 * or answer at another path. So the address of a backend that receives requests does not change. Move the requests to a
 * variant, change the backend at weight 0, and move them back.
 */
export function checkExposureChange(before: readonly Backend[], after: readonly Backend[]): Finding[] {
  return [
    ...after.flatMap((backend) => {
      const former = before.find(({ name }) => name === backend.name);
      return former ? checkChangedBackend(former, backend) : checkNewBackend(backend, before);
    }),
    ...before
      .filter(({ name }) => !after.some((backend) => backend.name === name))
      .flatMap((removed) => checkRemovedBackend(removed, after)),
  ];
}

const properties = ['nodePort', 'port', 'protocol', 'healthPath'] as const;

function checkChangedBackend(former: Backend, backend: Backend): Finding[] {
  if (former.weight === 0 && backend.weight === 0) return [];
  return properties
    .map((property) => ({ property, is: shownValue(backend, property), was: shownValue(former, property) }))
    .filter(({ is, was }) => is !== was)
    .map(({ is, property, was }) => ({
      id: 'live-exposure',
      setting: [backend.name, property],
      message: `${property} of ${backend.name} must stay ${was} while it receives requests; got ${is}`,
      hint: migrationHint(backend.name, property),
    }));
}

/** A gRPC client cannot call an HTTP server, so a variant of the other protocol cannot take over the requests. */
function migrationHint(name: string, property: (typeof properties)[number]): string {
  if (property === 'protocol')
    return 'add a second service at another address, and remove this one when no client calls it';
  return (
    `add a variant with the new ${property} at weight 0, move the requests to it, ` +
    `change ${name} while it receives none, and move them back`
  );
}

/** The first backend of a new service has no requests to lose. */
function checkNewBackend({ name, weight }: Backend, before: readonly Backend[]): Finding[] {
  if (weight === 0 || before.length === 0) return [];
  const message = `weight of ${name} must be 0 when it is added, since its pods do not run yet; got ${weight}`;
  return [
    {
      id: 'live-exposure',
      setting: [name, 'weight'],
      message,
      hint: `set it to 0, apply, and then set it to ${weight}`,
    },
  ];
}

/** The requests of the last backend are meant to end. */
function checkRemovedBackend({ name, weight }: Backend, after: readonly Backend[]): Finding[] {
  if (weight === 0 || after.length === 0) return [];
  const message = `weight of ${name} must be 0 before it is removed; got ${weight}`;
  return [{ id: 'live-exposure', setting: [name, 'weight'], message, hint: 'set it to 0, apply, and then remove it' }];
}

function shownValue(backend: Backend, property: (typeof properties)[number]): string {
  return String(property === 'protocol' ? (backend.protocol ?? 'http') : backend[property]);
}
