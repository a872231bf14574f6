import type { Finding } from '../../core/diagnostics';
import { hasMetrics } from '../constructs/service-monitoring';
import type { ServiceDefinition } from './service-definition';

/** Checks that an availability is measured by the counter of the service itself, and that a counter has an availability. */
export function checkAvailability(definition: ServiceDefinition): Finding[] {
  if (definition.kind !== 'web-service') return [];
  const { availability, name, requests } = definition;
  if (availability !== undefined && !hasMetrics(definition)) {
    return [
      finding(
        'availability',
        `availability must be that of a service with the port metrics, at which it counts its requests; got ${name} without`,
        'add ports: { metrics: { port: 9102 } }, or remove availability',
      ),
    ];
  }
  if (availability !== undefined || requests === undefined) return [];
  return [
    finding(
      'requests',
      `requests must be those of a service with availability; got ${name} without`,
      'set availability: 99.9, or remove requests',
    ),
  ];
}

function finding(setting: string, message: string, hint: string): Finding {
  return { id: 'service-availability', setting, message, hint };
}
