import type { Endpoint, InfrastructureContract } from '../core/contract';
import { physicalNameOf, workloadEndpoint } from '../kubernetes/workloads/workload';
import { rabbitmqEndpoint } from '../operators/rabbitmq/rabbitmq-cluster';
import type { Environment } from '../../environments/environment';
import { services } from '../../apps/services';
import { brokerName } from '../../apps/services/rabbitmq';
import { runningIn } from './variants';
import type { ServiceDefinition } from './service-definition';

/**
 * Who talks to a target: the same list as `talksTo`, read from the other side. Revisions call what their service calls, but
 * nobody calls them: within the cluster a service is its own name (decisions/0005).
 */
export function callersOf(target: string, environment: Environment): Endpoint[] {
  return runningIn(environment)
    .filter(({ service }) => service.talksTo.includes(target))
    .map(({ service }) => endpointOf(service));
}

/** What a service talks to, as both its own policy and its settings need it. */
export function targetsOf(
  { talksTo }: ServiceDefinition,
  { awsServices, database, internal }: InfrastructureContract,
): Endpoint[] {
  return talksTo.flatMap((target): Endpoint[] => {
    if (target === 'broker') return [rabbitmqEndpoint(brokerName)];
    if (target === 'database') return [{ at: { addresses: database.addresses }, name: target, ports: [database.port] }];
    if (target === 'internet') {
      // What a worker fetches is somebody's choice, so it must not lead back inside.
      const outside = { at: { addresses: ['0.0.0.0/0'], except: internal }, name: target, ports: [443] } as const;
      // Sources of AWS are named as they are on the internet, and may answer at addresses inside.
      return awsServices.length === 0 ? [outside] : [outside, { ...outside, at: { addresses: awsServices } }];
    }
    return services.filter(({ name }) => name === target).map(endpointOf);
  });
}

function endpointOf(service: ServiceDefinition): Endpoint {
  return workloadEndpoint(physicalNameOf(service), ...portsOf(service));
}

function portsOf(service: ServiceDefinition): number[] {
  if (service.kind === 'web-service') return [service.port];
  return service.kind === 'worker' ? [service.healthPort] : [];
}
