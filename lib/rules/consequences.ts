import type { Diagnostic } from '../core/diagnostics';

/** A check that reports what follows from a mistake that another check has reported already. */
interface Consequence {
  /** The check whose diagnostics are dropped. */
  readonly id: string;
  /** The check that reports the mistake itself. */
  readonly of: string;
  /** True if both report the same setting. Without it, one diagnostic of the mistake drops all consequences. */
  readonly sameSource: boolean;
}

const consequences: readonly Consequence[] = [
  // The load balancer's health check and the readiness probe have one path, and the drain timeout is in both halves.
  { id: 'health-check-path', of: 'absolute-path', sameSource: true },
  { id: 'target-group-delay', of: 'node-group-drain', sameSource: true },
  { id: 'grace-period', of: 'node-group-drain', sameSource: true },
  { id: 'node-port', of: 'node-port-conflict', sameSource: true },
  { id: 'service-node-port', of: 'node-port-conflict', sameSource: false },
  { id: 'container-image-pin', of: 'variant-definition', sameSource: true },
  { id: 'container-image-pin', of: 'service-settings', sameSource: true },
  // The image of a service is pinned under a misspelt name.
  { id: 'container-image-pin', of: 'unknown-pin', sameSource: false },
  // The host name is the subdomain and the domain.
  { id: 'domain-name', of: 'subdomain', sameSource: true },
  { id: 'exposure-host', of: 'subdomain', sameSource: true },
  // Images are built for the architecture that the nodes had before.
  { id: 'image-platform', of: 'instance-architecture', sameSource: false },
  // Too many nodes for the network are too many for a load balancer as well.
  { id: 'load-balancer-quota', of: 'address-capacity', sameSource: false },
  // Two zones have no majority without one of them, for Elasticsearch as for RabbitMQ.
  { id: 'elasticsearch-zone-quorum', of: 'rabbitmq-zones', sameSource: false },
];

/** Returns the diagnostics without those that follow from another one: a mistake is reported once. */
export function withoutConsequences(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(
    ({ id, source }) =>
      !consequences.some(
        (consequence) =>
          consequence.id === id &&
          diagnostics.some(
            (other) => other.id === consequence.of && (!consequence.sameSource || other.source === source),
          ),
      ),
  );
}
