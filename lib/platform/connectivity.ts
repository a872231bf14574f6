import type { Endpoint, InfrastructureContract } from '../core/contract';
import { objectName, workloadEndpoint } from '../kubernetes/workloads/workload';
import { rabbitmqEndpoint } from '../operators/rabbitmq/rabbitmq-cluster';
import type { Environment } from '../../environments/environment';
import { services } from '../../apps/services';
import { rabbitmqName } from '../../apps/services/rabbitmq';
import { deployedServices } from './variants';
import type { ServiceDefinition } from './service-definition';

/**
 * Who talks to a target: the same list as `connectsTo`, read from the other side. Variants call what their service calls, but
 * nobody calls them: within the cluster a service is its own name (decisions/0005).
 */
export function ingressPeers(target: string, environment: Environment): Endpoint[] {
  return deployedServices(environment)
    .filter(({ service }) => service.connectsTo.includes(target))
    .map(({ service }) => serviceEndpoint(service));
}

/** What a service talks to, as both its own policy and its settings need it. */
export function egressEndpoints(
  { connectsTo }: ServiceDefinition,
  { awsApiAddresses, database, internalAddresses }: InfrastructureContract,
): Endpoint[] {
  return connectsTo.flatMap((target): Endpoint[] => {
    if (target === 'rabbitmq') return [rabbitmqEndpoint(rabbitmqName)];
    if (target === 'database') return [{ at: { addresses: database.addresses }, name: target, ports: [database.port] }];
    if (target === 'internet') {
      // What a worker fetches is somebody's choice, so it must not lead back inside.
      const outside = {
        at: { addresses: ['0.0.0.0/0'], except: internalAddresses },
        name: target,
        ports: [443],
      } as const;
      // Sources of AWS are named as they are on the internet, and may answer at addresses inside.
      return awsApiAddresses.length === 0 ? [outside] : [outside, { ...outside, at: { addresses: awsApiAddresses } }];
    }
    return services.filter(({ name }) => name === target).map(serviceEndpoint);
  });
}

function serviceEndpoint(service: ServiceDefinition): Endpoint {
  return workloadEndpoint(objectName(service), ...servicePorts(service));
}

function servicePorts(service: ServiceDefinition): number[] {
  if (service.kind === 'web-service') return [service.port];
  return service.kind === 'worker' ? [service.healthPort] : [];
}
