import { stableName } from '../../core/stable-name';
import type { Endpoint, InfrastructureContract } from '../../core/contract';
import type { SecretKey } from '../../kubernetes/pod/props';
import { workloadEndpoint } from '../../kubernetes/workloads/workload';
import { isTask, type PortDefinition, type ServiceDefinition } from '../definitions/service-definition';

/** Targets of `connectsTo` that the infrastructure provides. */
export const infrastructureTargets = ['database', 'internet'] as const;

/** A target of `connectsTo` that a platform adds, with the environment variables that its clients get. */
export interface PlatformTarget extends Endpoint {
  /**
   * Environment variables of clients. A service that sets one of them itself keeps its own.
   *
   * @default none
   */
  readonly config?: Readonly<Record<string, string>>;
  /**
   * Environment variables of clients that hold credentials. A service that sets one of them itself keeps its own.
   *
   * @default none
   */
  readonly secrets?: Readonly<Record<string, SecretKey>>;
}

/**
 * Targets of `connectsTo` that a platform adds, by their word:
 * `{ rabbitmq: { ...rabbitmqEndpoint('queues'), ...rabbitmqVariables('queues') } }`.
 */
export type PlatformTargets = Readonly<Record<string, PlatformTarget>>;

/**
 * The endpoints of everything that a service connects to. Variants connect to what their service connects to, but nothing
 * connects to a variant: within the cluster, a service has one name (decisions/0005).
 */
export function egressEndpoints(
  { connectsTo }: ServiceDefinition,
  services: readonly ServiceDefinition[],
  contract: InfrastructureContract,
  targets: PlatformTargets = {},
): Endpoint[] {
  return connectsTo.flatMap((target): readonly Endpoint[] => {
    const known = targets[target];
    if (known) return [known];
    if (target === 'database') return databaseEndpoints(contract);
    if (target === 'internet') return internetEndpoints(contract);
    return services.flatMap((service) => serviceEndpoints(service, target));
  });
}

/** The words by which `connectsTo` names a service: a web service's name, and each further port of a service. */
export function serviceTargets(service: ServiceDefinition): string[] {
  const { kind, name } = service;
  return [
    ...(kind === 'web-service' ? [name] : []),
    ...Object.keys(furtherPorts(service)).map((port) => `${name}:${port}`),
  ];
}

/** The further ports of a service. A task has none. */
export function furtherPorts(service: ServiceDefinition): Readonly<Record<string, PortDefinition>> {
  return isTask(service) ? {} : (service.ports ?? {});
}

/** The database, if the contract has one. */
export function databaseEndpoints({ database }: InfrastructureContract): readonly Endpoint[] {
  if (!database) return [];
  return [{ name: 'database', peer: { addresses: database.addresses }, ports: [database.port] }];
}

/** Internal addresses are excluded: the URLs that a worker fetches are often chosen by its users. */
export function internetEndpoints({ awsApiAddresses, internalAddresses }: InfrastructureContract): readonly Endpoint[] {
  const outside: Endpoint = {
    name: 'internet',
    peer: { addresses: ['0.0.0.0/0'], except: internalAddresses },
    ports: [443],
  };
  // With interface endpoints, the public names of the AWS APIs resolve to internal addresses.
  return awsApiAddresses.length === 0 ? [outside] : [outside, { ...outside, peer: { addresses: awsApiAddresses } }];
}

function serviceEndpoints(service: ServiceDefinition, target: string): Endpoint[] {
  if (!serviceTargets(service).includes(target)) return [];
  const port = furtherPorts(service)[target.slice(service.name.length + 1)];
  if (port) return [workloadEndpoint(stableName(service), port)];
  return service.kind === 'web-service' ? [workloadEndpoint(stableName(service), service.port)] : [];
}
