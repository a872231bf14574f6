import type { ExposedProtocol } from '../core/contract';
import type { Finding } from '../core/diagnostics';

/** A service or a variant as its load balancer has it: what it is reached by, and its share of the requests. */
export interface Backend {
  /** `web`, or `web-canary`. */
  readonly name: string;
  /** The path of its health checks. */
  readonly healthPath: string;
  /** The port on every node. */
  readonly nodePort: number;
  /**
   * The protocol of its pods.
   * @default 'http'
   */
  readonly protocol?: ExposedProtocol;
  /** The port that its pods listen on. It is its Service's and its NetworkPolicy's too, and pods that were there keep the old one. */
  readonly port: number;
  /** 0 where it gets no requests, from before the change until after it. */
  readonly weight: number;
}

/**
 * What would lose requests between one state of a service's backends and the next. A load balancer sends requests to a
 * target group as soon as a rule names it, and waits neither for its machines to be healthy nor for pods to answer on
 * another port or path. So what gets requests is never changed in how it is reached: requests are moved first, then it is
 * changed while it gets none, then they are moved back.
 */
export function checkExposureChange(before: readonly Backend[], after: readonly Backend[]): Finding[] {
  return [
    ...after.flatMap((backend) => {
      const former = before.find(({ name }) => name === backend.name);
      return former ? checkChangedBackend(former, backend) : checkNewBackend(backend, before);
    }),
    ...before
      .filter(({ name }) => !after.some((backend) => backend.name === name))
      .flatMap((gone) => checkRemovedBackend(gone, after)),
  ];
}

const facts = ['nodePort', 'port', 'protocol', 'healthPath'] as const;

function checkChangedBackend(former: Backend, backend: Backend): Finding[] {
  if (former.weight === 0 && backend.weight === 0) return [];
  return facts
    .map((fact) => ({ fact, is: shown(backend, fact), was: shown(former, fact) }))
    .filter(({ is, was }) => is !== was)
    .map(({ fact, is, was }) => ({
      hint: migrationHint(backend.name, fact),
      id: 'live-exposure',
      message: `${fact} of ${backend.name} must not change while it gets requests (${was}), got ${is}`,
      setting: fact,
    }));
}

/** HTTP clients do not become clients of gRPC, so no variant of the one takes requests of the other. */
function migrationHint(name: string, fact: (typeof facts)[number]): string {
  if (fact === 'protocol')
    return 'make a second service at an address of its own, and end this one when nobody calls it';
  return (
    `add a variant with the new ${fact} at weight 0, move the requests to it, ` +
    `change ${name} while it gets none, and move them back`
  );
}

/** The first of all has nobody to lose requests of. */
function checkNewBackend({ name, weight }: Backend, before: readonly Backend[]): Finding[] {
  if (weight === 0 || before.length === 0) return [];
  return [
    {
      hint: `give it weight 0, apply both halves, and then ${weight}`,
      id: 'live-exposure',
      message: `${name} must come with weight 0, since its pods are not there yet, got ${weight}`,
      setting: 'weight',
    },
  ];
}

/** Of the last one, requests are meant to end. */
function checkRemovedBackend({ name, weight }: Backend, after: readonly Backend[]): Finding[] {
  if (weight === 0 || after.length === 0) return [];
  return [
    {
      hint: 'give it weight 0, apply, and then remove it',
      id: 'live-exposure',
      message: `${name} must have weight 0 before it is removed, got ${weight}`,
      setting: 'weight',
    },
  ];
}

function shown(backend: Backend, fact: (typeof facts)[number]): string {
  return String(fact === 'protocol' ? (backend.protocol ?? 'http') : backend[fact]);
}
